package dev.pristine.mariadb;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Notices that the log is no longer the one that was read: begun anew by {@code RESET MASTER}, it
 * has files of the same names again. But its transactions are counted from 1 again, too: 11.4 was
 * seen to do so, the documentation of {@code RESET MASTER} is silent. Not thread-safe.
 */
final class LogIdentity {

  /** What tells how far each server has counted in each domain. */
  static final String QUESTION = "SELECT @@global.gtid_binlog_state";

  private static final Pattern NUMBER = Pattern.compile("\\b(\\d+-\\d+)-(\\d+)\\b");

  /**
   * Domain, server and number, after what begins, and before the number of the group commit, if
   * there was one, and the phase of an {@code ALTER}, if it has several: so {@code
   * Gtid_log_event::pack_info} in the server's {@code sql/log_event_server.cc} writes it.
   */
  private static final Pattern EVENT =
      Pattern.compile("(?s)(?:.* )?GTID (\\d+-\\d+)-(\\d+)(?: .*)?");

  private final Map<String, Long> last = new HashMap<>();

  /** Begins with what the server tells now. */
  void begin(String state) {
    last.clear();
    numbers(state, last);
  }

  /** Takes the next transaction in, as its event tells it. */
  void enter(String information) throws SQLException {
    Matcher number = EVENT.matcher(information);
    if (!number.matches()) {
      throw new SQLException("a transaction's number is not understood: " + information);
    }
    long next = Long.parseLong(number.group(2));
    Long before = last.put(number.group(1), next);
    if (before != null && next <= before) {
      throw begunAnew(number.group(1), before, next);
    }
  }

  /** Compares with what the server tells after all events that it has told. */
  void verify(String state) throws SQLException {
    Map<String, Long> now = new HashMap<>();
    numbers(state, now);
    for (Map.Entry<String, Long> known : last.entrySet()) {
      long found = now.getOrDefault(known.getKey(), 0L);
      if (found < known.getValue()) {
        throw begunAnew(known.getKey(), known.getValue(), found);
      }
    }
  }

  private static void numbers(String state, Map<String, Long> numbers) {
    Matcher number = NUMBER.matcher(state);
    while (number.find()) {
      numbers.put(number.group(1), Long.parseLong(number.group(2)));
    }
  }

  private static SQLException begunAnew(String counter, long before, long now) {
    return new SQLException(
        "it was begun anew: transactions of [%s] were counted up to %d, and now from %d"
            .formatted(counter, before, now));
  }
}
