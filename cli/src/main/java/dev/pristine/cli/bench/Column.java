package dev.pristine.cli.bench;

import java.util.Locale;

/**
 * A column, as the driver describes it.
 *
 * @param name its name, quoted for SQL
 * @param plainName its name as the driver knows it
 * @param type one of {@link java.sql.Types}; of a domain, the type beneath it
 * @param domain whether it is a domain, which may have constraints of its own
 * @param typeName the DBMS's own name of the type
 * @param size how many characters or digits it takes
 * @param fraction how many of the digits stand behind the point
 * @param nullable whether it may be left empty
 * @param automatic whether the DBMS numbers its rows
 * @param filled whether it gets a value when none is given: a default, a number, a computed one
 */
record Column(
    String name,
    String plainName,
    int type,
    boolean domain,
    String typeName,
    int size,
    int fraction,
    boolean nullable,
    boolean automatic,
    boolean filled) {

  /** Tells whether a row cannot be inserted without a value for it. */
  boolean required() {
    return !nullable && !filled;
  }

  /**
   * Tells whether its type says that it lists its values, as texts that any text may be put in for.
   */
  boolean listsItsValues() {
    return typeName.toLowerCase(Locale.ROOT).startsWith("enum");
  }

  /** Tells whether it has no value in a row that was inserted without one. */
  boolean empty() {
    return nullable && !filled;
  }
}
