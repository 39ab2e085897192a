package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.Status;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.OpenFolder;
import dev.pristine.enginetests.SchemaMigration;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of tests, one after the other, on an embedded server. */
class EmbeddedMariadbRunsTest {

  @TempDir Path folder;

  @Test
  void theNextRunFindsTheTemplateAndNoCopies() throws Exception {
    SchemaMigration migration =
        new SchemaMigration("runs", MariadbUnderTest.SCHEMA, folder.resolve("runs"));
    try (OpenFolder cache = OpenFolder.create()) {
      Settings settings =
          Settings.builder().server("embedded:mariadb").cache(cache.path()).project("runs").build();
      try (Pristine pristine = Pristine.open(settings);
          TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "first");
          Connection connection = database.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO ponies (name) VALUES ('Willow')");
      }
      try (Pristine pristine = Pristine.open(settings)) {
        assertThat(pristine.status().databases())
            .extracting(Status.Database::kind)
            .containsExactly(Status.Kind.TEMPLATE);
        try (TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "second");
            Connection connection = database.dataSource().getConnection();
            Statement statement = connection.createStatement()) {
          assertThat(TestServer.rows(statement, "SELECT name FROM ponies")).containsExactly("Seed");
        }
      }
      assertThat(migration.runs()).isEqualTo(1);
    }
  }
}
