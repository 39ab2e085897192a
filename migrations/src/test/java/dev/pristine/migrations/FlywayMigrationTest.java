package dev.pristine.migrations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlywayMigrationTest {

  @TempDir Path temporary;

  private Path write(String name, String text) throws IOException {
    Path file = temporary.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private String location() {
    return "filesystem:" + temporary.resolve("db");
  }

  private Migration migration(String... properties) {
    Map<String, String> all = new java.util.HashMap<>(Map.of("flyway.locations", location()));
    for (int i = 0; i < properties.length; i += 2) {
      all.put(properties[i], properties[i + 1]);
    }
    return Migrations.flyway(all);
  }

  private String failure(Migration migration, Migration.Target target) {
    try {
      migration.apply(target);
    } catch (MigrationException e) {
      return String.valueOf(e.getMessage()).replace(temporary.toString(), "");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("It did not fail");
  }

  @Test
  void versionedAndRepeatableMigrationsAreRunWithTheirSettings() throws Exception {
    write("db/V2__index.sql", "CREATE INDEX CONCURRENTLY ponies_name ON ponies (name);");
    write("db/V2__index.sql.conf", "executeInTransaction=false");
    write("db/V1__create.sql", "CREATE TABLE ponies (name text DEFAULT '${breed}');");
    write("db/R__view.sql", "CREATE VIEW names AS SELECT name FROM ponies;");
    write("db/afterMigrate.sql", "INSERT INTO ponies DEFAULT VALUES;");
    Migration.Target target = TestServer.newDatabase();

    migration("flyway.placeholders.breed", "Shetland").apply(target);

    assertThat(Databases.query(target, "SELECT name FROM names")).containsExactly("Shetland");
    assertThat(
            Databases.query(
                target, "SELECT script FROM flyway_schema_history ORDER BY installed_rank"))
        .containsExactly("V1__create.sql", "V2__index.sql", "R__view.sql");
    await().untilAsserted(() -> assertThat(Databases.sessions(target)).isZero());
  }

  @Test
  void migrationsInJavaAreRunAndPartOfTheFingerprint() throws Exception {
    Path one = compiled("one", "CREATE TABLE one (i int)");
    Path two = compiled("two", "CREATE TABLE two (i int)");
    Migration.Target target = TestServer.newDatabase();

    String fingerprintOfOne =
        ClassPaths.with(
            List.of(one),
            () -> {
              Migration migration = Migrations.at("classpath:db/java");
              migration.apply(target);
              return migration.fingerprint();
            });
    String fingerprintOfTwo =
        ClassPaths.with(List.of(two), () -> Migrations.at("classpath:db/java").fingerprint());

    assertThat(Databases.tables(target)).containsExactly("flyway_schema_history", "one");
    assertThat(fingerprintOfOne).isNotEqualTo(fingerprintOfTwo);
  }

  /** Compiles a migration and returns the class path that it is on. */
  private Path compiled(String folder, String sql) throws IOException {
    Path source =
        write(
            folder + "/source/V1__Java.java",
            """
            package db.java;
            public class V1__Java extends org.flywaydb.core.api.migration.BaseJavaMigration {
              @Override
              public void migrate(org.flywaydb.core.api.migration.Context context) throws Exception {
                try (var statement = context.getConnection().createStatement()) {
                  statement.execute("%s");
                }
              }
            }
            """
                .formatted(sql));
    Path classes = Files.createDirectories(temporary.resolve(folder + "/classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    int exitCode =
        compiler.run(
            null,
            output,
            output,
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path")
                + java.io.File.pathSeparator
                + org.flywaydb.core.Flyway.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath(),
            "-d",
            classes.toString(),
            source.toString());
    assertThat(exitCode).as(output.toString(UTF_8)).isZero();
    return classes;
  }

  @Test
  void aFailureIsToldAsThatOfAnSqlFile() throws IOException {
    write("db/V1__create.sql", "CREATE TABLE ponies (name text);");
    write(
        "db/V2__broken.sql",
        "-- an index\n\nCREATE INDEX ponies_name\n  ON ponies (lower(nmae))\n;\nSELECT 1;\n");

    assertThat(failure(migration(), TestServer.newDatabase()))
        .isEqualTo(
            """
            The migration [filesystem:/db] failed in [V2__broken.sql], line 4: ERROR: column "nmae" does not exist (SQLState 42703).
            Statement from line 3: CREATE INDEX ponies_name ON ponies (lower(nmae))
            Hint: Perhaps you meant to reference the column "ponies.name".
            Nothing of it was kept.""");
  }

  @Test
  void aFileThatLeavesItsDatabaseIsRefusedBeforeAnythingIsRun() throws IOException {
    write("db/V1__create.sql", "CREATE TABLE ponies (name text);");
    write("db/V2__away.sql", "SELECT 1;\nCREATE DATABASE other;");
    write("db/U2__away.sql", "DROP DATABASE other;");
    Migration.Target target = TestServer.newDatabase();

    assertThat(failure(migration(), target))
        .isEqualTo(
            "The file [/db/V2__away.sql], line 2, leaves its database: [CREATE DATABASE other]. Remove it: Pristine makes the databases. Nothing was run.");
    assertThat(Databases.tables(target)).isEmpty();
  }

  @Test
  void aFailureOfFlywaysOwnIsToldInItsWords() throws IOException {
    write("db/V1__one.sql", "SELECT 1;");
    write("db/V1__two.sql", "SELECT 1;");

    // Flyway names them in the order in which the file system lists them.
    assertThat(failure(migration(), TestServer.newDatabase()))
        .isIn(twoOfOneVersion("one", "two"), twoOfOneVersion("two", "one"));
  }

  private static String twoOfOneVersion(String first, String second) {
    return """
        The migration [filesystem:/db] failed: Found more than one migration with version 1
        Offenders:
        -> /db/V1__%s.sql (SQL)
        -> /db/V1__%s.sql (SQL)
        Nothing of it was kept."""
        .formatted(first, second);
  }

  @Test
  void aMissingPlaceholderIsTold() throws IOException {
    write("db/V1__one.sql", "SELECT '${breed}';");

    assertThat(failure(migration(), TestServer.newDatabase()))
        .startsWith("The migration [filesystem:/db] failed: ")
        .contains("No value provided for placeholder: ${breed}")
        .endsWith("\nNothing of it was kept.");
  }

  @Test
  void theFingerprintHoldsEverythingThatDecides() throws IOException {
    write("db/V1__a.sql", "SELECT 1;");
    List<String> fingerprints = new ArrayList<>();
    fingerprints.add(migration().fingerprint());
    fingerprints.add(migration("flyway.placeholders.a", "b").fingerprint());
    fingerprints.add(migration("flyway.schemas", "other").fingerprint());
    write("db/V1__a.sql.conf", "executeInTransaction=false");
    fingerprints.add(migration().fingerprint());
    write("db/V2__b.sql", "SELECT 2;");
    fingerprints.add(migration().fingerprint());
    write("callbacks/afterMigrate.sql", "SELECT 1;");
    String callbacks = "filesystem:" + temporary.resolve("callbacks");
    fingerprints.add(migration("flyway.callbackLocations", callbacks).fingerprint());
    write("callbacks/afterMigrate.sql", "SELECT 2;");
    fingerprints.add(migration("flyway.callbackLocations", callbacks).fingerprint());

    assertThat(fingerprints).doesNotHaveDuplicates();
  }

  @Test
  void aPatternIsEverythingThatItCanMean() throws IOException {
    write("db/one/sql/V1__a.sql", "SELECT 1;");
    Migration migration = migration("flyway.locations", location() + "/*/sql");
    String first = migration.fingerprint();
    write("db/two/sql/V2__b.sql", "SELECT 1;");

    assertThat(migration.fingerprint()).isNotEqualTo(first);
  }

  @Test
  void aMissingFolderIsRefusedWhichFlywayWouldPassOver() {
    assertThatThrownBy(() -> migration().fingerprint())
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "The migrations [%s] are not there. Looked for [%s]. Put them there, or name another place.",
            location(), temporary.resolve("db"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"flyway.url", "flyway.password", "flyway.environments.test.url"})
  void aDatabaseOfItsOwnIsRefused(String property) {
    assertThatThrownBy(() -> Migrations.flyway(Map.of(property, "x")))
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "Flyway's property [%s] cannot be set: Pristine makes the database, and tells Flyway where it is.",
            property);
  }

  @Test
  void aPropertyOfSomethingElseIsRefused() {
    assertThatThrownBy(() -> Migrations.flyway(Map.of("spring.flyway.locations", "x")))
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "[spring.flyway.locations] is no property of Flyway: their names begin with flyway.");
  }

  @Test
  void severalTemplatesAreBuiltAtOnce() throws Exception {
    for (int i = 0; i < 6; i++) {
      write(
          "many/%d/V1__a.sql".formatted(i),
          "CREATE TABLE t%d (a text DEFAULT '${n}');".formatted(i));
      write("many/%d/V2__b.sql".formatted(i), "INSERT INTO t%d DEFAULT VALUES;".formatted(i));
    }
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<List<String>>> results = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String number = Integer.toString(i);
        Migration migration =
            migration(
                "flyway.locations",
                "filesystem:" + temporary.resolve("many/" + number),
                "flyway.placeholders.n",
                number);
        results.add(
            threads.submit(
                () -> {
                  Migration.Target target = TestServer.newDatabase();
                  migration.apply(target);
                  return Databases.query(target, "SELECT a FROM t" + number);
                }));
      }
      for (int i = 0; i < 6; i++) {
        assertThat(results.get(i).get()).containsExactly(Integer.toString(i));
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
