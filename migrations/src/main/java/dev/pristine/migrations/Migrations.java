package dev.pristine.migrations;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Makes migrations. Most projects need {@link #at} alone.
 *
 * <p>A location is {@code classpath:db/migration}, {@code filesystem:db/migration} or a plain path,
 * and names a folder or one file. The class path is that of the calling thread's context class
 * loader. Nothing is read before the migration is used; what is missing or broken then throws
 * {@link MigrationException}. Migrations made from equal arguments are equal. All of them are
 * immutable and thread-safe.
 */
public final class Migrations {

  private Migrations() {}

  /** Java code that migrates. */
  @FunctionalInterface
  public interface Callback {

    /**
     * Migrates an empty database. It closes the connections that it opens.
     *
     * @throws Exception if it fails; nothing of it is kept then
     */
    void migrate(Migration.Target target) throws Exception;
  }

  /**
   * Takes what is at a location, with the tool that it is for:
   *
   * <ul>
   *   <li>a folder with files in Flyway's naming ({@code V1__name.sql}, {@code R__name.sql},
   *       compiled Java migrations): Flyway, as {@link #flyway} without further properties
   *   <li>a file {@code .xml}, {@code .yaml}, {@code .yml}, {@code .json} or {@code .sql} that
   *       begins with {@code --liquibase formatted sql}, and a folder with one file named like
   *       {@code changelog.xml}, {@code db.changelog-master.yaml} or {@code master.xml}: Liquibase
   *   <li>everything else: plain SQL, as {@link #sql}
   * </ul>
   */
  public static Migration at(String location) {
    return new LocatedMigration(Location.of(location));
  }

  /**
   * Puts fixtures on top of a migration, each on the one before. Each has a template of its own,
   * which is shared with whoever asks for the same fixtures in the same order, and starts from a
   * copy of the one below: fixtures {@code a, b} are {@code b} on top of {@code a} on top of the
   * migration.
   *
   * <p>A location is taken as {@link #at} does: mostly plain SQL. A Liquibase changelog adds its
   * change sets to those of the migration. A folder in Flyway's naming is refused, because Flyway's
   * history is already there with the versions of the migration; {@link #withFixture} takes {@link
   * #flyway} with the locations of both, which then runs what is new.
   *
   * @param base the migration; returned as it is if there are no fixtures
   */
  public static Migration withFixtures(Migration base, String... locations) {
    Migration top = base;
    for (String location : locations) {
      top = new Fixture(top, new LocatedFixture(Location.of(location)));
    }
    return top;
  }

  /**
   * Puts a fixture on top of a migration: any migration that can start from what the other made.
   *
   * @throws MigrationException if the fixture has a base of its own
   */
  public static Migration withFixture(Migration base, Migration fixture) {
    return new Fixture(base, fixture);
  }

  /**
   * Runs plain SQL files: those that end in {@code .sql}, in sub-folders too, without hidden ones.
   * Locations are taken in the order given, files by their paths, folder by folder from the left: a
   * run of digits counts as a number ({@code 2_b.sql} before {@code 10_a.sql}), everything else
   * character by character, upper case before lower. A file whose name tells a kind of DBMS ({@code
   * 1_tables.postgresql.sql}, {@code .mariadb.sql}, {@code .sqlite.sql}) runs on that alone.
   *
   * <p>Files are encoded in UTF-8 and run as psql would, on MariaDB as its own client would ({@code
   * DELIMITER} included), each on a connection of its own, without a transaction around it. They
   * may be plain dumps of pg_dump, made with {@code --no-owner} because the roles differ, {@code
   * COPY … FROM stdin} included. Refused, before anything is run, is what leaves the database
   * ({@code CREATE DATABASE}, {@code USE}, {@code \connect}, on MariaDB also what is written to
   * another database by its name), changes the server ({@code ALTER SYSTEM}, {@code SET GLOBAL}),
   * is understood by a client only, or begins a transaction that it does not end.
   */
  public static Migration sql(String... locations) {
    if (locations.length == 0) {
      throw new MigrationException("No location of SQL files was given.");
    }
    return new SqlMigration(Arrays.stream(locations).map(Location::of).toList());
  }

  /**
   * Runs Flyway, which must be on the class path. The properties are Flyway's own, by their full
   * names: {@code flyway.locations} (default {@code classpath:db/migration}), {@code
   * flyway.placeholders.name}, {@code flyway.callbacks} and so on, except those that tell where the
   * database is.
   *
   * <p>The fingerprint holds Flyway's version, the properties, all files in the locations (compiled
   * Java migrations and callbacks too), and classes that a property names; not what those classes
   * use in their turn.
   *
   * <p>An SQL file that leaves its database is refused, as by {@link #sql}, before Flyway runs.
   */
  public static Migration flyway(Map<String, String> properties) {
    return new FlywayMigration(properties, Location.contextLoader());
  }

  /**
   * Runs Liquibase, which must be on the class path. A changelog on the class path finds what it
   * includes there; one in the file system finds it from the working folder, then from its own
   * folder, then on the class path.
   *
   * <p>The fingerprint holds Liquibase's version, the parameters, all files in the changelog's
   * folder, and every file and class that is named in them. A file that Liquibase opens and that
   * could not be found this way, because its name is put together from parts, is refused. So is SQL
   * in a change set that leaves its database, before any is run.
   *
   * @param changelog a file
   * @param parameters values for {@code ${name}} in it; the names {@code contexts} and {@code
   *     labels} choose among change sets
   */
  public static Migration liquibase(String changelog, Map<String, String> parameters) {
    return new LiquibaseMigration(Location.of(changelog), parameters);
  }

  /**
   * Runs a program, {@code alembic upgrade head} for example, in the working folder.
   *
   * <p>Its environment is this process's and these: {@code DATABASE_URL} ({@code
   * postgresql://user:password@host:port/database} or {@code sqlite:///} and the file's path; no
   * other engine's), {@code JDBC_DATABASE_URL} (without user and password), {@code DATABASE_USER},
   * {@code DATABASE_PASSWORD}, for SQLite {@code DATABASE_FILE}, and, for PostgreSQL, {@code
   * PGHOST}, {@code PGPORT}, {@code PGDATABASE}, {@code PGUSER}, {@code PGPASSWORD}; other {@code
   * PG…} variables that lead to a server are removed. Its input is empty. It has failed if its exit
   * code is not 0. It is killed if the thread is interrupted.
   *
   * @param command the program and its arguments; no shell reads them
   * @param files what decides its result, beside the command: files and folders, relative to the
   *     folder it runs in. In folders, hidden files and compiled Python are left out
   */
  public static Migration command(List<String> command, List<Path> files) {
    return command(Path.of(""), command, files);
  }

  /** Runs a program in a folder; see {@link #command(List, List)}. */
  public static Migration command(Path folder, List<String> command, List<Path> files) {
    return new CommandMigration(folder, command, files);
  }

  /**
   * Runs Java code.
   *
   * @param fingerprint a text that the caller changes whenever the code would make something else;
   *     two callbacks with equal fingerprints are taken to be the same
   */
  public static Migration callback(String fingerprint, Callback callback) {
    return new CallbackMigration(fingerprint, callback);
  }
}
