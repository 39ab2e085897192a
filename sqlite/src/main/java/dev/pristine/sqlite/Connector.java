package dev.pristine.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.sqlite.SQLiteDataSource;

/**
 * Opens connections to the databases of tests, and tells the URL by which others open the same.
 *
 * @param parameters what the driver is told
 */
record Connector(Map<String, String> parameters) {

  /** For opening a file that is there; SQLite would make a missing one. With URIs for our own. */
  private static final String EXISTING_FILE = "66";

  /**
   * What a test's connections are opened with, so that its threads do not disturb each other:
   * readers and a writer at once (WAL), writers wait for each other, and a transaction is a writer
   * from its beginning, because SQLite refuses at once, however long the time-out, the one that
   * first reads and then wants to write what another has written meanwhile. What a crash of the
   * machine would lose is lost anyway. All else is as SQLite has it by default, foreign keys
   * included, which it does not check.
   */
  static final Map<String, String> PARAMETERS =
      Map.of(
          "journal_mode",
          "WAL",
          "synchronous",
          "OFF",
          "busy_timeout",
          "10000",
          "transaction_mode",
          "IMMEDIATE",
          "open_mode",
          EXISTING_FILE);

  /** What our own connections are opened with, beyond {@code open_mode}. */
  private static final Map<String, String> OWN =
      Map.of("busy_timeout", "2000", "synchronous", "OFF", "open_mode", EXISTING_FILE);

  private static final String URL = "jdbc:sqlite:";

  /** Takes the usual parameters, with others put in their place or added. */
  static Connector with(Map<String, String> others) {
    Map<String, String> all = new LinkedHashMap<>(PARAMETERS);
    all.putAll(others);
    return new Connector(all);
  }

  /** Takes other transactions: those of tools that migrate begin some long before they write. */
  Connector withDeferredTransactions() {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.put("transaction_mode", "DEFERRED");
    return new Connector(all);
  }

  String url(Path file) {
    return URL
        + file
        + parameters.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("&", "?", ""));
  }

  FileConnection open(Path file) throws SQLException {
    String url = url(file);
    return new FileConnection(url, url.substring(URL.length()), new Properties());
  }

  DataSource dataSource(Path file) {
    return new FileDataSource(this, file);
  }

  /** Opens a connection for our own purposes to a file that is there. */
  static FileConnection openOwn(Path file) throws SQLException {
    return new Connector(OWN).open(file);
  }

  /** Makes an empty database. */
  static FileConnection create(Path file) throws SQLException {
    return new Connector(
            Map.of("busy_timeout", "2000", "journal_mode", "WAL", "synchronous", "OFF"))
        .open(file);
  }

  /** Opens new connections to one file. */
  private static final class FileDataSource extends SQLiteDataSource {

    private final Connector connector;
    private final Path file;

    FileDataSource(Connector connector, Path file) {
      this.connector = connector;
      this.file = file;
      setUrl(connector.url(file));
    }

    @Override
    public Connection getConnection() throws SQLException {
      return connector.open(file);
    }
  }
}
