package dev.pristine.mariadb;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.MariaDbDataSource;

/**
 * Where a server is, and how its databases are reached.
 *
 * @param scheme what URLs for people begin with: {@code jdbc:mariadb:} or {@code jdbc:mysql:}
 * @param hosts what stands between {@code //} and the database's name
 * @param parameters what stood in the URL behind the question mark, without user and password
 * @param quiet parameters that are not shown in URLs: secrets
 */
record Address(
    String scheme, String hosts, Map<String, String> parameters, Map<String, String> quiet) {

  private static final String SCHEME = "jdbc:mariadb:";

  /** What is understood by every server is left to the driver; this finds the parts. */
  private static final Pattern URL =
      Pattern.compile("(jdbc:(?:mariadb|mysql):)//([^/?]+)(?:/([^?]*))?(?:\\?(.*))?");

  /** Who stands in a URL. */
  record Parsed(Address address, @Nullable String user, @Nullable String password) {}

  static Address ofEmbedded(String host, int port) {
    return new Address(SCHEME, host + ":" + port, Map.of(), Map.of("sslMode", "disable"));
  }

  static Parsed parse(String url) throws SQLException {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw new SQLException(
          "Not a URL of one server: write jdbc:mariadb://host:port/, without a mode such as replication:",
          "08001");
    }
    Map<String, String> parameters = new TreeMap<>();
    Map<String, String> secrets = new TreeMap<>();
    String user = null;
    String password = null;
    String query = matcher.group(4) == null ? "" : matcher.group(4);
    for (String parameter : query.split("&")) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      String value = equals < 0 ? "" : parameter.substring(equals + 1);
      switch (name) {
        case "" -> {
          // Two ampersands, or nothing at all.
        }
        case "user" -> user = value;
        case "password" -> password = value;
        default -> {
          boolean secret = name.toLowerCase(Locale.ROOT).contains("password");
          (secret ? secrets : parameters).put(name, value);
        }
      }
    }
    Address address = new Address(matcher.group(1), matcher.group(2), parameters, secrets);
    if (Configuration.parse(address.driverUrl("", Map.of())) == null) {
      throw new SQLException("Not a URL that the MariaDB driver understands", "08001");
    }
    return new Parsed(address, user, password);
  }

  /** Returns the same with parameters that it does not have yet. */
  Address with(Map<String, String> defaults) {
    Map<String, String> all = new TreeMap<>(defaults);
    all.putAll(parameters);
    return new Address(scheme, hosts, all, quiet);
  }

  String url(String database) {
    return scheme + "//" + hosts + "/" + database + query(parameters);
  }

  /**
   * Returns what opens a new connection each time.
   *
   * @param database empty for none
   * @param others more parameters of the driver
   */
  MariaDbDataSource dataSource(
      String database, String user, String password, Map<String, String> others)
      throws SQLException {
    MariaDbDataSource dataSource = new MariaDbDataSource(driverUrl(database, others));
    dataSource.setUser(user);
    dataSource.setPassword(password);
    return dataSource;
  }

  /** Returns a command that looks into a database; it asks for the password. */
  String clientCommand(String program, String database, String user) {
    String first = hosts.split(",")[0];
    int colon = first.lastIndexOf(':');
    boolean port = colon > 0 && first.substring(colon + 1).matches("[0-9]+");
    return "%s -h %s -P %s -u %s -p %s"
        .formatted(
            program,
            Shell.quote(port ? first.substring(0, colon) : first),
            port ? first.substring(colon + 1) : "3306",
            Shell.quote(user),
            Shell.quote(database));
  }

  private String driverUrl(String database, Map<String, String> others) {
    Map<String, String> all = new TreeMap<>(parameters);
    all.putAll(quiet);
    all.putAll(others);
    return SCHEME + "//" + hosts + "/" + database + query(all);
  }

  private static String query(Map<String, String> parameters) {
    return parameters.isEmpty()
        ? ""
        : parameters.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("&", "?", ""));
  }
}
