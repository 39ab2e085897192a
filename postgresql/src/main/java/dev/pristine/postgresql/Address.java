package dev.pristine.postgresql;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a server is, and how its databases are reached.
 *
 * @param hosts host and port, or several of them separated by commas
 * @param parameters what stood in the URL behind the question mark, without user and password
 * @param quiet parameters that are not shown in URLs: secrets, and our own that spare round trips
 */
record Address(String hosts, Map<String, String> parameters, Map<String, String> quiet) {

  private static final Set<String> NOT_KEPT =
      Set.of("user", "password", "PGHOST", "PGPORT", "PGDBNAME", "ApplicationName");

  /** Who stands in a URL. */
  record Parsed(Address address, @Nullable String user, @Nullable String password) {}

  static Address ofEmbedded(String host, int port) {
    return new Address(
        host + ":" + port, Map.of(), Map.of("sslmode", "disable", "gssEncMode", "disable"));
  }

  static Parsed parse(String url) throws SQLException {
    Properties properties = Driver.parseURL(url, null);
    if (properties == null) {
      throw new SQLException(
          "Not a URL that the PostgreSQL driver understands: write jdbc:postgresql://host:port/postgres",
          "08001");
    }
    String[] hosts = properties.getProperty("PGHOST", "localhost").split(",");
    String[] ports = properties.getProperty("PGPORT", "5432").split(",");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < hosts.length; i++) {
      text.append(i == 0 ? "" : ",").append(hosts[i]).append(':');
      text.append(ports[Math.min(i, ports.length - 1)]);
    }
    Map<String, String> parameters = new TreeMap<>();
    Map<String, String> secrets = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      if (!NOT_KEPT.contains(name)) {
        boolean secret = name.toLowerCase(Locale.ROOT).contains("password");
        (secret ? secrets : parameters).put(name, properties.getProperty(name));
      }
    }
    return new Parsed(
        new Address(text.toString(), parameters, secrets),
        properties.getProperty("user"),
        properties.getProperty("password"));
  }

  String url(String database) {
    return "jdbc:postgresql://" + hosts + "/" + database + query();
  }

  /** Returns what opens a new connection each time. */
  PGSimpleDataSource dataSource(String database, String user, String password) throws SQLException {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(url(database));
    dataSource.setUser(user);
    dataSource.setPassword(password);
    // So that the driver's own settings come with the start of a session: a reset keeps them.
    dataSource.setAssumeMinServerVersion("12");
    for (Map.Entry<String, String> parameter : quiet.entrySet()) {
      dataSource.setProperty(parameter.getKey(), parameter.getValue());
    }
    return dataSource;
  }

  /** Returns a command that looks into a database; it asks for the password if there is one. */
  String clientCommand(String database, String user) {
    String first = hosts.split(",")[0];
    int colon = first.lastIndexOf(':');
    return "psql -h %s -p %s -U %s -d %s"
        .formatted(
            Shell.quote(first.substring(0, colon)),
            first.substring(colon + 1),
            Shell.quote(user),
            Shell.quote(database));
  }

  private String query() {
    return parameters.isEmpty()
        ? ""
        : parameters.entrySet().stream()
            .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
            .collect(Collectors.joining("&", "?", ""));
  }

  private static String encode(String text) {
    return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
  }
}
