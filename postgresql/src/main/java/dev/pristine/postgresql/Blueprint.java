package dev.pristine.postgresql;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a template is, as far as it must be known in order to tell what changed in its copies and to
 * restore it. Copies have the same object ids and, until something is rewritten, the same files.
 * Immutable.
 *
 * @param files which relation's content is in which file: a table, a sequence or a catalog; files
 *     of TOAST tables and indexes are their table's
 * @param owners the same by the object ids of those tables, TOAST tables and indexes themselves
 * @param tables the application's tables and materialized views, by object id
 * @param sequences its sequences, by object id
 * @param catalogs the tables in which the schema is kept, by object id
 * @param relations a digest of each row of {@code pg_class}, by object id
 * @param withoutIndex the tables that have no index, which a row of {@code pg_class} tells too, but
 *     not its version
 * @param triggers a digest of each row of {@code pg_trigger}, by object id
 */
record Blueprint(
    Map<Long, Long> files,
    Map<Long, Long> owners,
    Map<Long, Table> tables,
    Map<Long, Sequence> sequences,
    Map<Long, Catalog> catalogs,
    Map<Long, Long> relations,
    List<Long> withoutIndex,
    Map<Long, Long> triggers) {

  /**
   * A table or materialized view.
   *
   * @param id its object id
   * @param name its name with its schema, quoted
   * @param logged whether what is written to it stands in the log
   * @param stored whether it is a table, whose rows can be written; not a materialized view
   * @param watched whether triggers or rules of it run even while it is restored
   * @param seed the rows it has; empty for none
   */
  record Table(
      long id, String name, boolean logged, boolean stored, boolean watched, Optional<Seed> seed) {}

  /**
   * The rows of a table.
   *
   * @param rows how many
   * @param digest a sum of digests of all rows
   * @param columns the columns that can be written, quoted
   * @param key those of the primary key, quoted; empty for none
   * @param content all rows as one text, an array of the table's own type; empty if they are too
   *     many to be kept in memory
   */
  record Seed(
      long rows, String digest, List<String> columns, List<String> key, Optional<String> content) {

    Seed {
      columns = List.copyOf(columns);
      key = List.copyOf(key);
    }
  }

  /**
   * A sequence.
   *
   * @param name its name with its schema, quoted
   * @param logged whether its moves stand in the log
   * @param value its last value
   * @param called whether that was handed out
   */
  record Sequence(long id, String name, boolean logged, long value, boolean called) {

    /** Writes how it stands, for people. */
    String position() {
      return value + (called ? "" : " (not handed out)");
    }
  }

  /**
   * A catalog.
   *
   * @param name its name with its schema, quoted
   * @param key the column by which it tells of which object a row is, quoted; empty if it tells of
   *     none
   * @param rows how many rows it has; {@link #UNREADABLE} if the administering role may not read it
   * @param digest a sum of digests of the rows that tell of the application's objects
   */
  record Catalog(long id, String name, String key, long rows, String digest) {
    static final long UNREADABLE = -1;

    boolean isReadable() {
      return rows != UNREADABLE;
    }
  }

  /** Lists what is written to without a trace in the log. */
  List<Table> unloggedTables() {
    return tables.values().stream().filter(table -> !table.logged && table.stored).toList();
  }

  /** Lists the sequences that move without a trace in the log. */
  List<Sequence> unloggedSequences() {
    return sequences.values().stream().filter(sequence -> !sequence.logged).toList();
  }
}
