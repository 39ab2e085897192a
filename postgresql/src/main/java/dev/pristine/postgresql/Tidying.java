package dev.pristine.postgresql;

import dev.pristine.postgresql.Blueprint.Table;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away the dead rows that restorations leave, before they make each next one slower. What is
 * written stays as a dead row until then, so what was written is counted.
 */
final class Tidying {

  private static final Logger log = LoggerFactory.getLogger(Tidying.class);

  /** A tidying takes about ten milliseconds, so that it adds next to nothing to each rewind. */
  private static final long BLOCKS = 20_000;

  private final Set<String> tables = new TreeSet<>();
  private long blocks;

  void after(Collection<Table> restored, long written, CloneSession session) {
    restored.forEach(table -> tables.add(table.name()));
    blocks += written;
    if (blocks < BLOCKS || tables.isEmpty()) {
      return;
    }
    try {
      session.with(
          statement ->
              statement.execute(
                  "VACUUM (SKIP_LOCKED) "
                      + String.join(", ", tables)
                      + ", pg_catalog.pg_class, pg_catalog.pg_attribute, pg_catalog.pg_type, pg_catalog.pg_depend"));
    } catch (SQLException e) {
      log.debug("Could not tidy up", e);
    }
    tables.clear();
    blocks = 0;
  }
}
