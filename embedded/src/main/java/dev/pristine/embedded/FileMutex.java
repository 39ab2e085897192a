package dev.pristine.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread of all processes of this machine at a time do something. It ends with its
 * process, however that dies.
 *
 * <p>The file is never removed: whoever waits for its lock would otherwise get one that nobody who
 * comes later knows of.
 */
final class FileMutex {

  /** What is done by one at a time. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException, SQLException;
  }

  private static final int LONGEST_PAUSE = 10;

  private final Path file;
  private final Duration patience;
  private final Object monitor;

  /**
   * Names the file; it need not exist yet, but its folder must.
   *
   * @param patience how long to wait for another process
   */
  FileMutex(Path file, Duration patience) throws IOException {
    this.file = file.toRealPath().normalize();
    this.patience = patience;
    // A POSIX lock belongs to the process, and closing any channel to the file gives it back. So
    // two threads must not even open the file at once, and that holds across class loaders too,
    // each of
    // which has classes and static fields of its own; but a string constant is one in the process.
    this.monitor = ("dev.pristine.embedded.FileMutex " + this.file).intern();
  }

  /** Makes the file if it is missing. */
  static FileMutex of(Path file, Duration patience) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      // As it should be, for all but the first.
    }
    return new FileMutex(file, patience);
  }

  <T> T hold(Work<T> work) throws IOException, SQLException {
    if (Thread.holdsLock(monitor)) {
      throw new IllegalStateException("This thread holds the lock [" + file + "] already");
    }
    synchronized (monitor) {
      try (FileChannel channel =
              FileChannel.open(file, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE));
          FileLock lock = lock(channel)) {
        sign(channel);
        return work.run();
      }
    }
  }

  private FileLock lock(FileChannel channel) throws IOException, SQLException {
    long deadline = System.nanoTime() + patience.toNanos();
    int pause = 1;
    // Not the call that waits: it has no time limit.
    for (@Nullable FileLock lock = channel.tryLock(); ; lock = channel.tryLock()) {
      if (lock != null) {
        return lock;
      }
      if (System.nanoTime() - deadline > 0) {
        throw Trouble.of(
            "The lock [%s] was not free within %d s. It is held by %s, which is perhaps stopped in a debugger. End that process, or wait and try again."
                .formatted(file, patience.toSeconds(), holder(channel)));
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        throw Trouble.interrupted("Could not wait for the lock [" + file + "]", e);
      }
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  private static void sign(FileChannel channel) throws IOException {
    channel.truncate(0);
    String text = "process " + ProcessHandle.current().pid();
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(64);
    int length = channel.read(buffer, 0);
    return length > 0
        ? new String(buffer.array(), 0, length, StandardCharsets.UTF_8)
        : "another process";
  }
}
