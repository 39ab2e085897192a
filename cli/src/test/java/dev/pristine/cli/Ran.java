package dev.pristine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process that has ended.
 *
 * @param out all that it wrote to its standard output
 * @param err all that it wrote to its error output, without what Java itself says there
 */
record Ran(int exitCode, String out, String err) {

  private static final long PATIENCE_SECONDS = 180;

  static Ran of(ProcessBuilder builder) {
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      CompletableFuture<String> out = read(process.getInputStream());
      CompletableFuture<String> err = read(process.getErrorStream());
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("Still running: " + builder.command());
      }
      return new Ran(process.exitValue(), out.join(), withoutJavasOwn(err.join()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static CompletableFuture<String> read(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static String withoutJavasOwn(String err) {
    return err.replaceAll("(?m)^Picked up JAVA_TOOL_OPTIONS: .*\\R", "");
  }
}
