package dev.pristine.examples.shop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** Headless browsers, which one test uses after another. Closing ends all of them. */
final class Browsers implements AutoCloseable {

  private static final List<String> NAMES = List.of("chromium", "google-chrome", "chrome");

  private final Path folder;
  private final Queue<WebDriver> idle = new ConcurrentLinkedQueue<>();

  private Browsers(Path folder) {
    this.folder = folder;
  }

  static Browsers open() throws IOException {
    return new Browsers(Files.createTempDirectory("browsers"));
  }

  /**
   * Tells whether all trials run in full, and this machine has a browser and the program that
   * drives it.
   */
  static boolean areHere() {
    return "1.0".equals(System.getProperty("trials.share"))
        && browser().isPresent()
        && program("chromedriver").isPresent();
  }

  /** Returns a browser that knows nobody. */
  WebDriver take() {
    WebDriver browser = idle.poll();
    return browser == null ? start() : browser;
  }

  void giveBack(WebDriver browser) {
    browser.manage().deleteAllCookies();
    idle.add(browser);
  }

  @Override
  public void close() throws IOException {
    idle.forEach(WebDriver::quit);
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private WebDriver start() {
    ChromeOptions options = new ChromeOptions();
    options.setBinary(browser().orElseThrow().toFile());
    options.addArguments(
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync");
    ChromeDriverService service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(program("chromedriver").orElseThrow().toFile())
            .withEnvironment(Map.of("TMPDIR", folder.toString(), "HOME", folder.toString()))
            .build();
    return new ChromeDriver(service, options);
  }

  private static Optional<Path> browser() {
    return NAMES.stream().flatMap(name -> program(name).stream()).findFirst();
  }

  private static Optional<Path> program(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(place -> Path.of(place, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
