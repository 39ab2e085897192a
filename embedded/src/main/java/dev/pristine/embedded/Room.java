package dev.pristine.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The room where a server's data lies. Copies of databases leave a part of it free: a server that
 * cannot write its log any more ends in the middle of everybody's tests, and may not start again
 * before somebody makes room by hand. Thread-safe.
 */
public final class Room {

  /** What the server's log needs while copies are given back. */
  private static final long LEFT_FREE = 32L << 20;

  private final Path data;

  /** What copies that are being made will take. */
  private final AtomicLong promised = new AtomicLong();

  Room(Path data) {
    this.data = data;
  }

  /** What was taken, until it shows in the file system. */
  public interface Taken extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes room for a copy that is about to be made.
   *
   * @param bytes what it will take
   * @return to be closed when it was made, or was not
   * @throws SQLException with SQLState 53100 if there is not enough
   */
  public Taken take(long bytes) throws SQLException {
    long before = promised.getAndAdd(bytes);
    boolean enough = false;
    try {
      long free = Files.getFileStore(data).getUsableSpace() - before;
      enough = free >= bytes + LEFT_FREE;
      if (!enough) {
        throw Trouble.of(
            "No space left for another copy of %d MB: of %d MB in [%s], %d MB stay free for the server's log, without which it would end"
                .formatted(mega(bytes), mega(Math.max(0, free)), data, mega(LEFT_FREE)),
            Trouble.DISK_FULL);
      }
    } catch (IOException e) {
      throw Trouble.of("Could not tell how much room is left in [" + data + "]", e);
    } finally {
      if (!enough) {
        promised.addAndGet(-bytes);
      }
    }
    return () -> promised.addAndGet(-bytes);
  }

  private static long mega(long bytes) {
    return bytes >> 20;
  }
}
