package dev.pristine.mariadb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * MySQL's programs, where the build has unpacked them: with the profile {@code mysql}. The server
 * runs as an ordinary user, also where root runs us.
 *
 * @param home the folder of the programs
 */
record MysqlPrograms(Path home) implements Programs {

  /** Where the programs are, if tests are to run on MySQL. */
  static final String HOME = "mysql.home";

  /** Tells whether tests run on MySQL. */
  static boolean areUsed() {
    return System.getProperty(HOME) != null;
  }

  private static final boolean ROOT = System.getProperty("user.name").equals("root");

  private static final String ORDINARY_USER = "nobody";

  @Override
  public Path installed() throws IOException, InterruptedException {
    synchronized (MysqlPrograms.class) {
      Path data = home.resolveSibling(home.getFileName() + "-data");
      if (Files.notExists(data)) {
        Path fresh = data.resolveSibling("mysql-data-" + ProcessHandle.current().pid());
        Path log = data.resolveSibling("mysql-install.log");
        List<String> command = new ArrayList<>(program());
        command.addAll(List.of("--datadir=" + fresh, "--initialize-insecure"));
        Files.createDirectory(fresh);
        give(fresh);
        Process process =
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (process.waitFor() != 0) {
          Binaries.delete(fresh);
          throw new IOException("Could not install a data directory: " + Files.readString(log));
        }
        Binaries.move(fresh, data);
      }
      return data;
    }
  }

  @Override
  public List<String> command(Path folder, int port) {
    List<String> command = new ArrayList<>(program());
    command.addAll(
        List.of(
            "--datadir=" + folder.resolve("data"),
            "--socket=" + folder.resolve("socket"),
            "--pid-file=" + folder.resolve("pid"),
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--mysqlx=OFF",
            "--skip-name-resolve",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-doublewrite=0",
            "--innodb-stats-persistent=0",
            "--innodb-log-writer-threads=OFF",
            "--innodb-adaptive-hash-index=OFF",
            "--sync-binlog=0",
            "--innodb-monitor-enable=trx_rollback%",
            "--local-infile=ON",
            "--log-bin-trust-function-creators=1",
            "--table-definition-cache=4000",
            "--table-open-cache=4000",
            "--max-connections=400"));
    return command;
  }

  private List<String> program() {
    List<String> program = new ArrayList<>();
    program.add(home.resolve("bin/mysqld").toString());
    program.add("--no-defaults");
    if (ROOT) {
      program.add("--user=" + ORDINARY_USER);
    }
    program.add("--basedir=" + home);
    program.add("--innodb-redo-log-capacity=8M");
    program.add("--innodb-use-native-aio=0");
    return program;
  }

  @Override
  public String accounts(String user, String password) {
    return """
    CREATE USER %1$s@'%%' IDENTIFIED BY '%2$s';
    GRANT ALL PRIVILEGES ON *.* TO %1$s@'%%' WITH GRANT OPTION;
    DROP USER root@localhost;
    """
        .formatted(user, password);
  }

  @Override
  public void give(Path folder) throws IOException {
    if (ROOT) {
      UserPrincipal user =
          folder
              .getFileSystem()
              .getUserPrincipalLookupService()
              .lookupPrincipalByName(ORDINARY_USER);
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.toList()) {
          Files.setOwner(path, user);
        }
      }
    }
  }

  /** Passwords are encrypted with a key that the driver must ask for. */
  @Override
  public String parameters() {
    return "?allowPublicKeyRetrieval=true";
  }

  @Override
  public List<String> dump() {
    return List.of(
        home.resolve("bin/mysqldump").toString(),
        "--no-defaults",
        "--ssl-mode=DISABLED",
        "--get-server-public-key",
        "--set-gtid-purged=OFF",
        "--column-statistics=0",
        "--no-tablespaces");
  }
}
