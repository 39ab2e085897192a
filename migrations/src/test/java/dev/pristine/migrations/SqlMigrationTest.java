package dev.pristine.migrations;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlMigrationTest {

  @TempDir Path temporary;
  private Path folder;
  private Migration.Target target;

  @BeforeEach
  void makeFolderAndDatabase() throws IOException {
    folder = Files.createDirectory(temporary.resolve("db"));
    target = TestServer.newDatabase();
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Migration migration() {
    return Migrations.sql(folder.toString());
  }

  private void apply() throws Exception {
    migration().apply(target);
  }

  /** Returns the message of the failure, with the folder's changing name left out. */
  private String failure() {
    try {
      apply();
    } catch (MigrationException e) {
      return String.valueOf(e.getMessage()).replace(folder.toString(), "db");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("It did not fail");
  }

  @Nested
  class Runs {

    @Test
    void filesInTheOrderOfTheirNames() throws Exception {
      write("10_insert.sql", "INSERT INTO ponies VALUES ('a;b'), ($$it's$$), (E'\\'')");
      write("2_create.sql", "CREATE TABLE ponies (name text);\nCREATE INDEX ON ponies (name);");
      write("20/more.SQL", "INSERT INTO ponies VALUES ('{d \"?\"}');");
      write("readme.md", "no SQL");
      write(".hidden.sql", "no SQL");

      apply();

      assertThat(Databases.query(target, "SELECT name FROM ponies ORDER BY ctid"))
          .containsExactly("a;b", "it's", "'", "{d \"?\"}");
    }

    @Test
    void aDumpWithItsData() throws Exception {
      write(
          "dump.sql",
          """
          --
          -- PostgreSQL database dump
          --
          \\restrict TqR2
          SET standard_conforming_strings = on;
          SELECT pg_catalog.set_config('search_path', '', false);
          CREATE TABLE public.ponies (id integer NOT NULL, name text);
          COPY public.ponies (id, name) FROM stdin;
          1\tTab\\there; and 'quote
          2\t\\N
          3\tünï 🦄
          \\.


          SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('public.ponies', 'id'), 3, true);
          \\unrestrict TqR2
          """);
      write("then.sql", "INSERT INTO ponies VALUES (4, current_setting('search_path'));");

      apply();

      assertThat(Databases.query(target, "SELECT name FROM ponies ORDER BY id"))
          .as("and the next file has its own settings")
          .containsExactly("Tab\there; and 'quote", "null", "ünï 🦄", "\"$user\", public");
    }

    @Test
    void functionsOfBothKinds() throws Exception {
      write(
          "functions.sql",
          """
          CREATE FUNCTION quoted() RETURNS int LANGUAGE plpgsql AS $body$
          BEGIN
            RETURN 1; -- $$
          END;
          $body$;
          CREATE FUNCTION atomic(a int) RETURNS int
          BEGIN ATOMIC
            SELECT 1;
            SELECT CASE WHEN a > 1 THEN 2 ELSE 3 END;
          END;
          DO $$ BEGIN CREATE TABLE made (a int); END $$;
          """);

      apply();

      assertThat(Databases.query(target, "SELECT quoted() + atomic(0)")).containsExactly("4");
      assertThat(Databases.tables(target)).containsExactly("made");
    }

    @Test
    void aFileWithAByteOrderMarkAndForeignLineBreaks() throws Exception {
      write(
          "bom.sql",
          "\uFEFF-- first\r\nCREATE TABLE a (t text);\r\nINSERT INTO a VALUES ('x\r\ny')\r\n");

      apply();

      assertThat(Databases.query(target, "SELECT t FROM a")).containsExactly("x\r\ny");
    }

    @Test
    void transactionsOfTheFilesOwn() throws Exception {
      write(
          "transaction.sql",
          "BEGIN; CREATE TABLE a (i int); ROLLBACK; START TRANSACTION; CREATE TABLE b (i int); SAVEPOINT s; CREATE TABLE c (i int); ROLLBACK TO SAVEPOINT s; COMMIT;");

      apply();

      assertThat(Databases.tables(target)).containsExactly("b");
    }

    @Test
    void whatIsForItsKindOfServerAlone() throws Exception {
      write("1.postgresql.sql", "CREATE TABLE a (i int GENERATED ALWAYS AS IDENTITY)");
      write("1.mariadb.sql", "CREATE TABLE a (i int AUTO_INCREMENT PRIMARY KEY)");
      write("1.sqlite.SQL", "CREATE TABLE a (i INTEGER PRIMARY KEY AUTOINCREMENT)");
      write("2.sql", "INSERT INTO a DEFAULT VALUES");

      apply();

      assertThat(Databases.query(target, "SELECT i FROM a")).containsExactly("1");
    }

    @Test
    void andLeavesNoSession() throws Exception {
      write("a.sql", "CREATE TABLE a (i int)");

      apply();

      await().untilAsserted(() -> assertThat(Databases.sessions(target)).isZero());
    }
  }

  @Nested
  class Refuses {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "CREATE DATABASE other",
          "drop /* now */ database if exists other",
          "USE other",
        })
    void toLeaveItsDatabase(String statement) throws IOException {
      write("1.sql", "CREATE TABLE a (i int);");
      write("2.sql", "SELECT 1;\n\n" + statement + ";");

      assertThat(failure())
          .isEqualTo(
              "The file [db/2.sql], line 3, leaves its database: [%s]. Remove it: Pristine makes the databases. Nothing was run."
                  .formatted(statement));
      assertThat(Databases.tables(target)).isEmpty();
    }

    @Test
    void toChangeTheServer() throws IOException {
      write("1.sql", "ALTER SYSTEM SET work_mem = '1GB'");

      assertThat(failure())
          .isEqualTo(
              "The file [db/1.sql], line 1, changes the whole server: [ALTER SYSTEM SET work_mem = '1GB']. Nothing was run.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\c other", "\\connect other"})
    void toConnectElsewhere(String command) throws IOException {
      write("1.sql", "CREATE TABLE a (i int);\n" + command + "\nCREATE TABLE b (i int);");

      assertThat(failure())
          .isEqualTo(
              "The file [db/1.sql], line 2, leaves its database: [%s]. Nothing was run."
                  .formatted(command));
      assertThat(Databases.tables(target)).isEmpty();
    }

    @Test
    void whatOnlyPsqlUnderstands() throws IOException {
      write("1.sql", "SELECT 1\n\\gexec\n");

      assertThat(failure())
          .isEqualTo(
              "The file [db/1.sql], line 2, has a command that only psql understands: [\\gexec]. Write it in SQL, or run psql itself with Migrations.command. Nothing was run.");
    }

    @Test
    void aTransactionThatNeverEnds() throws IOException {
      write("1.sql", "SELECT 1;\nBEGIN;\nCREATE TABLE a (i int);");

      assertThat(failure())
          .isEqualTo(
              "The file [db/1.sql], line 2, begins a transaction that the file never commits, so all of it would be lost. Nothing was run.");
    }

    @Test
    void aQuoteThatNeverEnds() throws IOException {
      write("1.sql", "SELECT 1;\r\nSELECT 'oops;\n");

      assertThat(failure())
          .isEqualTo(
              "The file [db/1.sql], line 2, begins a string that never ends. Nothing was run.");
    }

    @Test
    void anotherEncoding() throws IOException {
      Files.write(folder.resolve("1.sql"), "SELECT 1;\n-- ü".getBytes(ISO_8859_1));

      assertThat(failure())
          .isEqualTo("The file [db/1.sql], line 2, is not encoded in UTF-8. Nothing was run.");
    }

    @Test
    void anEmptyFolder() {
      assertThat(failure())
          .isEqualTo(
              "The migrations' folder [db] is empty. Put migrations into it, or name another place.");
    }

    @Test
    void aFolderWithoutSql() throws IOException {
      write("readme.md", "");

      assertThat(failure())
          .isEqualTo("The migrations' folder [db] holds no .sql file, only [readme.md].");
    }

    @Test
    void aFolderThatIsForOtherServersAlone() throws IOException {
      write("1.mariadb.sql", "SELECT 1");
      write("1.sqlite.sql", "SELECT 1");

      assertThat(failure())
          .isEqualTo(
              "The migrations [db] hold nothing for this server, only [1.mariadb.sql], [1.sqlite.sql].");
    }

    @Test
    void noLocationAtAll() {
      assertThatThrownBy(Migrations::sql)
          .isInstanceOf(MigrationException.class)
          .hasMessage("No location of SQL files was given.");
    }
  }

  @Nested
  class TellsAFailureWith {

    @Test
    void fileLineStatementStateAndTheServersWords() throws IOException {
      write("1.sql", "CREATE TABLE ponies (id int,\n  name text);");
      write(
          "2.sql",
          "-- an index\r\nCREATE INDEX ponies_name\r\n  ON ponies (lower(nmae));\r\nSELECT 1;");

      assertThat(failure())
          .isEqualTo(
              """
              The migration [db] failed in [db/2.sql], line 3: ERROR: column "nmae" does not exist (SQLState 42703).
              Statement from line 2: CREATE INDEX ponies_name ON ponies (lower(nmae))
              Hint: Perhaps you meant to reference the column "ponies.name".
              Nothing of it was kept.""");
    }

    @Test
    void theDetailOfAViolation() throws IOException {
      write("1.sql", "CREATE TABLE a (i int PRIMARY KEY);\nINSERT INTO a VALUES (1), (1);");

      assertThat(failure())
          .isEqualTo(
              """
              The migration [db] failed in [db/1.sql], line 2: ERROR: duplicate key value violates unique constraint "a_pkey" (SQLState 23505).
              Statement: INSERT INTO a VALUES (1), (1)
              Detail: Key (i)=(1) already exists.
              Nothing of it was kept.""");
    }

    @Test
    void theLineOfTheData() throws IOException {
      write("1.sql", "CREATE TABLE a (i int);\nCOPY a FROM stdin;\n1\nx\n\\.\n");

      assertThat(failure())
          .isEqualTo(
              """
              The migration [db] failed in [db/1.sql], line 2: ERROR: invalid input syntax for type integer: "x" (SQLState 22P02).
              Statement: COPY a FROM stdin
              Where: COPY a, line 2, column i: "x"
              Nothing of it was kept.""");
    }

    @Test
    void theBeginningOfALongStatementOnly() throws IOException {
      write("1.sql", "SELECT " + "x,\n ".repeat(1000) + "y");

      assertThat(failure())
          .isEqualTo(
              """
              The migration [db] failed in [db/1.sql], line 1: ERROR: column "x" does not exist (SQLState 42703).
              Statement: SELECT %s…
              Nothing of it was kept."""
                  .formatted("x, ".repeat(65).substring(0, 193)));
    }

    @Test
    void noPassword() throws IOException {
      String password = TestServer.newDatabase().password();
      write(
          "1.sql",
          "CREATE ROLE x LOGIN password\n 'hush%s' NONSENSE '%s'".formatted(password, password));

      assertThat(failure())
          .isEqualTo(
              """
              The migration [db] failed in [db/1.sql], line 2: ERROR: unrecognized role option "nonsense" (SQLState 42601).
              Statement from line 1: CREATE ROLE x LOGIN password '***' NONSENSE '***'
              Nothing of it was kept.""");
    }

    @Test
    void theRoleThatMayNot() throws IOException {
      write("1.sql", "CREATE ROLE another");

      assertThat(failure())
          .isEqualTo(
              """
              The migration [db] failed in [db/1.sql], line 1: ERROR: permission denied to create role (SQLState 42501).
              Statement: CREATE ROLE another
              Detail: Only roles with the CREATEROLE attribute may create roles.
              The user [pristine_app] may not do this. If the migration needs an administrator, set pristine.role to admin.
              Nothing of it was kept.""");
    }
  }

  @Nested
  class HasAFingerprint {

    @Test
    void thatChangesWithContentsNamesAndNumberOfFiles() throws IOException {
      write("a.sql", "SELECT 1");
      String first = migration().fingerprint();
      write("a.sql", "SELECT 2");
      String changed = migration().fingerprint();
      Files.move(folder.resolve("a.sql"), folder.resolve("b.sql"));
      String renamed = migration().fingerprint();
      write("c.sql", "");
      String more = migration().fingerprint();

      assertThat(first).matches("[0-9a-f]{64}").isNotIn(changed, renamed, more);
      assertThat(changed).isNotIn(renamed, more);
      assertThat(renamed).isNotEqualTo(more);
    }

    @Test
    void thatFilesWhichAreNotRunDoNotChange() throws IOException {
      write("a.sql", "SELECT 1");
      String first = migration().fingerprint();
      write("readme.md", "new");

      assertThat(migration().fingerprint()).isEqualTo(first);
    }

    @Test
    void thatIsTheSameInAnotherCheckout() throws IOException {
      write("a.sql", "SELECT 1");
      String here = migration().fingerprint();
      Path there = Files.createDirectory(temporary.resolve("elsewhere"));
      Files.copy(folder.resolve("a.sql"), there.resolve("a.sql"));

      assertThat(Migrations.sql(there.toString()).fingerprint()).isEqualTo(here);
    }

    @Test
    void thatDependsOnTheOrderOfTheLocations() throws IOException {
      String one = write("1.sql", "SELECT 1").toString();
      String two = write("2.sql", "SELECT 2").toString();

      assertThat(Migrations.sql(one, two).fingerprint())
          .isNotEqualTo(Migrations.sql(two, one).fingerprint());
    }
  }
}
