package dev.pristine.leases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The owners of a store that is a file. Each has a file beside it that it keeps locked, and the
 * system gives the lock back when the process ends, however it ends.
 *
 * <p>A lock belongs to the process, and closing any descriptor of the file gives it back. So a
 * process never opens the files of its own owners again, and knows them by {@link #OWN}; and, where
 * this class is loaded twice, by system properties, which the whole process has in common.
 */
final class OwnerFiles {

  private static final Logger log = LoggerFactory.getLogger(OwnerFiles.class);

  private static final String SUFFIX = ".lock";

  /** The owners that are this process, with what keeps their files locked. */
  private static final ConcurrentHashMap<Path, FileChannel> OWN = new ConcurrentHashMap<>();

  private static final String MARK = "dev.pristine.leases.owner.";

  private final Path folder;

  private OwnerFiles(Path folder) {
    this.folder = folder;
  }

  static OwnerFiles beside(Path store) throws IOException {
    Path folder = store.resolveSibling(store.getFileName() + "-owners");
    Files.createDirectories(folder);
    return new OwnerFiles(folder.toRealPath());
  }

  /** Makes a new owner. Its file has its name only once it is locked. */
  @SuppressWarnings("StreamResourceLeak")
  String register() throws IOException {
    String id = Ids.random();
    Path temporary = folder.resolve(id + ".new");
    FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean done = false;
    try {
      if (channel.tryLock() == null) {
        throw new IOException("A new file is locked already: " + temporary);
      }
      OWN.put(file(id), channel);
      System.setProperty(MARK + id, "");
      Files.move(temporary, file(id), StandardCopyOption.ATOMIC_MOVE);
      done = true;
      return id;
    } finally {
      if (!done) {
        OWN.remove(file(id));
        System.clearProperty(MARK + id);
        channel.close();
        Files.deleteIfExists(temporary);
      }
    }
  }

  /** Returns where the files are. */
  Path folder() {
    return folder;
  }

  void unregister(String id) {
    Path file = file(id);
    FileChannel channel = OWN.remove(file);
    try {
      Files.deleteIfExists(file);
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      log.debug("Could not remove [{}]; the next process does", file, e);
    }
    System.clearProperty(MARK + id);
  }

  /** Returns those that are certainly dead, and removes their files. */
  Set<String> dead(Collection<String> ids) {
    Set<String> dead = new HashSet<>();
    for (String id : ids) {
      if (Ids.isOne(id) && System.getProperty(MARK + id) == null && isDead(file(id))) {
        Bell.remove(folder, id);
        dead.add(id);
      }
    }
    return dead;
  }

  private static boolean isDead(Path file) {
    // One at a time, or threads would be in each other's way.
    synchronized (OWN) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        // Shared, so that several who look at once do not take each other for the owner.
        FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true);
        if (lock == null) {
          return false;
        }
        Files.deleteIfExists(file);
        return true;
      } catch (NoSuchFileException e) {
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException("Could not tell whether the owner of " + file + " lives", e);
      }
    }
  }

  private Path file(String id) {
    return folder.resolve(id + SUFFIX);
  }
}
