package dev.pristine.mariadb;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * A database of our own, which only the administering account may enter. It knows what no schema of
 * MariaDB tells: which schemas are ours, under which names, and whether they are whole; how
 * templates are copied; and who is alive. What must not outlive the server is kept in memory.
 */
final class Registry {

  /** The database's name. */
  static final String DATABASE = "pristine_registry";

  private static final String LOCK = "pristine.registry";

  private static final int ACCESS_DENIED = 1044;

  private static final String PATIENCE_SECONDS = "60";

  /**
   * The tables.
   *
   * <p>A row of {@code places} is there before its schema and is removed after it. {@code maker} is
   * the owner that makes a schema while its state is {@code making}. {@code boot} is set where the
   * contents end with the server.
   */
  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS places (
            name varchar(64) NOT NULL PRIMARY KEY,
            place varchar(64) NOT NULL UNIQUE,
            state enum('making', 'whole', 'remains') NOT NULL,
            maker char(8) NOT NULL,
            note text CHARACTER SET utf8mb4 NOT NULL,
            boot char(36)
          ) ENGINE=InnoDB CHARACTER SET ascii COLLATE ascii_bin""",
          """
          CREATE TABLE IF NOT EXISTS recipes (
            place varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
            step int NOT NULL,
            statement longtext NOT NULL,
            PRIMARY KEY (place, step)
          ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
          """
          CREATE TABLE IF NOT EXISTS logins (
            account varchar(80) NOT NULL PRIMARY KEY,
            password varchar(80) NOT NULL
          ) ENGINE=InnoDB CHARACTER SET ascii COLLATE ascii_bin""",
          """
          CREATE TABLE IF NOT EXISTS owners (
            id char(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
            description varchar(100) NOT NULL,
            since datetime(6) NOT NULL,
            seats int NOT NULL,
            asked datetime(6)
          ) ENGINE=MEMORY CHARACTER SET utf8mb4""",
          """
          CREATE TABLE IF NOT EXISTS boots (
            only int NOT NULL PRIMARY KEY,
            id char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL
          ) ENGINE=MEMORY""");

  private Registry() {}

  /** Makes it if it is not there, or not whole. */
  static void ensure(Statement statement) throws SQLException {
    if (!isWhole(statement)) {
      create(statement);
    }
    statement.execute(
        "INSERT IGNORE INTO %s.boots SELECT 1, uuid() FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM %s.boots)"
            .formatted(DATABASE, DATABASE));
  }

  private static void create(Statement statement) throws SQLException {
    Sessions.query(
        statement,
        "SELECT GET_LOCK('%s', %s)".formatted(LOCK, PATIENCE_SECONDS),
        row -> row.getInt(1));
    try {
      statement.execute(
          "CREATE DATABASE IF NOT EXISTS %s CHARACTER SET utf8mb4".formatted(DATABASE));
    } catch (SQLException e) {
      if (e.getErrorCode() != ACCESS_DENIED) {
        throw e;
      }
      String account =
          Capabilities.account(
              Sessions.query(statement, "SELECT current_user()", row -> row.getString(1)).get(0));
      throw new SQLException(
          "The account %s may not create databases. As root, run: GRANT ALL PRIVILEGES ON `pristine\\_%%`.* TO %s"
              .formatted(account, account),
          "42501",
          e);
    }
    statement.execute("USE " + DATABASE);
    for (String table : TABLES) {
      statement.execute(table);
    }
  }

  private static boolean isWhole(Statement statement) throws SQLException {
    return Sessions.query(
            statement,
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = '%s'"
                .formatted(DATABASE),
            row -> row.getInt(1) >= TABLES.size())
        .get(0);
  }
}
