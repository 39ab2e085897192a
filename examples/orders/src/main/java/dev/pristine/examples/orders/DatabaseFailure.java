package dev.pristine.examples.orders;

import java.sql.SQLException;

/** The database refused something. */
final class DatabaseFailure extends RuntimeException {

  DatabaseFailure(SQLException cause) {
    super(cause.getMessage(), cause);
  }
}
