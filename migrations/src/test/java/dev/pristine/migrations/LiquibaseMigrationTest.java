package dev.pristine.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import liquibase.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiquibaseMigrationTest {

  @TempDir Path temporary;
  private Migration.Target target;

  @BeforeEach
  void makeDatabase() {
    target = TestServer.newDatabase();
  }

  private Path write(String name, String text) throws IOException {
    Path file = temporary.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String xml(String content) {
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
        %s
        </databaseChangeLog>
        """
        .formatted(content);
  }

  private static String changeSet(String id, String content) {
    return "<changeSet id=\"%s\" author=\"me\">%s</changeSet>".formatted(id, content);
  }

  private static String sql(String id, String sql) {
    return changeSet(id, "<sql>" + sql + "</sql>");
  }

  private void writePonies(String include, String data) throws IOException {
    write("db/master.xml", xml("<include file=\"%s\"/>".formatted(include)));
    write(
        include,
        xml(
            sql("1", "CREATE TABLE ponies (id int, name text)")
                + changeSet("2", "<loadData tableName=\"ponies\" file=\"%s\"/>".formatted(data))));
    write(data, "id,name\n1,Twilight\n");
  }

  private <T> T onClassPath(java.util.concurrent.Callable<T> work) throws Exception {
    return ClassPaths.with(List.of(temporary), work);
  }

  @Test
  void aChangelogOnTheClassPathIsRunWithWhatItNames() throws Exception {
    writePonies("other/changes/ponies.xml", "elsewhere/ponies.csv");

    onClassPath(
        () -> {
          Migrations.at("classpath:db").apply(target);
          return "";
        });

    assertThat(Databases.query(target, "SELECT name FROM ponies")).containsExactly("Twilight");
    await().untilAsserted(() -> assertThat(Databases.sessions(target)).isZero());
  }

  @Test
  void everyFileThatItNamesIsPartOfTheFingerprint() throws Exception {
    writePonies("other/changes/ponies.xml", "elsewhere/ponies.csv");
    List<String> fingerprints = new ArrayList<>();
    onClassPath(
        () -> {
          Migration migration = Migrations.at("classpath:db/master.xml");
          fingerprints.add(migration.fingerprint());
          assertThat(migration.fingerprint()).isEqualTo(fingerprints.get(0));
          Files.writeString(temporary.resolve("elsewhere/ponies.csv"), "id,name\n2,Rainbow\n");
          fingerprints.add(migration.fingerprint());
          write("other/changes/ponies.xml", xml(sql("1", "SELECT 1")));
          fingerprints.add(migration.fingerprint());
          write("db/unnamed.txt", "in the changelog's folder");
          fingerprints.add(migration.fingerprint());
          fingerprints.add(
              Migrations.liquibase("classpath:db/master.xml", Map.of("a", "b")).fingerprint());
          return "";
        });

    assertThat(fingerprints).doesNotHaveDuplicates();
  }

  @Test
  void whatOtherFormatsNameIsPartOfTheFingerprintToo() throws Exception {
    write(
        "top/master.yaml",
        """
        databaseChangeLog:
          - includeAll:
              path: all of them
          - include:
              file: ../one/first.json
              relativeToChangelogFile: true
        """);
    write(
        "one/first.json",
        """
        {"databaseChangeLog": [{"changeSet": {"id": "j", "author": "me", "changes": [
          {"sqlFile": {"path": "two/${kind}.sql"}}]}}]}
        """);
    write("two/real.sql", "CREATE TABLE by_file (i int);");
    write(
        "all of them/a.sql",
        "--liquibase formatted sql\n--changeset me:1\nCREATE TABLE a (i int);\n");
    List<String> fingerprints = new ArrayList<>();
    onClassPath(
        () -> {
          Migration migration =
              Migrations.liquibase("classpath:top/master.yaml", Map.of("kind", "real"));
          fingerprints.add(migration.fingerprint());
          migration.apply(target);
          write("two/real.sql", "CREATE TABLE other (i int);");
          fingerprints.add(migration.fingerprint());
          write("all of them/b.txt", "");
          fingerprints.add(migration.fingerprint());
          return "";
        });

    assertThat(Databases.tables(target))
        .containsExactly("a", "by_file", "databasechangelog", "databasechangeloglock");
    assertThat(fingerprints).doesNotHaveDuplicates();
  }

  @Test
  void aFileWhoseNameIsPutTogetherIsRefused() throws Exception {
    write(
        "db/master.xml",
        xml(
            "<property name=\"where\" value=\"hidden/deep\"/>"
                + changeSet("1", "<sqlFile path=\"${where}/a.sql\"/>")));
    write("hidden/deep/a.sql", "SELECT 1;");

    assertThatThrownBy(
            () ->
                onClassPath(
                    () -> {
                      Migrations.at("classpath:db/master.xml").apply(target);
                      return "";
                    }))
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "The changelog [classpath:db/master.xml] makes Liquibase read [hidden/deep/a.sql], but a change of that file would go unnoticed, because its name is put together from parts. Write the name out, or move the file into the changelog's folder. Nothing of it was kept.");
  }

  @Test
  void aChangelogInAFolderFindsWhatLiesBesideIt() throws Exception {
    write(
        "alone/changelog.sql",
        "--liquibase formatted sql\n--changeset me:1\nCREATE TABLE a (i int);\n");
    write("beside/master.xml", xml("<include file=\"sub/one.xml\"/>"));
    write("beside/sub/one.xml", xml(sql("1", "CREATE TABLE b (i int)")));

    Migrations.at(temporary.resolve("alone").toString()).apply(target);
    Migration.Target second = TestServer.newDatabase();
    Migrations.at(temporary.resolve("beside/master.xml").toString()).apply(second);

    assertThat(Databases.tables(target)).contains("a");
    assertThat(Databases.tables(second)).contains("b");
  }

  @Test
  void parametersReachTheChangelogAndContextsChoose() throws Exception {
    Path changelog =
        write(
            "c.xml",
            xml(
                sql("1", "CREATE TABLE ${name} (i int)")
                    + "<changeSet id=\"2\" author=\"me\" context=\"b\"><sql>CREATE TABLE b (i int)</sql></changeSet>"));

    Migrations.liquibase(changelog.toString(), Map.of("name", "x", "contexts", "a")).apply(target);

    assertThat(Databases.tables(target))
        .containsExactly("databasechangelog", "databasechangeloglock", "x");
  }

  @Test
  void aFailureIsToldWithChangeSetStatementAndState() throws Exception {
    Path changelog =
        write("c.xml", xml(sql("1", "SELECT 1") + sql("2", "CREATE INDEX i ON\n ponies (name)")));

    assertThatThrownBy(() -> Migrations.at(changelog.toString()).apply(target))
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            """
            The migration [%s] failed in [c.xml::2::me]: ERROR: relation "ponies" does not exist (SQLState 42P01).
            Statement: CREATE INDEX i ON ponies (name)
            Nothing of it was kept."""
                .formatted(changelog));
    await().untilAsserted(() -> assertThat(Databases.sessions(target)).isZero());
  }

  @Test
  void aFailureOfLiquibasesOwnIsToldInItsWords() throws Exception {
    Path changelog = write("c.xml", xml("<include file=\"gone.xml\"/>"));

    assertThatThrownBy(() -> Migrations.at(changelog.toString()).apply(target))
        .isInstanceOf(MigrationException.class)
        .hasMessageStartingWith("The migration [%s] failed: ".formatted(changelog))
        .hasMessageContaining("gone.xml")
        .hasMessageEndingWith("\nNothing of it was kept.");
  }

  @Test
  void aFolderWithoutAChangelogIsRefused() throws IOException {
    write("folder/a.xml", "");
    String folder = temporary.resolve("folder").toString();

    assertThatThrownBy(() -> Migrations.liquibase(folder, Map.of()).fingerprint())
        .isInstanceOf(MigrationException.class)
        .hasMessage("Liquibase needs a changelog, but [%s] is a folder. Name the file.", folder);
  }

  @Test
  void severalTemplatesAreBuiltBesideAnApplicationsOwnLiquibase() throws Exception {
    List<Path> changelogs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      changelogs.add(
          write(
              "many%d/c.xml".formatted(i), xml(sql("1", "CREATE TABLE t%d (i int)".formatted(i)))));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      // A thread of the application is in a scope, which the others inherit.
      Scope.child(
          Map.of("its", "own"),
          () -> {
            List<Future<List<String>>> results = new ArrayList<>();
            for (Path changelog : changelogs) {
              results.add(
                  threads.submit(
                      () -> {
                        Migration.Target its = TestServer.newDatabase();
                        Migrations.at(changelog.toString()).apply(its);
                        return Databases.tables(its);
                      }));
            }
            for (int i = 0; i < changelogs.size(); i++) {
              assertThat(results.get(i).get()).contains("t" + i);
            }
            assertThat(Scope.getCurrentScope().get("its", String.class)).isEqualTo("own");
          });
    } finally {
      threads.shutdownNow();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("pristine-liquibase");
  }
}
