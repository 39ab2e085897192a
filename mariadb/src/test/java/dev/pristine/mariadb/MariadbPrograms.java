package dev.pristine.mariadb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** MariaDB's programs. */
final class MariadbPrograms implements Programs {

  @Override
  public Path installed() throws IOException, InterruptedException {
    return Binaries.installed();
  }

  @Override
  public List<String> command(Path folder, int port) throws IOException {
    Path binaries = Binaries.unpacked();
    List<String> command = new ArrayList<>();
    command.add(binaries.resolve("bin/mariadbd").toString());
    command.add("--no-defaults");
    command.addAll(Binaries.user());
    command.addAll(
        List.of(
            "--basedir=" + binaries,
            "--lc-messages-dir=" + binaries.resolve("share"),
            "--datadir=" + folder.resolve("data"),
            "--socket=" + folder.resolve("socket"),
            "--bind-address=127.0.0.1",
            "--port=" + port,
            "--skip-ssl",
            "--skip-name-resolve",
            "--tmpdir=" + folder,
            "--innodb-log-file-size=8M",
            "--innodb-undo-tablespaces=0",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-doublewrite=0",
            "--innodb-stats-persistent=0",
            "--innodb-use-native-aio=0",
            "--log-bin",
            "--binlog-format=ROW",
            "--sync-binlog=0",
            "--log-bin-trust-function-creators=1",
            "--userstat=1",
            "--innodb-monitor-enable=trx_rollback%",
            "--table-definition-cache=4000",
            "--table-open-cache=4000",
            "--max-connections=400"));
    return command;
  }

  @Override
  public String accounts(String user, String password) {
    return """
    CREATE USER %1$s@'%%' IDENTIFIED BY '%2$s';
    GRANT ALL PRIVILEGES ON *.* TO %1$s@'%%' WITH GRANT OPTION;
    DROP USER root@localhost;
    DROP USER root@'127.0.0.1';
    DROP USER root@'::1';
    """
        .formatted(user, password);
  }

  /** It runs as whoever runs us. */
  @Override
  public void give(Path folder) {
    // They have it.
  }

  @Override
  public String parameters() {
    return "";
  }

  @Override
  public List<String> dump() throws IOException {
    return List.of(
        Binaries.unpacked().resolve("bin/mariadb-dump").toString(),
        "--no-defaults",
        "--skip-ssl",
        "--dump-history",
        "--skip-dump-date");
  }
}
