package dev.pristine.mariadb;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * On MariaDB transactions are numbered, and from 1 again where the log is begun anew: 11.4 was seen
 * to do so, the documentation of {@code RESET MASTER} is silent.
 */
final class MariadbLogIdentity implements LogIdentity {

  private static final Pattern NUMBER = Pattern.compile("\\b(\\d+-\\d+)-(\\d+)\\b");

  /**
   * Domain, server and number, after what begins, and before the number of the group commit, if
   * there was one, and the phase of an {@code ALTER}, if it has several: so {@code
   * Gtid_log_event::pack_info} in the server's {@code sql/log_event_server.cc} writes it.
   */
  private static final Pattern EVENT =
      Pattern.compile("(?s)(?:.* )?GTID (\\d+-\\d+)-(\\d+)(?: .*)?");

  private final Map<String, Long> last = new HashMap<>();

  /** It tells how far each server has counted in each domain. */
  @Override
  public String question() {
    return "SELECT @@global.gtid_binlog_state";
  }

  @Override
  public void begin(String state) {
    last.clear();
    numbers(state, last);
  }

  @Override
  public void enter(String information) throws SQLException {
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

  @Override
  public void verify(String state) throws SQLException {
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
