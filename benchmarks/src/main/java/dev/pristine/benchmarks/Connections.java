package dev.pristine.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a test gets its connections from. */
@FunctionalInterface
interface Connections {

  /** Opens or borrows one; whoever calls closes it. */
  Connection open() throws SQLException;
}
