package dev.pristine.postgresql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the log told of one database and nobody has taken yet. Guarded by the monitor of the reader
 * that owns it.
 */
final class Ledger {

  private Map<Long, Written> files = new HashMap<>();
  private @Nullable String gap;
  private boolean sharedWritten;

  /**
   * What was taken from a ledger.
   *
   * @param files what was written to, by the files' numbers
   * @param gap why a part of the log was not read, so that nothing is certain; empty if all was
   * @param sharedWritten whether something was written that belongs to all databases
   * @param horizon the number, 64 bits, of the first transaction that began after the log's end
   * @param sessions the clients' sessions in the database, looked at after the log's end
   * @param left what then outlived sessions: transactions that stood prepared, replication slots
   */
  record Page(
      Map<Long, Written> files,
      Optional<String> gap,
      boolean sharedWritten,
      long horizon,
      List<Session> sessions,
      Left left) {}

  /** What outlives sessions, by name. */
  record Left(List<String> prepared, List<String> slots) {
    static final Left NOTHING = new Left(List.of(), List.of());

    Left and(Left other) {
      return new Left(joined(prepared, other.prepared), joined(slots, other.slots));
    }

    private static List<String> joined(List<String> some, List<String> others) {
      return Stream.concat(some.stream(), others.stream()).toList();
    }
  }

  /** A client's session in a database. */
  record Session(int pid, boolean inTransaction) {}

  void add(long file, Written written) {
    files.merge(file, written, Written::and);
  }

  void addShared() {
    sharedWritten = true;
  }

  void addGap(String reason) {
    gap = reason;
  }

  /** Takes all that is there, but for the gap: what was not read stays unknown. */
  Page take(long horizon, List<Session> sessions, Left left) {
    Page page = new Page(files, Optional.ofNullable(gap), sharedWritten, horizon, sessions, left);
    files = new HashMap<>();
    sharedWritten = false;
    return page;
  }
}
