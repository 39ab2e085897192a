package dev.pristine.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.pristine.enginetests.OpenFolder;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** What README and docs show is compiled and run. */
final class ReadmeTests {

  private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CLASS = Pattern.compile("^class (\\w+)", Pattern.MULTILINE);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/leases.md"})
  void theJavaRuns(String text) throws Exception {
    Matcher java = JAVA.matcher(Files.readString(Path.of("..", text)));
    int tests = 0;
    try (OpenFolder cache = OpenFolder.create()) {
      System.setProperty("pristine.cache", cache.path().toString());
      System.setProperty("dev.pristine.leases.store", folder.resolve("leases.db").toString());
      while (java.find()) {
        tests += run(java.group(1));
      }
    } finally {
      System.clearProperty("pristine.cache");
      System.clearProperty("dev.pristine.leases.store");
    }
    assertThat(tests).isPositive();
  }

  private int run(String source) throws IOException, ClassNotFoundException {
    Matcher name = CLASS.matcher(source);
    assertThat(name.find()).isTrue();
    Path file = Files.writeString(folder.resolve(name.group(1) + ".java"), source);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                file.toString());
    assertThat(result).isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(selectClass(loader.loadClass(name.group(1))))
                  .build(),
              listener);
      assertThat(listener.getSummary().getFailures()).isEmpty();
      return (int) listener.getSummary().getTestsSucceededCount();
    }
  }
}
