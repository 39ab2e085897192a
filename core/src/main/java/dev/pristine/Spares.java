package dev.pristine;

import java.sql.SQLException;
import java.util.Optional;

/**
 * The copies of a template that were made ahead of a run. Looked for until there are none: they are
 * made ahead of runs, not during them. Thread-safe.
 */
final class Spares {

  private final DatabaseName template;
  private final CloneFactory factory;
  private volatile boolean left = true;

  Spares(DatabaseName template, CloneFactory factory) {
    this.template = template;
    this.factory = factory;
  }

  /** Takes one over, or makes a copy if there is none. */
  Clone adoptOrMake() throws SQLException {
    if (left) {
      Optional<Clone> adopted = factory.adopt(template);
      if (adopted.isPresent()) {
        return adopted.get();
      }
      left = false;
    }
    return factory.make(template);
  }
}
