package dev.pristine.migrations;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.OpenFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Empty databases for this module's tests, on an embedded server of their own. */
final class TestServer {

  private static final Pristine PRISTINE = open();

  private TestServer() {}

  /** Makes an empty database, owned by a role that is no superuser; it goes with the process. */
  static Migration.Target newDatabase() {
    return newDatabase(new Nothing());
  }

  /** Makes a database that a migration made; it goes with the process. */
  static Migration.Target newDatabase(Migration migration) {
    return new Acquired(PRISTINE.acquire(migration, Isolation.CLONE, "a test of migrations"));
  }

  private static Pristine open() {
    try {
      OpenFolder cache = OpenFolder.create();
      Pristine pristine =
          Pristine.open(
              Settings.builder().cache(cache.path()).connections(1).project("migrations").build());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(pristine, cache)));
      return pristine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Pristine pristine, OpenFolder cache) {
    try (cache) {
      pristine.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves a database as it is. */
  private record Nothing() implements Migration {
    @Override
    public String fingerprint() {
      return "nothing";
    }

    @Override
    public void apply(Target target) {}
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
