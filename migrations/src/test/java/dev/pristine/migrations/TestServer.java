package dev.pristine.migrations;

import dev.pristine.Migration;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.EmptyDatabases;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Empty databases for this module's tests, on an embedded server of their own. */
final class TestServer {

  private static final EmptyDatabases DATABASES = new EmptyDatabases("migrations", 1);

  private TestServer() {}

  /** Makes an empty database, owned by a role that is no superuser; it goes with the process. */
  static Migration.Target newDatabase() {
    return new Acquired(DATABASES.make());
  }

  /** Makes a database that a migration made; it goes with the process. */
  static Migration.Target newDatabase(Migration migration) {
    return new Acquired(DATABASES.make(migration));
  }

  /** Opens a new connection each time, as core lets migrations do. */
  private record Acquired(TestDatabase database) implements Migration.Target {
    @Override
    public DataSource dataSource() {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(jdbcUrl());
      source.setUser(user());
      source.setPassword(password());
      return source;
    }

    @Override
    public String jdbcUrl() {
      return database.jdbcUrl();
    }

    @Override
    public String user() {
      return database.user();
    }

    @Override
    public String password() {
      return database.password();
    }
  }
}
