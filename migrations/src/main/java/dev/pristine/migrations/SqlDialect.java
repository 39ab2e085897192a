package dev.pristine.migrations;

/** How SQL files are read: what quotes and comments look like, and what ends a statement. */
enum SqlDialect {
  /** Standard SQL with what PostgreSQL and SQLite add, as psql and sqlite3 read it. */
  STANDARD("psql"),
  /** As the client of MariaDB and MySQL reads it. */
  MARIADB("the mariadb client");

  private final String client;

  SqlDialect(String client) {
    this.client = client;
  }

  /** Returns the dialect of a database, known by its address. */
  static SqlDialect of(String jdbcUrl) {
    return jdbcUrl.startsWith("jdbc:mariadb:") || jdbcUrl.startsWith("jdbc:mysql:")
        ? MARIADB
        : STANDARD;
  }

  /** Returns the program that reads files like this, as messages call it. */
  String client() {
    return client;
  }
}
