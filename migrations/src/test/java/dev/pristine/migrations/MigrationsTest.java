package dev.pristine.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.Migration;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MigrationsTest {

  @TempDir Path temporary;

  private Path write(String name, String text) throws IOException {
    Path file = temporary.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Nested
  class EqualArguments {

    @Test
    void makeEqualMigrations() {
      for (Callable<Migration> maker : makers()) {
        assertThat(call(maker)).isEqualTo(call(maker)).hasSameHashCodeAs(call(maker));
      }
    }

    @Test
    void andDifferentOnesDifferentMigrations() {
      List<Migration> all = new ArrayList<>();
      makers().forEach(maker -> all.add(call(maker)));

      assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    void nameTheMigrationInMessages() {
      assertThat(makers().stream().map(EqualArguments.this::call).map(String::valueOf))
          .containsExactly(
              "db/x",
              "db/y",
              "db/x",
              "db/x, db/y",
              "classpath:a",
              "classpath:db/migration",
              "db/x.xml",
              "db/x.xml",
              "alembic upgrade head",
              "alembic upgrade head",
              "callback v1",
              "callback v2",
              "b.sql on top of a.sql on top of db/x",
              "a.sql on top of b.sql on top of db/x",
              "callback v1 on top of db/x");
    }

    private List<Callable<Migration>> makers() {
      return List.of(
          () -> Migrations.at("db/x"),
          () -> Migrations.at("db/y"),
          () -> Migrations.sql("db/x"),
          () -> Migrations.sql("db/x", "db/y"),
          () -> Migrations.flyway(Map.of("flyway.locations", "classpath:a")),
          () -> Migrations.flyway(Map.of()),
          () -> Migrations.liquibase("db/x.xml", Map.of()),
          () -> Migrations.liquibase("db/x.xml", Map.of("a", "b")),
          () -> Migrations.command(List.of("alembic", "upgrade", "head"), List.of(Path.of("a"))),
          () ->
              Migrations.command(
                  Path.of("x"), List.of("alembic", "upgrade", "head"), List.of(Path.of("a"))),
          () -> Migrations.callback("v1", target -> {}),
          () -> Migrations.callback("v2", target -> {}),
          () -> Migrations.withFixtures(Migrations.at("db/x"), "a.sql", "b.sql"),
          () -> Migrations.withFixtures(Migrations.at("db/x"), "b.sql", "a.sql"),
          () ->
              Migrations.withFixture(
                  Migrations.at("db/x"), Migrations.callback("v1", target -> {})));
    }

    private Migration call(Callable<Migration> maker) {
      try {
        return maker.call();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  @Nested
  class ACallback {

    @Test
    void migratesWithItsCallersFingerprint() throws Exception {
      Migration.Target target = TestServer.newDatabase();
      Migration migration =
          Migrations.callback(
              "v1",
              its -> {
                try (var connection = its.dataSource().getConnection();
                    var statement = connection.createStatement()) {
                  statement.execute("CREATE TABLE by_callback (i int)");
                }
              });

      migration.apply(target);

      assertThat(Databases.tables(target)).containsExactly("by_callback");
      assertThat(migration.fingerprint())
          .isNotEqualTo(Migrations.callback("v2", its -> {}).fingerprint());
    }
  }

  /** In a class loader that has this module and core, and nothing optional. */
  @Nested
  class WithoutTheOptionalDependencies {

    @ParameterizedTest
    @CsvSource({
      "V1__a.sql, Flyway, 'org.flywaydb:flyway-core], and for PostgreSQL [org.flywaydb:flyway-database-postgresql'",
      "changelog.xml, Liquibase, 'org.liquibase:liquibase-core'"
    })
    void theOneThatIsMissingIsNamed(String name, String tool, String dependency) throws Exception {
      write("db/" + name, "");
      String place = temporary.resolve("db").toString();
      String located = tool.equals("Flyway") ? "filesystem:" + place : place + "/" + name;

      assertThatThrownBy(() -> fingerprintAlone(place))
          .hasRootCauseMessage(
              "The migrations [%s] need %s, which is not on the class path. Add the dependency [%s]."
                  .formatted(located, tool, dependency));
    }

    @Test
    void plainSqlNeedsNoneOfThem() throws Exception {
      write("db/1.sql", "SELECT 1");
      String place = temporary.resolve("db").toString();

      assertThat(fingerprintAlone(place)).isEqualTo(Migrations.at(place).fingerprint());
    }

    private Object fingerprintAlone(String place) throws Exception {
      List<URL> urls = new ArrayList<>();
      for (Class<?> type : List.of(Migrations.class, Migration.class)) {
        urls.add(type.getProtectionDomain().getCodeSource().getLocation());
      }
      try (URLClassLoader alone =
          new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
        Class<?> migrations = alone.loadClass(Migrations.class.getName());
        // Groovy and others look at all methods, so none may mention an optional class.
        assertThat(Stream.of(migrations.getDeclaredMethods())).isNotEmpty();
        Object migration = migrations.getMethod("at", String.class).invoke(null, place);
        return alone
            .loadClass(Migration.class.getName())
            .getMethod("fingerprint")
            .invoke(migration);
      }
    }
  }
}
