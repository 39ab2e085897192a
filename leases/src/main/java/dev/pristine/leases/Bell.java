package dev.pristine.leases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By what processes that share a file tell each other that somebody was given something: each has a
 * folder that it watches, and a file in it that others touch. Where the system does not tell of
 * that at once, there is nothing to wait for, and one has to look.
 */
final class Bell implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Bell.class);

  private static final String SUFFIX = ".bell";
  private static final String CLAPPER = "rung";

  private final Path folder;
  private final @Nullable WatchService watch;

  private Bell(Path folder, @Nullable WatchService watch) {
    this.folder = folder;
    this.watch = watch;
  }

  /**
   * Makes the bell of an owner of this process.
   *
   * @param listens whether it is to be heard, if the system can do that
   */
  static Bell hang(Path owners, String owner, boolean listens) throws IOException {
    Path folder = owners.resolve(owner + SUFFIX);
    Files.createDirectory(folder);
    Files.createFile(folder.resolve(CLAPPER));
    return new Bell(folder, listens ? watch(folder) : null);
  }

  private static @Nullable WatchService watch(Path folder) {
    WatchService made = null;
    try {
      made = folder.getFileSystem().newWatchService();
      // Where Java itself looks, it does so every few seconds.
      if (!made.getClass().getSimpleName().startsWith("Polling")) {
        folder.register(made, StandardWatchEventKinds.ENTRY_MODIFY);
        WatchService watch = made;
        made = null;
        return watch;
      }
    } catch (IOException | UnsupportedOperationException e) {
      log.debug(
          "[{}] cannot be watched, as where too many folders are: it is looked at", folder, e);
    } finally {
      close(made);
    }
    return null;
  }

  /** Wakes an owner, if he still lives; another language's owners have no bell. */
  static void ring(Path owners, String owner) {
    if (Ids.isOne(owner)) {
      try {
        Files.setLastModifiedTime(
            owners.resolve(owner + SUFFIX).resolve(CLAPPER),
            FileTime.fromMillis(System.currentTimeMillis()));
      } catch (IOException e) {
        log.trace("[{}] has no bell any more: he looks himself, if he lives", owner, e);
      }
    }
  }

  /** Tells whether somebody else can wake this owner. */
  boolean isHeard() {
    return watch != null;
  }

  /** Waits until it is rung, if it has not been since the last time; tells whether it was. */
  boolean await(long millis) throws InterruptedException {
    WatchKey key = watch == null ? null : watch.poll(millis, TimeUnit.MILLISECONDS);
    if (key == null) {
      return false;
    }
    key.pollEvents();
    return key.reset();
  }

  @Override
  public void close() {
    close(watch);
    remove(folder);
  }

  /** Removes the bell of an owner who has ended. */
  static void remove(Path owners, String owner) {
    remove(owners.resolve(owner + SUFFIX));
  }

  private static void remove(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve(CLAPPER));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      log.debug("Could not remove [{}]", folder, e);
    }
  }

  private static void close(@Nullable WatchService watch) {
    if (watch != null) {
      try {
        watch.close();
      } catch (IOException e) {
        log.debug("Could not end watching", e);
      }
    }
  }
}
