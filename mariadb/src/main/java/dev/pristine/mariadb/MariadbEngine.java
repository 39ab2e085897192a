package dev.pristine.mariadb;

import dev.pristine.mariadb.MariadbServer.Opening;
import dev.pristine.spi.Ability;
import dev.pristine.spi.Engine;
import dev.pristine.spi.Server;
import dev.pristine.spi.ServerRequest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The engine for MariaDB and MySQL. Public only so that {@link java.util.ServiceLoader} can make
 * it; use {@code dev.pristine.Pristine}.
 */
public final class MariadbEngine implements Engine {

  /** Made by {@link java.util.ServiceLoader}. */
  public MariadbEngine() {}

  @Override
  public String name() {
    return "mariadb";
  }

  @Override
  public Map<Ability, String> abilities() {
    return Map.ofEntries(
        Map.entry(Ability.EMBEDDED, "`embedded:mariadb`, on Linux on x86-64"),
        Map.entry(Ability.EXISTING, "MariaDB 10.11 and later, MySQL 8.0, by its JDBC URL"),
        Map.entry(Ability.CLONE, "sends all definitions and `INSERT … SELECT` as one message"),
        Map.entry(
            Ability.REWIND,
            "reads the binary log, on MariaDB user statistics too; refills tables from the template, on MySQL 8.0 by key"),
        Map.entry(Ability.CHANGES, "rows, `AUTO_INCREMENT` and sequences, that the schema changed"),
        Map.entry(Ability.NUMBERS, "`AUTO_INCREMENT` and sequences"),
        Map.entry(Ability.ENDS_SESSIONS, "yes"),
        Map.entry(Ability.OWN_ROLE, "yes, where ours may create accounts"),
        Map.entry(Ability.SEATS, "yes, among all processes"),
        Map.entry(
            Ability.TEMPLATES_STAY,
            "yes; those with rows of `MEMORY` tables until the server ends"),
        Map.entry(Ability.SHARED, "accounts, global variables"),
        Map.entry(Ability.NOT, "MySQL 5.7 and older, which are refused"));
  }

  /** What the server is, it tells itself: many write a URL of MySQL for a MariaDB. */
  @Override
  public boolean recognises(String server) {
    return server.startsWith("jdbc:mariadb:")
        || server.startsWith("jdbc:mysql:")
        || EmbeddedMariadb.recognises(server);
  }

  @Override
  public Server open(ServerRequest request) throws SQLException {
    return EmbeddedMariadb.recognises(request.server())
        ? EmbeddedMariadb.open(request)
        : openExisting(request);
  }

  @Override
  public Optional<Server> join(ServerRequest request) throws SQLException {
    return EmbeddedMariadb.recognises(request.server())
        ? EmbeddedMariadb.join(request)
        : Optional.of(openExisting(request));
  }

  @Override
  public void purge(ServerRequest request) throws SQLException {
    if (EmbeddedMariadb.recognises(request.server())) {
      EmbeddedMariadb.find(request).purge();
    }
  }

  private static Server openExisting(ServerRequest request) throws SQLException {
    Address.Parsed parsed = Address.parse(request.server());
    String user = request.user() != null ? request.user() : parsed.user();
    if (user == null) {
      throw new SQLException("No user is set: write pristine.user, or user= into the URL", "28000");
    }
    String password = request.password() != null ? request.password() : parsed.password();
    Login administrator = new Login(user, Objects.requireNonNullElse(password, ""));
    Address address = parsed.address();
    return MariadbServer.open(
        new Opening(
            address,
            administrator,
            null,
            request.administratorRole(),
            request.freeIds(),
            request.project(),
            (program, place) -> address.clientCommand(program, place, administrator.user()),
            List.of(),
            MariadbServer::disconnect));
  }
}
