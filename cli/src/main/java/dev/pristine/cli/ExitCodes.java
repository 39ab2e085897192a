package dev.pristine.cli;

import dev.pristine.AcquireTimeoutException;
import dev.pristine.MigrationException;
import dev.pristine.PristineException;
import dev.pristine.ServerException;
import dev.pristine.SettingsException;
import dev.pristine.leases.LeaseException;
import java.sql.SQLException;

/** What the process's exit code tells. {@link RootCommand} describes them to people. */
final class ExitCodes {

  static final int DONE = 0;
  static final int NOT_DONE = 1;
  static final int USAGE = 2;
  static final int SERVER = 3;
  static final int MIGRATION = 4;
  static final int FAULT = 70;

  private ExitCodes() {}

  static int of(Throwable failure) {
    if (failure instanceof SettingsException) {
      return USAGE;
    }
    if (failure instanceof ServerException || failure instanceof AcquireTimeoutException) {
      return SERVER;
    }
    if (failure instanceof MigrationException) {
      return MIGRATION;
    }
    if (failure instanceof PristineException) {
      return NOT_DONE;
    }
    // Last, so that nobody else has these classes loaded.
    if (failure instanceof LeaseException) {
      return failure.getCause() instanceof SQLException ? SERVER : NOT_DONE;
    }
    return FAULT;
  }
}
