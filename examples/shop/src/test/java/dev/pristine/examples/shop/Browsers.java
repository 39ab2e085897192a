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
import java.util.concurrent.TimeUnit;
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

  /** Tells whether this machine has a browser, and the program that drives it. */
  static boolean areHere() {
    return browser().isPresent() && program("chromedriver").isPresent();
  }

  /** Returns a browser that knows nobody. */
  WebDriver take() {
    WebDriver browser = idle.poll();
    return browser == null ? start() : browser;
  }

  void giveBack(WebDriver browser) {
    boolean forgotten = false;
    try {
      browser.manage().deleteAllCookies();
      forgotten = true;
    } finally {
      if (forgotten) {
        idle.add(browser);
      } else {
        browser.quit();
      }
    }
  }

  @Override
  public void close() throws IOException {
    List<ProcessHandle> processes =
        ProcessHandle.current()
            .descendants()
            .filter(this::isOfThese)
            .flatMap(each -> Stream.concat(Stream.of(each), each.descendants()))
            .toList();
    idle.forEach(WebDriver::quit);
    // Some of them write to the folder until they have ended.
    processes.forEach(each -> each.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  private boolean isOfThese(ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains(folder.toString()))
        .isPresent();
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
