package dev.pristine.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The unpacked programs of PostgreSQL, run as the user that the server belongs to.
 *
 * @param folder where they are
 * @param version their version
 * @param platform what they were made for
 * @param account who runs them
 */
record Programs(Path folder, Version version, Platform platform, Account account) {

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

  /** Makes a data directory, below a folder that belongs to the account. */
  void initialise(Path work, Path data, Passwords passwords) throws IOException, SQLException {
    Path passwordFile = work.resolve("password");
    Path output = work.resolve("initdb.log");
    FileTree.writePrivately(passwordFile, passwords.administrator());
    account.own(passwordFile);
    try {
      String failure = "";
      for (List<String> locale : locales()) {
        FileTree.delete(data);
        Command command =
            new Command(account.line(initdb(data, passwordFile, locale)), work, output);
        if (command.run(PATIENCE) == 0) {
          return;
        }
        failure = command.printed();
      }
      throw failed(
          "Could not make a data directory in [%s] by %s".formatted(work, path("initdb")), failure);
    } finally {
      Files.deleteIfExists(passwordFile);
    }
  }

  private List<String> initdb(Path data, Path passwordFile, List<String> locale) {
    List<String> line = new ArrayList<>(List.of(path("initdb"), "-N", "-A", "scram-sha-256"));
    line.add("--pwfile=" + passwordFile);
    line.addAll(List.of("-U", Endpoint.ADMINISTRATOR, "-E", "UTF8"));
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
    if (platform.linux()) {
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
    Process starter = new Command(account.line(line), run.path(), run.output()).start();
    try {
      Optional<PidFile> ready =
          Poll.until(
              PATIENCE, () -> PidFile.read(run.data()).filter(PidFile::ready), starter::isAlive);
      Optional<ProcessMark> server = ready.flatMap(file -> ProcessMark.of(file.pid()));
      if (server.isPresent()) {
        return server;
      }
      String log = LogFile.tail(run.log());
      if (log.contains("could not bind")) {
        return Optional.empty();
      }
      throw failed(
          "Could not start PostgreSQL %s in [%s]".formatted(version, run.path()),
          log + LogFile.tail(run.output()));
    } finally {
      starter.destroyForcibly();
    }
  }

  /** Ends a server and waits until it is gone; false if it does not end in time. */
  boolean stop(ProcessMark server, Ending ending, RunFolder run) throws IOException, SQLException {
    List<String> line = List.of(path("pg_ctl"), "kill", ending.signal, Long.toString(server.pid()));
    int exit = new Command(account.line(line), run.path(), run.output()).run(PATIENCE);
    if (exit != 0 && server.alive()) {
      throw failed(
          "Could not stop PostgreSQL %s, process %d".formatted(version, server.pid()),
          LogFile.tail(run.output()));
    }
    Supplier<Boolean> alive = server::alive;
    Poll.until(PATIENCE, Optional::empty, alive::get);
    return !server.alive();
  }

  private String path(String program) {
    return folder.resolve("bin").resolve(platform.executable(program)).toString();
  }

  private static SQLException failed(String what, String output) {
    boolean full = Trouble.tellsOfFullDisk(output);
    return Trouble.of(
        "%s. It printed:%n%s%n%s"
            .formatted(
                what,
                output.isBlank() ? "nothing" : output.strip(),
                full ? Trouble.MAKE_ROOM : "Mend what it complains of, and try again."),
        full ? Trouble.DISK_FULL : Trouble.CANNOT_CONNECT);
  }
}
