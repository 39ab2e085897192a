package dev.pristine.embedded;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder in memory where a server can keep its data, and how much memory there is.
 *
 * @param folder the folder
 * @param system what the system says of it
 */
record Memory(Path folder, Facts system) {

  /** How much must be free, and must be no more than a quarter of all memory. */
  static final long NEEDED = 1L << 30;

  private static final int SHARE = 4;

  /** What the system says. */
  interface Facts {

    /** Returns the type of the file system that the folder is on. */
    String type(Path folder) throws IOException;

    /** Returns how many bytes are free there. */
    long free(Path folder) throws IOException;

    /** Returns how many bytes of memory this process may use with all its like. */
    long limit();
  }

  static Memory ofThisMachine() {
    return new Memory(Path.of("/dev/shm"), new ThisMachine());
  }

  /** Returns why the data of a server should not be there; empty if it should. */
  Optional<String> objection() {
    try {
      if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
        return Optional.of("there is no folder [%s] to write to".formatted(folder));
      }
      if (!system.type(folder).equals("tmpfs")) {
        return Optional.of("[%s] is no tmpfs".formatted(folder));
      }
      if (system.free(folder) < NEEDED) {
        return Optional.of(
            "[%s] has %d MB free, and %d MB are needed"
                .formatted(folder, mega(system.free(folder)), mega(NEEDED)));
      }
      if (system.limit() / SHARE < NEEDED) {
        return Optional.of(
            "a quarter of the memory is %d MB, and %d MB are needed"
                .formatted(mega(system.limit() / SHARE), mega(NEEDED)));
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of("[%s] does not tell: %s".formatted(folder, e.getMessage()));
    }
  }

  private static long mega(long bytes) {
    return bytes >> 20;
  }

  /** What this machine says. */
  private static final class ThisMachine implements Facts {

    @Override
    public String type(Path folder) throws IOException {
      FileStore store = Files.getFileStore(folder);
      return store.type();
    }

    @Override
    public long free(Path folder) throws IOException {
      return Files.getFileStore(folder).getUsableSpace();
    }

    @Override
    public long limit() {
      return MemoryLimit.in(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
    }
  }
}
