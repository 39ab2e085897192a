package dev.pristine.migrations;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.license.VersionPrinter;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.jspecify.annotations.Nullable;

/** One run of Flyway. Loaded only where Flyway is on the class path. */
final class FlywayRun {

  private static final String SESSION_LOCK = "flyway.postgresql.transactional.lock";

  private final FlywayMigration migration;
  private final Migration.Target target;

  FlywayRun(FlywayMigration migration, Migration.Target target) {
    this.migration = migration;
    this.target = target;
  }

  static String version() {
    return VersionPrinter.getVersion();
  }

  void migrate() {
    try {
      FluentConfiguration configuration =
          Flyway.configure(migration.loader())
              .configuration(migration.properties())
              .dataSource(target.dataSource());
      if (mayChooseLock()) {
        // Its other lock is a transaction, for which CREATE INDEX CONCURRENTLY would wait for ever.
        configuration.configuration(Map.of(SESSION_LOCK, "false"));
      }
      configuration.load().migrate();
    } catch (FlywayException e) {
      throw failure(e);
    }
  }

  private boolean mayChooseLock() {
    return !migration.properties().containsKey(SESSION_LOCK)
        && OptionalClass.isThere(
            "org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension");
  }

  private MigrationException failure(FlywayException failure) {
    SQLException sql = cause(failure, SQLException.class);
    if (sql == null) {
      String message = String.valueOf(failure.getMessage()).strip();
      String hint =
          message.startsWith("No database found to handle")
              ? "\nAdd the dependency [org.flywaydb:%s].".formatted(moduleForDatabase())
              : "";
      return new MigrationException(
          SqlFailure.masked(
              "The migration [%s] failed: %s%s\nNothing of it was kept."
                  .formatted(migration, message, hint),
              target.password()),
          failure);
    }
    FlywaySqlScriptException script = cause(failure, FlywaySqlScriptException.class);
    if (script != null) {
      return new SqlFailure(
              migration,
              script.getResource() == null ? "" : script.getResource().getRelativePath(),
              Math.max(0, script.getLineNumber()),
              script.getStatement())
          .of(sql, target);
    }
    FlywayMigrateException migrate = cause(failure, FlywayMigrateException.class);
    return migrate == null
        ? new SqlFailure(migration, "", 0, "").of(sql, target)
        : new SqlFailure(
                migration,
                migrate.getMigration().getScript(),
                Math.max(0, migrate.getLineNumber()),
                "")
            .of(sql, target);
  }

  private String moduleForDatabase() {
    return switch (SqlDialect.of(target.jdbcUrl())) {
      case MARIADB -> "flyway-mysql";
      case STANDARD -> "flyway-database-postgresql";
    };
  }

  /** Returns the innermost cause of a kind. */
  private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> kind) {
    T found = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        found = kind.cast(cause);
      }
    }
    return found;
  }
}
