package dev.pristine.migrations;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pristine.Migration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The variables that tell a program where its database is. */
record CommandEnvironment(Map<String, String> variables, String password) {

  private static final Pattern POSTGRESQL =
      Pattern.compile("jdbc:postgresql:(?://([^/?]*)/)?([^?]*)(?:\\?(.*))?");

  private static final Pattern SQLITE = Pattern.compile("jdbc:sqlite:([^?]*)(?:\\?.*)?");

  private static final Pattern HOST_AND_PORT =
      Pattern.compile("(\\[[^\\]]*\\]|[^:]*)(?::([0-9]+))?");

  private static final Pattern SSL_MODE = Pattern.compile("(?:^|&)sslmode=([a-z-]+)");

  /** What would lead the program elsewhere if it were inherited: to a developer's own database. */
  private static final List<String> ADDRESSES =
      List.of(
          "DATABASE_URL",
          "JDBC_DATABASE_URL",
          "DATABASE_USER",
          "DATABASE_PASSWORD",
          "DATABASE_FILE",
          "PGHOST",
          "PGHOSTADDR",
          "PGPORT",
          "PGDATABASE",
          "PGUSER",
          "PGPASSWORD",
          "PGPASSFILE",
          "PGSERVICE",
          "PGSERVICEFILE",
          "PGSSLMODE",
          "PGTARGETSESSIONATTRS");

  static CommandEnvironment of(Migration.Target target) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("JDBC_DATABASE_URL", target.jdbcUrl());
    variables.put("DATABASE_USER", target.user());
    variables.put("DATABASE_PASSWORD", target.password());
    Matcher url = POSTGRESQL.matcher(target.jdbcUrl());
    if (url.matches()) {
      addPostgresql(variables, url, target);
    }
    Matcher file = SQLITE.matcher(target.jdbcUrl());
    if (file.matches()) {
      variables.put("DATABASE_FILE", file.group(1));
      // Three slashes and an absolute path: what most drivers and frameworks take.
      variables.put("DATABASE_URL", "sqlite:///" + encodedPath(file.group(1)));
    }
    return new CommandEnvironment(variables, target.password());
  }

  /** Writes the address as PostgreSQL's own programs and most drivers take it. */
  private static void addPostgresql(
      Map<String, String> variables, Matcher url, Migration.Target target) {
    String hosts = url.group(1) == null || url.group(1).isEmpty() ? "localhost" : url.group(1);
    StringBuilder names = new StringBuilder();
    StringBuilder ports = new StringBuilder();
    StringBuilder addresses = new StringBuilder();
    String separator = "";
    for (String host : hosts.split(",", -1)) {
      Matcher parts = HOST_AND_PORT.matcher(host);
      String name = parts.matches() ? parts.group(1) : host;
      String port = parts.matches() && parts.group(2) != null ? parts.group(2) : "5432";
      names.append(separator).append(name.replaceAll("[\\[\\]]", ""));
      ports.append(separator).append(port);
      addresses.append(separator).append(name).append(':').append(port);
      separator = ",";
    }
    // The database's name is percent-encoded in JDBC's URL already, if it needs to be.
    String database = url.group(2);
    StringBuilder address =
        new StringBuilder("postgresql://")
            .append(encoded(target.user()))
            .append(target.password().isEmpty() ? "" : ":" + encoded(target.password()))
            .append("@%s/%s".formatted(addresses, database));
    Matcher sslMode = SSL_MODE.matcher(url.group(3) == null ? "" : url.group(3));
    if (sslMode.find()) {
      variables.put("PGSSLMODE", sslMode.group(1));
      address.append("?sslmode=").append(sslMode.group(1));
    }
    variables.put("DATABASE_URL", address.toString());
    variables.put("PGHOST", names.toString());
    variables.put("PGPORT", ports.toString());
    variables.put("PGDATABASE", java.net.URLDecoder.decode(database, UTF_8));
    variables.put("PGUSER", target.user());
    variables.put("PGPASSWORD", target.password());
  }

  private static String encodedPath(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(CommandEnvironment::encoded)
        .collect(Collectors.joining("/"));
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0;
      encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return encoded.toString();
  }

  /** Changes an environment to lead to the database and nowhere else. */
  void putInto(Map<String, String> environment) {
    ADDRESSES.forEach(environment::remove);
    environment.putAll(variables);
  }

  /** Strikes the password out of a text, also as it stands in the address. */
  String masked(String text) {
    return SqlFailure.masked(SqlFailure.masked(text, password), encoded(password));
  }
}
