package dev.pristine.embedded;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** What a program wrote, of which the end matters. */
final class LogFile {

  private static final int LINES = 20;
  private static final int BYTES = 1 << 16;

  private LogFile() {}

  /** Returns the last lines; empty if there is no such file. */
  static String tail(Path file) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position(Math.max(0, channel.size() - BYTES));
      // What another program writes may end, and what we read begin, in the middle of a letter.
      String text =
          new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = text.lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
