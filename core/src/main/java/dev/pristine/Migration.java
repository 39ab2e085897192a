package dev.pristine;

import java.util.Optional;
import javax.sql.DataSource;

/**
 * What makes an empty database into the application's, or, on top of another migration, a fixture:
 * data that a class or a group of tests starts from.
 *
 * <p>Equal migrations are taken to be the same one, so implement {@code equals} where two objects
 * stand for the same files. {@code toString} names the migration in messages.
 */
public interface Migration {

  /**
   * Returns a text that changes whenever {@link #apply} would make something else: a digest of the
   * files, the tool's version, its configuration. Asked again after {@code apply}, to notice files
   * that changed in between.
   *
   * @throws MigrationException if that cannot be told, because files are missing for example
   */
  String fingerprint();

  /**
   * Returns the migration on top of which this one is applied; empty if it starts from an empty
   * database. The base has a template of its own, shared with all who use it, and {@link #apply}
   * gets a copy of that. {@link #fingerprint} tells of this migration alone: core adds the base's.
   */
  default Optional<Migration> base() {
    return Optional.empty();
  }

  /**
   * Migrates a database: an empty one, or a copy of what the {@link #base} made. Called by one
   * process at a time for one fingerprint; never again while the template that it made is there.
   *
   * @throws MigrationException if it fails, with a message that needs no addition
   * @throws Exception if it fails otherwise; core tells which migration it was
   */
  void apply(Target target) throws Exception;

  /** The database to migrate. Sessions that are still open afterwards are ended. */
  interface Target {

    /** Opens a new connection each time; whoever opens it closes it. */
    DataSource dataSource();

    /** Returns the database's address without user and password. */
    String jdbcUrl();

    /** Returns the user that migrates. */
    String user();

    /** Returns that user's password; empty if none. */
    String password();
  }
}
