package dev.pristine.cli;

import dev.pristine.cli.TestRun.Failure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Writes down how the tests of one run end. Thread-safe. */
final class TestRecorder implements TestExecutionListener {

  private static final int LONGEST_MESSAGE = 120;

  /** What drivers put before the server's message. */
  private static final String DRIVERS_OWN = "^(ERROR: |\\(conn=[0-9]+\\) |\\[[A-Z_]+\\] )";

  private final String title;
  private final Progress progress;
  private final List<Failure> failures = new ArrayList<>();
  private int tests;

  /** Tells how far the run is, under its title. */
  TestRecorder(String title, Progress progress) {
    this.title = title;
    this.progress = progress;
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    boolean failed = result.getStatus() != Status.SUCCESSFUL;
    if (failed) {
      failures.add(new Failure(name(test), message(result)));
    }
    // A class that fails as a whole counts as one test: those in it are never heard of.
    if (test.isTest() || failed) {
      tests++;
      progress.say("%s: %d tests, %d failed".formatted(title, tests, failures.size()));
    }
  }

  synchronized TestRun run(Duration duration) {
    int failed = failures.size();
    return new TestRun(tests, failed, tests - failed, duration.toMillis(), failures);
  }

  private static String name(TestIdentifier test) {
    return test.getSource()
        .filter(MethodSource.class::isInstance)
        .map(MethodSource.class::cast)
        .map(method -> simpleName(method.getClassName()) + "." + method.getMethodName())
        .orElse(test.getDisplayName());
  }

  private static String simpleName(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  private static String message(TestExecutionResult result) {
    return result.getThrowable().map(TestRecorder::message).orElse("aborted");
  }

  private static String message(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null && !(cause instanceof SQLException)) {
      cause = cause.getCause();
    }
    String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    String line =
        cause instanceof SQLException
            ? text.lines().findFirst().orElse(text).replaceFirst(DRIVERS_OWN, "")
            : text.lines()
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(" "));
    return line.length() > LONGEST_MESSAGE ? line.substring(0, LONGEST_MESSAGE) + "..." : line;
  }
}
