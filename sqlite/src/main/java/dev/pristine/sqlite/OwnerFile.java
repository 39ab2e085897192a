package dev.pristine.sqlite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The locked file that shows that an owner lives. */
final class OwnerFile implements AutoCloseable {

  private final String id;
  private final Path file;
  private final Path description;
  private final FileChannel channel;
  private final FileLock lock;

  private OwnerFile(String id, Path file, Path description, FileChannel channel, FileLock lock) {
    this.id = id;
    this.file = file;
    this.description = description;
    this.channel = channel;
    this.lock = lock;
  }

  /** Makes a new owner. */
  static OwnerFile create(Owners owners, String project) throws SQLException {
    String id = "%08x".formatted(new SecureRandom().nextInt());
    Path file = owners.folder().resolve(owners.nameOf(id));
    Path unlocked = owners.folder().resolve(id + ".new");
    FileChannel channel = null;
    boolean made = false;
    try {
      Files.write(
          owners.description(id),
          List.of(
              Instant.now().toString(),
              "%s, process %d on %s".formatted(project, ProcessHandle.current().pid(), host())));
      channel =
          FileChannel.open(
              unlocked, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw Trouble.of("The new file [%s] is locked by somebody else".formatted(unlocked));
      }
      // Under its own name only when it is locked: without its lock it would be taken for dead.
      Files.move(unlocked, file, StandardCopyOption.ATOMIC_MOVE);
      made = true;
      return new OwnerFile(id, file, owners.description(id), channel, lock);
    } catch (IOException e) {
      throw Trouble.of("Could not make the owner's file [" + file + "]", e);
    } finally {
      if (!made && channel != null) {
        closeQuietly(channel, unlocked);
      }
    }
  }

  String id() {
    return id;
  }

  /** Makes sure that the lock is still held, and that others can see it. */
  void verify() throws SQLException {
    if (!lock.isValid() || !Files.exists(file)) {
      throw Trouble.of("the file [%s] is gone".formatted(file));
    }
  }

  @Override
  public void close() throws SQLException {
    try (channel) {
      Files.deleteIfExists(file);
      Files.deleteIfExists(description);
    } catch (IOException e) {
      throw Trouble.of("Could not remove [" + file + "]", e);
    }
  }

  private static void closeQuietly(FileChannel channel, Path unlocked) {
    try (channel) {
      Files.deleteIfExists(unlocked);
    } catch (IOException e) {
      // What matters is told already.
      unlocked.toFile().deleteOnExit();
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this machine";
    }
  }
}
