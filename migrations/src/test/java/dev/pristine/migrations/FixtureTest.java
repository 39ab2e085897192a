package dev.pristine.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixtureTest {

  private static final String PONIES = "SELECT name FROM ponies ORDER BY id";

  @TempDir Path temporary;

  private String write(String name, String text) throws IOException {
    Path file = temporary.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private String folder(String name) {
    return "filesystem:" + temporary.resolve(name);
  }

  private Migration plain() throws IOException {
    return Migrations.at(
        write("plain.sql", "CREATE TABLE ponies (id int GENERATED ALWAYS AS IDENTITY, name text)"));
  }

  private Migration flyway() throws IOException {
    write(
        "flyway/V1__ponies.sql",
        "CREATE TABLE ponies (id int GENERATED ALWAYS AS IDENTITY, name text)");
    return Migrations.at(folder("flyway"));
  }

  private static String changelog(String id, String sql) {
    return """
        <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
          <changeSet id="%s" author="me"><sql>%s</sql></changeSet>
        </databaseChangeLog>
        """
        .formatted(id, sql);
  }

  private static String add(String name) {
    return "INSERT INTO ponies (name) VALUES ('" + name + "');";
  }

  @Test
  void filesAndFoldersAreRunOneOnTopOfTheOther() throws Exception {
    String one = write("one.sql", add("Spirit"));
    write("more/10.sql", add("Star"));
    write("more/9.sql", add("Rain"));

    Migration.Target target =
        TestServer.newDatabase(Migrations.withFixtures(plain(), one, folder("more")));

    assertThat(Databases.query(target, PONIES)).containsExactly("Spirit", "Rain", "Star");
  }

  @Test
  void noFixturesLeaveTheMigrationAsItIs() throws Exception {
    Migration migration = plain();

    assertThat(Migrations.withFixtures(migration)).isSameAs(migration);
  }

  @Test
  void theFirstFixturesOfTwoListsAreTheSameMigration() throws Exception {
    Migration shorter = Migrations.withFixtures(plain(), "a.sql");
    Migration longer = Migrations.withFixtures(plain(), "a.sql", "b.sql");

    assertThat(longer.base()).contains(shorter);
  }

  @Test
  void flywaysHistoryDoesNotLearnOfFixtures() throws Exception {
    String fixture = write("V1__spirit.sql", add("Spirit"));

    Migration.Target target = TestServer.newDatabase(Migrations.withFixtures(flyway(), fixture));

    assertThat(Databases.query(target, PONIES)).containsExactly("Spirit");
    assertThat(Databases.query(target, "SELECT script FROM flyway_schema_history"))
        .containsExactly("V1__ponies.sql");
  }

  @Test
  void aFolderInFlywaysNamingIsRefused() throws Exception {
    write("fixtures/V1__spirit.sql", add("Spirit"));
    Migration fixture = Migrations.withFixtures(flyway(), folder("fixtures"));

    assertThatThrownBy(fixture::fingerprint)
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "The fixtures' folder [%s] holds files in Flyway's naming. Flyway's history would take their versions for those of the migration below. Name them otherwise (1_name.sql), to have them run as plain SQL, or put Migrations.flyway on top, with this folder and the migration's in flyway.locations.",
            folder("fixtures"));
  }

  @Test
  void flywayWithTheLocationsOfBothRunsWhatIsNew() throws Exception {
    Migration base = flyway();
    write("data/V900__spirit.sql", add("Spirit"));
    Migration both =
        Migrations.flyway(Map.of("flyway.locations", folder("flyway") + "," + folder("data")));

    Migration.Target target = TestServer.newDatabase(Migrations.withFixture(base, both));

    assertThat(Databases.query(target, PONIES)).containsExactly("Spirit");
    assertThat(
            Databases.query(
                target, "SELECT script FROM flyway_schema_history ORDER BY installed_rank"))
        .containsExactly("V1__ponies.sql", "V900__spirit.sql");
  }

  @Test
  void aChangelogOfLiquibaseAddsItsChangeSets() throws Exception {
    Migration base =
        Migrations.at(
            write(
                "base.xml",
                changelog(
                    "1", "CREATE TABLE ponies (id int GENERATED ALWAYS AS IDENTITY, name text)")));
    String fixture = write("fixture.xml", changelog("1", add("Spirit")));

    Migration.Target target = TestServer.newDatabase(Migrations.withFixtures(base, fixture));

    assertThat(Databases.query(target, PONIES)).containsExactly("Spirit");
    assertThat(Databases.query(target, "SELECT count(*) FROM databasechangelog"))
        .containsExactly("2");
  }

  @Test
  void codeMayAddToAnyMigration() throws Exception {
    Migration fixture =
        Migrations.callback(
            "spirit",
            target -> {
              try (var connection = target.dataSource().getConnection();
                  var statement = connection.createStatement()) {
                statement.execute(add("Spirit"));
              }
            });

    Migration.Target target = TestServer.newDatabase(Migrations.withFixture(plain(), fixture));

    assertThat(Databases.query(target, PONIES)).containsExactly("Spirit");
  }

  @Test
  void whatHasABaseOfItsOwnIsRefusedOnTopOfAnother() throws Exception {
    Migration whole = Migrations.withFixtures(Migrations.at("db/x"), "a.sql");

    assertThatThrownBy(() -> Migrations.withFixture(Migrations.at("db/y"), whole))
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "[a.sql on top of db/x] cannot be put on top of [db/y]: it has a base of its own, [db/x]. Acquire it without another.");
  }

  @Test
  void aFailureNamesTheFixturesFileAndLine() throws Exception {
    String fixture = write("broken.sql", "\n" + "INSERT INTO unicorns VALUES (1);");
    Migration broken = Migrations.withFixtures(plain(), fixture);

    assertThatThrownBy(() -> TestServer.newDatabase(broken))
        .isInstanceOf(MigrationException.class)
        .message()
        .startsWith("The migration [%1$s] failed in [%1$s], line 2: ".formatted(fixture))
        .endsWith("Nothing of it was kept.");
  }

  @Test
  void theFingerprintIsThatOfTheFilesAlone() throws Exception {
    String fixture = write("a.sql", add("Spirit"));

    List<String> fingerprints =
        List.of(
            Migrations.withFixtures(plain(), fixture).fingerprint(),
            Migrations.withFixtures(flyway(), fixture).fingerprint(),
            Migrations.at(fixture).fingerprint());

    assertThat(fingerprints).containsOnly(fingerprints.get(0));
    write("a.sql", add("Rain"));
    assertThat(Migrations.withFixtures(plain(), fixture).fingerprint())
        .isNotEqualTo(fingerprints.get(0));
  }
}
