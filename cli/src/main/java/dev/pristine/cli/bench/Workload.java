package dev.pristine.cli.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What each test writes.
 *
 * @param writers to which tables; none if the tests only look
 * @param rows how many rows, all tables together
 */
record Workload(List<Writer> writers, int rows) {

  Workload {
    writers = List.copyOf(writers);
  }

  /** Writes, without ending the transaction. */
  void run(Connection connection, Numbers numbers) throws SQLException {
    for (int i = 0; i < writers.size(); i++) {
      int share = rows / writers.size() + (i < rows % writers.size() ? 1 : 0);
      if (share > 0) {
        writers.get(i).write(connection, share, numbers);
      }
    }
  }
}
