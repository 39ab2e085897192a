package dev.pristine.sql;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What each DBMS says in words of its own, for programs that nobody told of the tables they meet.
 */
public interface Phrases {

  /**
   * Returns the statements that empty tables and set the sequences of their columns back, in the
   * way that is usual with this DBMS: how people who have no database for each test clean up
   * between tests.
   *
   * @param tables their names as SQL has them, quoted where they must be
   * @return in the order in which to run them; empty if there are none
   */
  default List<String> truncation(List<String> tables) {
    return List.of();
  }

  /**
   * Returns an SQL expression for some value of a column whose type lists the values that it has.
   * It may fail when it is run for a column of another type.
   *
   * @param table the name of the column's table, and {@code column} its own, as SQL has them
   * @return empty if this DBMS has no such types
   */
  default Optional<String> someListedValue(String table, String column) {
    return Optional.empty();
  }

  /**
   * Returns the file that a database is, all of it when nobody has it open.
   *
   * @param jdbcUrl the database's address
   * @return empty if this DBMS keeps databases in other ways
   */
  default Optional<Path> file(String jdbcUrl) {
    return Optional.empty();
  }
}
