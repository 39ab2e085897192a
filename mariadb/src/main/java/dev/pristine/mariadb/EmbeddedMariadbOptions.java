package dev.pristine.mariadb;

import dev.pristine.embedded.Endpoint;
import dev.pristine.embedded.Installation;
import dev.pristine.embedded.RunFolder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of a server that can afford to lose everything, for it holds nothing of value.
 *
 * @param installed its programs
 * @param run where it works
 */
record EmbeddedMariadbOptions(Installation installed, RunFolder run) {

  /** Names of files are seen from the data directory: the path of a socket must be short. */
  static final String SOCKET = "mariadbd.sock";

  static final String PROCESS_FILE = "mariadbd.pid";

  /** How the files of the binary log begin, which is of no use after the server's end. */
  static final String LOG = "binlog";

  /** Returns the options for making a data directory. */
  List<String> forInstalling() {
    List<String> line = new ArrayList<>(List.of("--no-defaults"));
    line.addAll(places());
    line.addAll(
        List.of(
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            // No account of the machine's name is wanted, which may not even be known.
            "--skip-name-resolve",
            "--force"));
    line.addAll(lines(files()));
    return line;
  }

  /** Returns the options for running a server. */
  List<String> forRunning(int port, Map<String, String> others) {
    List<String> line = new ArrayList<>(List.of("--no-defaults"));
    line.addAll(places());
    // TLS costs seconds at every start.
    line.addAll(List.of("--skip-ssl", "--skip-name-resolve"));
    Map<String, String> options = settings();
    options.putAll(others);
    options.put("bind-address", Endpoint.HOST);
    options.put("port", Integer.toString(port));
    options.put("socket", SOCKET);
    options.put("pid-file", PROCESS_FILE);
    line.addAll(lines(options));
    return line;
  }

  private List<String> places() {
    return List.of(
        "--basedir=" + installed.programs(),
        "--lc-messages-dir=" + installed.programs().resolve("share"),
        "--character-sets-dir=" + installed.programs().resolve("share/charsets"),
        "--datadir=" + run.data(),
        "--tmpdir=" + run.path());
  }

  /** Lists what shapes the files, so that it must be the same for making and for running. */
  private static Map<String, String> files() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("innodb-log-file-size", "8M");
    options.put("innodb-undo-tablespaces", "0");
    options.put("innodb-doublewrite", "0");
    options.put("innodb-use-native-aio", "0");
    options.put("innodb-flush-method", "nosync");
    return options;
  }

  private static Map<String, String> settings() {
    Map<String, String> options = files();
    options.put("innodb-flush-log-at-trx-commit", "0");
    options.put("innodb-stats-persistent", "0");
    options.put("innodb-buffer-pool-size", "128M");
    options.put("character-set-server", "utf8mb4");
    options.put("max-connections", "200");
    options.put("table-definition-cache", "4000");
    options.put("table-open-cache", "4000");
    options.put("userstat", "1");
    // They spare each rewind the look at all tables' counters.
    options.put("innodb-monitor-enable", "trx_rollback%");
    options.put("server-id", "1");
    options.put("log-bin", LOG);
    options.put("log-bin-trust-function-creators", "1");
    options.put("binlog-format", "ROW");
    options.put("binlog-annotate-row-events", "0");
    options.put("sync-binlog", "0");
    // It lies in memory with the data: what all tests of a run write must not fill that.
    options.put("max-binlog-size", "256M");
    options.put("max-binlog-total-size", "512M");
    options.put("slave-connections-needed-for-purge", "0");
    return options;
  }

  private static List<String> lines(Map<String, String> options) {
    return options.entrySet().stream()
        .map(option -> "--" + option.getKey() + "=" + option.getValue())
        .toList();
  }
}
