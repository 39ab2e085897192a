package dev.pristine.mariadb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the server's own tool tells of a schema: definitions, rows, history. */
final class Dump {

  private Dump() {}

  /** Dumps a schema; its own name is replaced wherever it stands. */
  static String of(TestServer server, String place) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(server.dump());
    command.addAll(
        List.of(
            "--routines",
            "--triggers",
            "--events",
            "--skip-extended-insert",
            "--order-by-primary",
            "--hex-blob",
            "--skip-comments",
            place));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("MYSQL_PWD", server.administrator().password());
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(text);
    }
    // MySQL remembers of a column whether its definition named the character set.
    return text.replace(place, "<place>").replaceAll("CHARACTER SET (\\w+) (?=COLLATE \\1_)", "");
  }
}
