package dev.pristine.migrations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsTest {

  @TempDir Path temporary;

  private Path write(String name, String text) throws IOException {
    Path file = temporary.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** Does something while a class path of its own is the thread's. */
  static <T> T with(List<Path> classPath, Callable<T> work) throws Exception {
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      urls[i] = classPath.get(i).toUri().toURL();
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(urls, before)) {
      thread.setContextClassLoader(loader);
      return work.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private Path jar(String... names) throws IOException {
    Path jar = temporary.resolve("some library.jar");
    try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
      output.putNextEntry(new JarEntry("META-INF/"));
      output.putNextEntry(new JarEntry("META-INF/MANIFEST.MF"));
      for (String name : names) {
        output.putNextEntry(new JarEntry(name));
        if (!name.endsWith("/")) {
          output.write(("SELECT '" + name + "'").getBytes(UTF_8));
        }
      }
    }
    return jar;
  }

  @Nested
  class ALocation {

    @ParameterizedTest
    @CsvSource({
      "V1__init.sql, FlywayMigration",
      "sub/V1.2_3__init.sql, FlywayMigration",
      "R__views.sql, FlywayMigration",
      "B7__baseline.sql, FlywayMigration",
      "V2__Java.class, FlywayMigration",
      "master.xml, LiquibaseMigration",
      "db.changelog-master.yaml, LiquibaseMigration",
      "changelog.json, LiquibaseMigration",
      "V1_typing_error.sql, SqlMigration",
      "schema.sql, SqlMigration",
      "sub/changelog.xml, SqlMigration",
    })
    void choosesTheToolByTheNamesInTheFolder(String name, String kind) throws IOException {
      write("db/" + name, "");
      write("db/other.sql", "");

      assertThat(chosen("db")).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
      "anything.xml, '', LiquibaseMigration",
      "anything.yml, '', LiquibaseMigration",
      "V1__init.sql, SELECT 1, SqlMigration",
      "a.sql, '--liquibase formatted sql', LiquibaseMigration",
      "a.sql, ' \n-- Liquibase  Formatted SQL', SqlMigration",
      "a.sql, ' \n-- Liquibase Formatted SQL', LiquibaseMigration",
      "changelog.sql, '-- plain', SqlMigration",
    })
    void choosesTheToolByAFile(String name, String text, String kind) throws IOException {
      write(name, text);

      assertThat(chosen(name)).isEqualTo(kind);
    }

    private String chosen(String name) {
      LocatedMigration migration =
          (LocatedMigration) Migrations.at(temporary.resolve(name).toString());
      return migration.chosen().getClass().getSimpleName();
    }

    @Test
    void isRefusedWithSeveralChangelogs() throws IOException {
      write("changelog.xml", "");
      write("master.yaml", "");

      assertThatThrownBy(() -> Migrations.at(temporary.toString()).fingerprint())
          .isInstanceOf(MigrationException.class)
          .hasMessage(
              "The folder [%s] holds several Liquibase changelogs: [changelog.xml], [master.yaml]. Name the one that includes the others.",
              temporary);
    }

    @Test
    void isRefusedWithFormattedSqlThatNothingIncludes() throws IOException {
      write("one.sql", "--liquibase formatted sql\n");

      assertThatThrownBy(() -> Migrations.at(temporary.toString()).fingerprint())
          .isInstanceOf(MigrationException.class)
          .hasMessage(
              "The folder [%s] holds Liquibase's formatted SQL ([one.sql]), but no changelog that includes it. Name the changelog.",
              temporary);
    }

    @Test
    void isRefusedWhenItIsAFileOfAnotherKind() throws IOException {
      Path file = write("dump.gz", "");

      assertThatThrownBy(() -> Migrations.at(file.toString()).fingerprint())
          .isInstanceOf(MigrationException.class)
          .hasMessage(
              "The file [%s] is neither SQL (.sql) nor a Liquibase changelog (.xml, .yaml, .yml, .json).",
              file);
    }

    @Test
    void isRefusedWhenNothingIsThere() {
      assertThatThrownBy(() -> Migrations.at("filesystem:no/such/folder").fingerprint())
          .isInstanceOf(MigrationException.class)
          .hasMessage(
              "The migrations [filesystem:no/such/folder] are not there. Looked for [%s]. Put them there, or name another place.",
              Path.of("no/such/folder").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "classpath:", "classpath:/", "filesystem:"})
    void isRefusedWhenItNamesNothing(String text) {
      assertThatThrownBy(() -> Migrations.at(text))
          .isInstanceOf(MigrationException.class)
          .hasMessage("The location of migrations [%s] names no folder or file.", text);
    }

    @Test
    void isRefusedOfAnUnknownKind() {
      assertThatThrownBy(() -> Migrations.at("s3:bucket/db"))
          .isInstanceOf(MigrationException.class)
          .hasMessage(
              "The location of migrations [s3:bucket/db] is of an unknown kind. Known are classpath:, filesystem: and a path without a prefix.");
    }
  }

  @Nested
  class OnTheClassPath {

    @Test
    void aFolderInAFolderIsRead() throws Exception {
      write("root with space/db/x/1.sql", "CREATE TABLE a (i int)");
      Migration.Target target = TestServer.newDatabase();

      with(
          List.of(temporary.resolve("root with space")),
          () -> {
            Migrations.at("classpath:/db/x/").apply(target);
            return "";
          });

      assertThat(Databases.tables(target)).containsExactly("a");
    }

    @Test
    void aFolderInAJarIsTheSameAsOutside() throws Exception {
      Path jar = jar("db/", "db/a b%#.sql", "db/sub/", "db/sub/1.sql", "db/.hidden.sql", "dbx.sql");
      for (String name : List.of("db/a b%#.sql", "db/sub/1.sql")) {
        write("root/" + name, "SELECT '" + name + "'");
      }

      String inJar = with(List.of(jar), () -> Migrations.at("classpath:db").fingerprint());

      assertThat(inJar)
          .isEqualTo(Migrations.at(temporary.resolve("root/db").toString()).fingerprint());
    }

    @Test
    void aFileInAJarIsRead() throws Exception {
      Path jar = jar("db/", "db/1.sql");
      Path file = write("1.sql", "SELECT 'db/1.sql'");

      String inJar = with(List.of(jar), () -> Migrations.at("classpath:db/1.sql").fingerprint());

      assertThat(inJar).isEqualTo(Migrations.at(file.toString()).fingerprint());
    }

    @Test
    void aFolderIsTheSumOfThoseOfItsName() throws Exception {
      write("one/db/1.sql", "SELECT 1");
      write("two/db/2.sql", "SELECT 2");
      write("two/db/1.sql", "SELECT 1");
      write("sum/1.sql", "SELECT 1");
      write("sum/2.sql", "SELECT 2");

      String found =
          with(
              List.of(temporary.resolve("one"), temporary.resolve("two")),
              () -> Migrations.at("classpath:db").fingerprint());

      assertThat(found).isEqualTo(Migrations.at(temporary.resolve("sum").toString()).fingerprint());
    }

    @Test
    void aFileThatIsThereTwiceInDifferentFormsIsRefused() throws Exception {
      write("one/db/1.sql", "SELECT 1");
      write("two/db/1.sql", "SELECT 2");

      assertThatThrownBy(
              () ->
                  with(
                      List.of(temporary.resolve("one"), temporary.resolve("two")),
                      () -> Migrations.at("classpath:db").fingerprint()))
          .isInstanceOf(MigrationException.class)
          .hasMessage(
              "The migration file [classpath:db/1.sql] is on the class path twice, with different contents. Rename or remove one of them.");
    }

    @Test
    void aMissingFolderIsToldWithThePlacesThatWereSearched() throws Exception {
      Path root = Files.createDirectory(temporary.resolve("root"));
      Path jar = jar();
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      URL[] urls = {root.toUri().toURL(), jar.toUri().toURL()};
      try (URLClassLoader alone = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
        thread.setContextClassLoader(alone);
        assertThatThrownBy(() -> Migrations.at("classpath:db/none").fingerprint())
            .isInstanceOf(MigrationException.class)
            .hasMessage(
                "The migrations [classpath:db/none] are not on the class path. Looked in [%s] and [some%%20library.jar]. Put them there (a build takes them from src/main/resources/db/none), or name another place.",
                root);
      } finally {
        thread.setContextClassLoader(before);
      }
    }
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
              "callback v2");
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
          () -> Migrations.callback("v2", target -> {}));
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
