package dev.pristine.postgresql;

import dev.pristine.embedded.Installation;
import dev.pristine.embedded.Passwords;
import dev.pristine.embedded.Poll;
import dev.pristine.embedded.ProcessMark;
import dev.pristine.embedded.RunFolder;
import dev.pristine.embedded.Trouble;
import dev.pristine.embedded.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The unpacked programs of PostgreSQL.
 *
 * @param installed where they are, and who runs them
 * @param version their version
 */
record Programs(Installation installed, Version version) {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MAJOR_WITH_SETTINGS_IN_INITDB = 16;
  private static final int MAJOR_WITH_LOCALES_OF_ITS_OWN = 17;

  /** How to end a server. */
  enum Ending {
    /** Ends its sessions, writes all data, and leaves a data directory to start from. */
    IN_ORDER("INT"),
    /** Ends at once; the data directory is of no more use to us. */
    AT_ONCE("QUIT");

    private final String signal;

    Ending(String signal) {
      this.signal = signal;
    }
  }

  /** Makes a data directory. */
  void initialise(RunFolder work, Passwords passwords) throws IOException, SQLException {
    Path passwordFile = work.path().resolve("password");
    installed.write(passwordFile, passwords.administrator());
    try {
      for (List<String> locale : locales()) {
        installed.remove(work.data());
        if (installed.run(work, initdb(work.data(), passwordFile, locale), PATIENCE) == 0) {
          return;
        }
      }
      throw Trouble.ofProgram(
          "Could not make a data directory in [%s] by %s".formatted(work.path(), path("initdb")),
          work.lastWords());
    } finally {
      installed.remove(passwordFile);
    }
  }

  private List<String> initdb(Path data, Path passwordFile, List<String> locale) {
    List<String> line = new ArrayList<>(List.of(path("initdb"), "-N", "-A", "scram-sha-256"));
    line.add("--pwfile=" + passwordFile);
    line.addAll(List.of("-U", PostgresSoftware.ADMINISTRATOR, "-E", "UTF8"));
    line.add("--wal-segsize=" + ControlFile.SEGMENT_MEGABYTES);
    if (version.major() >= MAJOR_WITH_SETTINGS_IN_INITDB) {
      // The 4,096 rounds by default cost 1 to 2 ms a connection, and guard a random password.
      line.addAll(List.of("-c", "scram_iterations=1"));
    }
    line.addAll(locale);
    line.addAll(List.of("-D", data.toString()));
    return line;
  }

  /** Lists the locales to try: C.UTF-8 is missing on macOS, on Windows and on old Linux. */
  private List<List<String>> locales() {
    List<List<String>> locales = new ArrayList<>();
    if (installed.platform().linux()) {
      locales.add(List.of("--locale=C.UTF-8"));
    }
    if (version.major() >= MAJOR_WITH_LOCALES_OF_ITS_OWN) {
      locales.add(List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
    }
    locales.add(List.of("--locale=C"));
    return locales;
  }

  /**
   * Starts a server and waits until it accepts connections.
   *
   * @return its process; empty if somebody else has taken its port
   */
  Optional<ProcessMark> start(RunFolder run) throws IOException, SQLException {
    List<String> line =
        List.of(
            path("pg_ctl"),
            "start",
            "-w",
            "-s",
            "-t",
            Long.toString(PATIENCE.toSeconds()),
            "-p",
            path("postgres"),
            "-D",
            run.data().toString(),
            "-l",
            run.log().toString());
    // pg_ctl gives the server a process session of its own, so that Ctrl-C in our terminal does not
    // reach it. It looks only every 100 ms whether it is ready, so we look ourselves; but it tells
    // at once if the server died.
    Process starter = installed.start(run, line);
    try {
      // A server that was killed has left its file, which says that it is ready.
      Optional<ProcessMark> server =
          Poll.until(
              PATIENCE,
              () ->
                  PidFile.read(run.data())
                      .filter(PidFile::ready)
                      .flatMap(file -> ProcessMark.of(file.pid())),
              starter::isAlive);
      if (server.isPresent()) {
        return server;
      }
      if (run.lastWords().contains("could not bind")) {
        return Optional.empty();
      }
      throw Trouble.ofProgram(
          "Could not start PostgreSQL %s in [%s]".formatted(version, run.path()), run.lastWords());
    } finally {
      starter.destroyForcibly();
    }
  }

  /** Ends a server and waits until it is gone; false if it does not end in time. */
  boolean stop(ProcessMark server, Ending ending, RunFolder run) throws IOException, SQLException {
    List<String> line = List.of(path("pg_ctl"), "kill", ending.signal, Long.toString(server.pid()));
    if (installed.run(run, line, PATIENCE) != 0 && server.alive()) {
      throw Trouble.ofProgram(
          "Could not stop PostgreSQL %s, process %d".formatted(version, server.pid()),
          run.lastWords());
    }
    return server.awaitEnd(PATIENCE);
  }

  private String path(String program) {
    return installed
        .programs()
        .resolve("bin")
        .resolve(installed.platform().executable(program))
        .toString();
  }
}
