package dev.pristine.postgresql;

import dev.pristine.embedded.Endpoint;
import dev.pristine.embedded.ServerUnderTest;
import dev.pristine.embedded.Software;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** PostgreSQL, for the trials that every embedded server passes. */
final class PostgresInLab implements ServerUnderTest {

  @Override
  public String text() {
    return "embedded:postgresql";
  }

  @Override
  public Software software(Map<String, String> settings) throws SQLException {
    return EmbeddedPostgres.software(text(), settings);
  }

  @Override
  public Connection connect(Endpoint endpoint) throws SQLException {
    return Address.ofEmbedded(endpoint.host(), endpoint.port())
        .dataSource("postgres", endpoint.user(), endpoint.password())
        .getConnection();
  }

  @Override
  public String takePart() {
    return "SELECT pg_advisory_lock_shared(42)";
  }

  @Override
  public String partNoMore() {
    return "SELECT pg_advisory_unlock_all()";
  }

  @Override
  public String others() {
    return "SELECT count(*) FROM pg_locks"
        + " WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()";
  }

  @Override
  public String templates() {
    return "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_of\\_%'";
  }

  @Override
  public String program() {
    return "bin/postgres";
  }

  @Override
  public String vitalFile() {
    return "global/pg_control";
  }

  @Override
  public String processFile() {
    return "postmaster.pid";
  }
}
