package dev.pristine.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is known of the server that runs, or was about to: it is written before there is anything to
 * clean up, again when the server is ready, and removed when nothing is left of it.
 *
 * @param boot the boot of the machine
 * @param host the machine's name
 * @param folder where the server's data and log are
 * @param process the server; empty until it was ready
 * @param port where it listens; 0 until it was ready
 * @param keeps what the data held that was worth keeping when the server started
 */
record ServerState(
    String boot,
    String host,
    Path folder,
    Optional<ProcessMark> process,
    int port,
    Set<String> keeps) {

  /** Reads the state; empty if there is none, or it cannot be understood. */
  static Optional<ServerState> read(Path file) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(file)));
      long pid = Long.parseLong(properties.getProperty("pid", "0"));
      String folder = properties.getProperty("folder", "");
      if (folder.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new ServerState(
              properties.getProperty("boot", ""),
              properties.getProperty("host", ""),
              Path.of(folder),
              pid == 0
                  ? Optional.empty()
                  : Optional.of(new ProcessMark(pid, properties.getProperty("birth", ""))),
              Integer.parseInt(properties.getProperty("port", "0")),
              decode(properties.getProperty("keeps", ""))));
    } catch (NoSuchFileException | IllegalArgumentException | MalformedInputException e) {
      return Optional.empty();
    }
  }

  ServerState ready(ProcessMark newProcess, int newPort) {
    return new ServerState(boot, host, folder, Optional.of(newProcess), newPort, keeps);
  }

  void write(Path file) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("boot", boot);
    properties.setProperty("host", host);
    properties.setProperty("folder", folder.toString());
    properties.setProperty("pid", String.valueOf(process.map(ProcessMark::pid).orElse(0L)));
    properties.setProperty("birth", process.map(ProcessMark::birth).orElse(""));
    properties.setProperty("port", String.valueOf(port));
    properties.setProperty("keeps", encode(keeps));
    StringWriter text = new StringWriter();
    properties.store(text, "The embedded server of Pristine");
    FileTree.writePrivately(file, text.toString());
  }

  private static String encode(Set<String> words) {
    return words.stream()
        .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
        .collect(Collectors.joining(" "));
  }

  private static Set<String> decode(String text) {
    return Arrays.stream(text.split(" ", -1))
        .filter(word -> !word.isEmpty())
        .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
        .collect(Collectors.toUnmodifiableSet());
  }
}
