package dev.pristine.postgresql;

/**
 * How {@code pg_walinspect} tells which files were written to.
 *
 * <p>What cannot change a table's content is left out: indexes (whatever changes one changes its
 * table too), locks on rows, hint bits, and what vacuum does.
 */
enum LogDialect {
  /** Since PostgreSQL 16: a row for each block. */
  BLOCKS(
      "pg_get_wal_block_info",
      "pg_lsn, pg_lsn, boolean",
      "(%s, %s, false)",
      "reldatabase::bigint",
      "relfilenode::bigint",
      "true"),

  /** PostgreSQL 15: a row for each record. All blocks of one are of the same table. */
  RECORDS(
      "pg_get_wal_records_info",
      "pg_lsn, pg_lsn",
      "(%s, %s)",
      "split_part(split_part(block_ref, ' ', 4), '/', 2)::bigint",
      "split_part(split_part(block_ref, ' ', 4), '/', 3)::bigint",
      "block_ref <> ''");

  private static final String CONTENT =
      """
      CASE resource_manager
          WHEN 'Btree' THEN false
          WHEN 'Heap' THEN record_type NOT IN ('INPLACE', 'LOCK')
          WHEN 'Heap2' THEN record_type NOT IN ('VACUUM', 'VISIBLE', 'FREEZE_PAGE', 'LOCK_UPDATED') AND record_type NOT LIKE 'PRUNE%'
          WHEN 'XLOG' THEN record_type <> 'FPI_FOR_HINT'
          ELSE resource_manager NOT IN ('Hash', 'Gin', 'Gist', 'SPGist', 'BRIN')
        END""";

  private final String function;
  private final String parameters;
  private final String arguments;
  private final String database;
  private final String file;
  private final String condition;

  LogDialect(
      String function,
      String parameters,
      String arguments,
      String database,
      String file,
      String condition) {
    this.function = function;
    this.parameters = parameters;
    this.arguments = arguments;
    this.database = database;
    this.file = file;
    this.condition = condition;
  }

  static LogDialect of(int major) {
    return major >= 16 ? BLOCKS : RECORDS;
  }

  /** Returns the function's name, without its schema. */
  String function() {
    return function;
  }

  /** Returns the function with the types of its parameters, as {@code GRANT} takes it. */
  String signature() {
    return function + "(" + parameters + ")";
  }

  /**
   * Returns a query of what was written to some databases, and to what all share (database 0):
   * database, file, the first and last transaction by number, how many blocks.
   *
   * @param schema the schema of the function, quoted
   * @param start an expression of the position from which to read
   * @param end an expression of the position up to which to read
   * @param databases an expression of an array of databases
   * @param guard a condition without which nothing is read
   */
  String query(String schema, String start, String end, String databases, String guard) {
    // OFFSET keeps the columns from being computed again wherever they are used.
    return """
        SELECT db, file, coalesce(min(xid), 0), coalesce(max(xid), 0), count(*) FROM (
          SELECT %1$s AS db, %2$s AS file, nullif(xid::text::bigint, 0) AS xid
          FROM (SELECT WHERE %3$s) g CROSS JOIN LATERAL %4$s.%5$s%6$s
          WHERE %7$s AND %8$s AND (%1$s = 0 OR %1$s = ANY (%9$s)) OFFSET 0) w
        GROUP BY 1, 2"""
        .formatted(
            database,
            file,
            guard,
            schema,
            function,
            arguments.formatted(start, end),
            condition,
            CONTENT,
            databases);
  }
}
