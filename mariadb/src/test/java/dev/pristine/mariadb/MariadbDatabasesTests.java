package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.PristineException;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.SchemaMigration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What copies of MariaDB's schemas are, and what is not ours. */
@OnMariadb
final class MariadbDatabasesTests extends CopiesContract {

  @Override
  String product() {
    return "MariaDB ";
  }

  @Override
  String granted(String place) {
    return place.replace("_", "\\_");
  }

  @Override
  String role(String name) {
    return "`%s`".formatted(name);
  }

  @Test
  void aCloneIsItsTemplateInEveryRespectAlsoOfAFixtureOrFrozen() throws Exception {
    AtomicReference<String> original = new AtomicReference<>("");
    Migration migration =
        new AndThen(
            new SchemaMigration("everything", EverythingSchema.STATEMENTS, folder.resolve("runs")),
            place -> original.set(Dump.of(SERVER, place)));
    Migration fixture =
        new Migration() {
          @Override
          public java.util.Optional<Migration> base() {
            return java.util.Optional.of(migration);
          }

          @Override
          public String fingerprint() {
            return "nothing more";
          }

          @Override
          public void apply(Target target) {}
        };
    try (Pristine pristine = open()) {
      TestDatabase clone = pristine.acquire(migration, Isolation.CLONE, "clone");
      assertThat(original.get())
          .contains("CREATE SEQUENCE", "PARTITION BY", "WITH SYSTEM VERSIONING", "PACKAGE BODY");
      assertThat(Dump.of(SERVER, TestServer.place(clone.jdbcUrl()))).isEqualTo(original.get());
      assertThat(ask(clone, "SELECT * FROM a_above")).isNotEmpty();
      assertThat(ask(clone, "SHOW CREATE VIEW a_above").get(0))
          .doesNotContain("pristine_b", "pristine_c");
      assertThat(ask(clone, "SELECT nextval(orders), nextval(backwards), nextval(untouched)"))
          .containsExactly("115 | 7 | 1");
      assertThatThrownBy(() -> ask(clone, "SELECT nextval(spent)"))
          .hasMessageContaining("has run out");
      try (TestDatabase onTop = pristine.acquire(fixture, Isolation.CLONE, "fixture")) {
        assertThat(Dump.of(SERVER, TestServer.place(onTop.jdbcUrl()))).isEqualTo(original.get());
      }
      clone.close();
      TestDatabase written = pristine.acquire(migration, Isolation.CLONE, "writer");
      Migration frozen = pristine.freeze(written);
      try (TestDatabase copy = pristine.acquire(frozen, Isolation.CLONE, "reader")) {
        assertThat(Dump.of(SERVER, TestServer.place(copy.jdbcUrl()))).isEqualTo(original.get());
      }
    }
  }

  @Test
  void whatASequenceHadCachedIsNotLost() throws Exception {
    SchemaMigration migration =
        schema(
            "cached", "CREATE SEQUENCE cached CACHE 1000", "DO NEXTVAL(cached), NEXTVAL(cached)");
    try (Pristine pristine = open()) {
      for (int i = 0; i < 2; i++) {
        try (TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "test")) {
          assertThat(ask(database, "SELECT nextval(cached)")).containsExactly("3");
        }
      }
    }
  }

  @Test
  void whatAMigrationNamedByItsDatabaseIsTheCopysOwn() throws Exception {
    SchemaMigration migration =
        schema(
            "qualified",
            forThisDatabase(
                "CREATE TRIGGER <here>.t AFTER INSERT ON <here>.ponies FOR EACH ROW SET @seen = (SELECT count(*) FROM <here>.ponies)"),
            forThisDatabase(
                "CREATE PROCEDURE <here>.p() SELECT name FROM <here>.ponies ORDER BY id"),
            forThisDatabase(
                "CREATE VIEW <here>.v AS SELECT p.name, s.schema_name FROM <here>.ponies p JOIN information_schema.schemata s ON s.schema_name = ''<here>''"));
    try (Pristine pristine = open();
        TestDatabase first = pristine.acquire(migration, Isolation.CLONE, "first");
        TestDatabase second = pristine.acquire(migration, Isolation.CLONE, "second")) {
      String place = TestServer.place(second.jdbcUrl());
      ask(second, "INSERT INTO ponies (name) VALUES ('Spirit') RETURNING id");
      assertThat(ask(second, "SELECT * FROM v"))
          .containsExactly("Seed | " + place, "Spirit | " + place);
      assertThat(ask(second, "CALL p()")).containsExactly("Seed", "Spirit");
      assertThat(ask(first, "CALL p()")).containsExactly("Seed");
    }
  }

  private static String forThisDatabase(String statement) {
    return "EXECUTE IMMEDIATE REPLACE('%s', '<here>', DATABASE())".formatted(statement);
  }

  @Test
  void eventsDoNotRunInTemplates() throws Exception {
    SchemaMigration migration =
        schema("events", "CREATE EVENT busy ON SCHEDULE EVERY 1 SECOND DO DELETE FROM ponies");
    try (Pristine pristine = open();
        TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "test")) {
      assertThat(
              SERVER.query(
                  "SELECT DISTINCT event_schema LIKE '%\\_c\\_%', status FROM information_schema.events ORDER BY 1"))
          .containsExactly("0 | DISABLED", "1 | ENABLED");
      assertThat(ask(database, "SELECT count(*) FROM ponies")).containsExactly("1");
    }
  }

  @Test
  void aTableVersionedByTransactionsIsRefusedUnlessItIsEmpty() throws Exception {
    String table =
        "CREATE TABLE t (id int PRIMARY KEY, s bigint unsigned GENERATED ALWAYS AS ROW START, e bigint unsigned GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (s, e)) WITH SYSTEM VERSIONING";
    try (Pristine pristine = open()) {
      pristine.acquire(schema("empty", table), Isolation.CLONE, "test").close();
      assertThatThrownBy(
              () -> pristine.acquire(schema("full", table, "INSERT INTO t (id) VALUES (1)")))
          .isInstanceOf(PristineException.class)
          .hasMessageContaining(
              "The table [t] is versioned by transactions, whose numbers cannot be copied; version it by time, or leave it empty");
    }
  }

  @Test
  void schemasThatSomebodyDroppedOrLeftAreTidiedAway() throws Exception {
    SchemaMigration migration = schema("hostile");
    try (Pristine pristine = open()) {
      pristine.acquire(migration, Isolation.CLONE, "test").close();
    }
    String template =
        SERVER
            .query(
                "SELECT place FROM pristine_registry.places WHERE name LIKE 'pristine\\_t\\_own\\_%'")
            .get(0);
    SERVER.execute(
        "DROP DATABASE " + template,
        "CREATE DATABASE pristine_c_own_0123456789abcdef_01234567_1",
        "INSERT INTO pristine_registry.places VALUES ('pristine_c_own_0123456789abcdef_01234567_2', 'pristine_c_own_0123456789abcdef_01234567_2', 'making', '01234567', '', NULL)");
    try (Pristine pristine = open();
        TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "test")) {
      assertThat(ask(database, "SELECT name FROM ponies")).containsExactly("Seed");
      assertThat(migration.runs()).isEqualTo(2);
    }
  }

  @Test
  void aDroppedRegistryCostsNewTemplatesAndNothingElse() throws Exception {
    SchemaMigration migration = schema("forgotten");
    try (Pristine pristine = open()) {
      pristine.acquire(migration, Isolation.CLONE, "test").close();
    }
    SERVER.execute("DROP DATABASE pristine_registry");
    try (Pristine pristine = open();
        TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "test")) {
      assertThat(ask(database, "SELECT name FROM ponies")).containsExactly("Seed");
    }
    assertThat(migration.runs()).isEqualTo(2);
  }

  @Test
  void whatIsNotOursIsNeitherListedNorTouched() throws Exception {
    SERVER.execute("CREATE DATABASE pristine_app_data", "CREATE DATABASE pristinex");
    try (Pristine pristine = open()) {
      pristine.clean(true);
      assertThat(pristine.status().databases()).isEmpty();
      assertThat(SERVER.query("SHOW DATABASES")).contains("pristine_app_data", "pristinex");
    } finally {
      SERVER.execute("DROP DATABASE pristine_app_data", "DROP DATABASE pristinex");
    }
  }

  @Test
  void rowsInMemoryAreMadeAgainAfterTheServerWasRestarted() throws Exception {
    SchemaMigration migration =
        schema(
            "memory",
            "CREATE TABLE quick (id int PRIMARY KEY) ENGINE = MEMORY",
            "INSERT INTO quick VALUES (1)");
    try (Pristine pristine = open()) {
      pristine.acquire(migration, Isolation.CLONE, "test").close();
    }
    // What a restart does to it, seen from the registry.
    SERVER.execute("DELETE FROM pristine_registry.boots");
    try (Pristine pristine = open();
        TestDatabase database = pristine.acquire(migration, Isolation.CLONE, "test")) {
      assertThat(ask(database, "SELECT id FROM quick")).containsExactly("1");
    }
    assertThat(migration.runs()).isEqualTo(2);
  }
}
