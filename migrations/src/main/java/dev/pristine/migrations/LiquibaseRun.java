package dev.pristine.migrations;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.change.AbstractSQLChange;
import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.DatabaseList;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.ui.LoggerUIService;

/**
 * One run of Liquibase. Loaded only where Liquibase is on the class path.
 *
 * <p>Liquibase keeps its state in a scope that threads inherit and that breaks when two of them
 * enter it (liquibase#2966, #4376, #6588). So each run has a thread of its own that inherits
 * nothing, and there is one at a time.
 */
final class LiquibaseRun {

  private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

  private static final Pattern CHANGE_SET =
      Pattern.compile("Migration failed for change ?set (.+?):\\s");

  private static final Pattern STATEMENT =
      Pattern.compile("\\[Failed SQL: (?:\\(-?\\d+\\) )?(.*)\\]\\s*\\z", Pattern.DOTALL);

  private final LiquibaseMigration migration;
  private final Migration.Target target;

  LiquibaseRun(LiquibaseMigration migration, Migration.Target target) {
    this.migration = migration;
    this.target = target;
  }

  void migrate() throws Exception {
    ONE_AT_A_TIME.lockInterruptibly();
    try (Connection connection = target.dataSource().getConnection()) {
      inOwnThread(
          connection,
          () -> {
            update(connection);
            return null;
          });
    } finally {
      ONE_AT_A_TIME.unlock();
    }
  }

  private void inOwnThread(Connection connection, Callable<Void> work) throws Exception {
    FutureTask<Void> task = new FutureTask<>(work);
    Thread thread = new Thread(null, task, "pristine-liquibase", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(migration.changelog().loader());
    thread.start();
    try {
      task.get();
    } catch (InterruptedException e) {
      // A query does not notice an interrupt, but it ends with its connection.
      connection.abort(Runnable::run);
      throw e;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw translated(cause == null ? e : cause);
    } finally {
      thread.join();
    }
  }

  private void update(Connection connection) throws Exception {
    ChangelogRoots roots = ChangelogRoots.of(migration.changelog());
    try (RecordingResources resources = new RecordingResources(roots)) {
      Map<String, Object> scope =
          Map.of(
              Scope.Attr.resourceAccessor.name(),
              resources,
              Scope.Attr.logService.name(),
              new LiquibaseLog(),
              Scope.Attr.ui.name(),
              new LoggerUIService(),
              "liquibase.analytics.enabled",
              "false");
      Scope.child(scope, () -> update(roots, resources, connection));
      checkFingerprint(roots, resources);
    }
  }

  private void update(ChangelogRoots roots, RecordingResources resources, Connection connection)
      throws LiquibaseException {
    Database database =
        DatabaseFactory.getInstance()
            .findCorrectDatabaseImplementation(new JdbcConnection(connection));
    try (Liquibase liquibase = new Liquibase(roots.changelog(), resources, database)) {
      liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
      migration.parameters().forEach(liquibase::setChangeLogParameter);
      Contexts contexts = new Contexts(migration.parameters().getOrDefault("contexts", ""));
      LabelExpression labels =
          new LabelExpression(migration.parameters().getOrDefault("labels", ""));
      for (ChangeSet changeSet : liquibase.listUnrunChangeSets(contexts, labels)) {
        checkStays(changeSet, database);
      }
      liquibase.update(contexts, labels);
    }
  }

  /** Looks through the SQL that a change set holds or names. */
  private void checkStays(ChangeSet changeSet, Database database) {
    SqlBoundary boundary = new SqlBoundary(SqlDialect.of(target.jdbcUrl()));
    for (Change change : changeSet.getChanges()) {
      if (change instanceof AbstractSQLChange sql
          && DatabaseList.definitionMatches(sql.getDbms(), database, true)) {
        boundary
            .crossing(String.valueOf(sql.getSql()))
            .ifPresent(
                what -> {
                  throw new MigrationException(
                      "The change set [%s] %s. Nothing of it was kept."
                          .formatted(changeSet.toString(false), what));
                });
      }
    }
  }

  /** Refuses a migration that depends on files which the fingerprint does not know. */
  private void checkFingerprint(ChangelogRoots roots, RecordingResources resources) {
    ChangelogFiles known = new ChangelogFiles(roots, migration.parameters());
    resources
        .given()
        .forEach(
            (name, address) -> {
              if (!known.contains(name) && !isLiquibasesOwn(name, address)) {
                throw new MigrationException(
                    "The changelog [%s] makes Liquibase read [%s], but a change of that file would go unnoticed, because its name is put together from parts. Write the name out, or move the file into the changelog's folder. Nothing of it was kept."
                        .formatted(migration, name));
              }
            });
  }

  /** Tells whether a file is part of Liquibase or an extension, which the version stands for. */
  private static boolean isLiquibasesOwn(String name, String address) {
    return name.startsWith("www.liquibase.org/")
        || name.startsWith("liquibase/")
        || name.equals("liquibase.build.properties")
        || address.endsWith("/");
  }

  private Exception translated(Throwable failure) {
    if (failure instanceof MigrationException known) {
      return known;
    }
    String place = "";
    String statement = "";
    SQLException sql = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      Matcher changeSet = CHANGE_SET.matcher(message);
      place = place.isEmpty() && changeSet.find() ? changeSet.group(1) : place;
      Matcher failed = STATEMENT.matcher(message);
      statement = statement.isEmpty() && failed.find() ? failed.group(1) : statement;
      sql = cause instanceof SQLException found ? found : sql;
    }
    if (sql != null) {
      return new SqlFailure(migration, place, 0, statement).of(sql, target);
    }
    return new MigrationException(
        SqlFailure.masked(
            "The migration [%s] failed: %s\nNothing of it was kept."
                .formatted(migration, String.valueOf(failure.getMessage()).strip()),
            target.password()),
        failure);
  }
}
