package dev.pristine.migrations;

import java.util.logging.Level;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Sends what Liquibase logs to SLF4J, all of it for debugging: a failure is thrown, not logged. */
final class LiquibaseLog extends AbstractLogService {

  @Override
  public int getPriority() {
    return PRIORITY_NOT_APPLICABLE;
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Logger getLog(Class type) {
    return new ToSlf4j(LoggerFactory.getLogger(type));
  }

  private static final class ToSlf4j extends AbstractLogger {

    private final org.slf4j.Logger log;

    ToSlf4j(org.slf4j.Logger log) {
      this.log = log;
    }

    @Override
    public void log(Level level, String message, @Nullable Throwable failure) {
      log.debug("{}", message, failure);
    }
  }
}
