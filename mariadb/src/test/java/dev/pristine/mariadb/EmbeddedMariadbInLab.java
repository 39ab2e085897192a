package dev.pristine.mariadb;

import dev.pristine.embedded.Endpoint;
import dev.pristine.embedded.ServerUnderTest;
import dev.pristine.embedded.Software;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** MariaDB, for the trials that every embedded server passes. */
final class EmbeddedMariadbInLab implements ServerUnderTest {

  @Override
  public String text() {
    return "embedded:mariadb";
  }

  @Override
  public Software software(Map<String, String> settings) throws SQLException {
    return EmbeddedMariadb.software(text(), settings);
  }

  @Override
  public Connection connect(Endpoint endpoint) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://%s:%d/?sslMode=disable".formatted(endpoint.host(), endpoint.port()),
        endpoint.user(),
        endpoint.password());
  }

  @Override
  public String takePart() {
    return "SELECT GET_LOCK(CONCAT('guest-', CONNECTION_ID()), 0)";
  }

  @Override
  public String partNoMore() {
    return "SELECT RELEASE_ALL_LOCKS()";
  }

  @Override
  public String others() {
    return "SELECT COUNT(*) FROM information_schema.processlist WHERE id <> CONNECTION_ID()"
        + " AND IS_USED_LOCK(CONCAT('guest-', id)) IS NOT NULL";
  }

  @Override
  public String templates() {
    return "SELECT schema_name FROM information_schema.schemata"
        + " WHERE schema_name LIKE 'template\\_of\\_%'";
  }

  @Override
  public String program() {
    return "bin/mariadbd";
  }

  @Override
  public String vitalFile() {
    return "ibdata1";
  }

  @Override
  public String processFile() {
    return "mariadbd.pid";
  }
}
