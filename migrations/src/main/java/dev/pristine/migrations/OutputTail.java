package dev.pristine.migrations;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Reads what a program prints, so that it never waits for its reader, and keeps the last lines. */
final class OutputTail {

  /** A program that has ended may have left another one that holds its output open. */
  private static final Duration AFTER_END = Duration.ofSeconds(1);

  private final InputStream output;
  private final int kept;
  private final Deque<String> lines = new ArrayDeque<>();
  private final Thread reader;

  OutputTail(InputStream output, int kept) {
    this.output = output;
    this.kept = kept;
    this.reader = new Thread(this::read, "pristine-command-output");
    reader.setDaemon(true);
  }

  void start() {
    reader.start();
  }

  /** Returns the last lines, once the program has ended. */
  List<String> lines() throws InterruptedException {
    reader.join(AFTER_END.toMillis());
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  private void read() {
    try (BufferedReader text = new BufferedReader(new InputStreamReader(output, UTF_8))) {
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        synchronized (lines) {
          lines.addLast(line);
          if (lines.size() > kept) {
            lines.removeFirst();
          }
        }
      }
    } catch (IOException e) {
      // The program was killed; what it printed until then is kept.
      return;
    }
  }
}
