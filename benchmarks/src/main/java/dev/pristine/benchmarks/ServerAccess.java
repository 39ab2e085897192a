package dev.pristine.benchmarks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the server is that all measure on, and who administers it.
 *
 * @param hosts host and port
 * @param user a superuser
 * @param password the superuser's password
 */
record ServerAccess(String hosts, String user, String password) {

  /** What all databases are named like that are made here, by hand. */
  static final String PREFIX = "bench_";

  /** Reads where the server is from the address of one of its databases. */
  static ServerAccess of(String jdbcUrl, String user, String password) {
    String hosts = jdbcUrl.replaceFirst("^jdbc:postgresql://", "").replaceFirst("/.*$", "");
    return new ServerAccess(hosts, user, password);
  }

  /** Returns what opens a new connection each time, as fast as the driver can. */
  PGSimpleDataSource dataSource(String database) throws SQLException {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(url(database));
    dataSource.setUser(user);
    dataSource.setPassword(password);
    return dataSource;
  }

  String url(String database) {
    return "jdbc:postgresql://" + hosts + "/" + database + "?sslmode=disable&gssEncMode=disable";
  }

  Connection connect(String database) throws SQLException {
    return dataSource(database).getConnection();
  }

  /** Drops all databases whose names begin like this. */
  void dropAll(String prefix) throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      String like = prefix.replace("_", "\\_") + "%";
      for (String name :
          texts(statement, "SELECT datname FROM pg_database WHERE datname LIKE '" + like + "'")) {
        statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      }
    }
  }

  static List<String> texts(Statement statement, String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "ServerAccess[" + user + "@" + hosts + "]";
  }
}
