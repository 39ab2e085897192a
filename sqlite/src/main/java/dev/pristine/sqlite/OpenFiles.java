package dev.pristine.sqlite;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Linux tells of who has database files open. In WAL mode, which all connections to tests'
 * databases use, a connection that has read once holds a lock on the file until it is closed, and
 * has the log open.
 */
final class OpenFiles {

  private static final Path LOCKS = Path.of("/proc/locks");
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private OpenFiles() {}

  /** Tells whether this system tells it at all. */
  static boolean canTell() {
    return Files.isReadable(LOCKS) && Files.isDirectory(DESCRIPTORS);
  }

  /** Returns which processes hold locks on which files, by the files' inodes; empty if unknown. */
  static Map<Long, Set<Long>> processesByInode() throws SQLException {
    if (!canTell()) {
      return Map.of();
    }
    Map<Long, Set<Long>> processes = new HashMap<>();
    try {
      for (String line : Files.readAllLines(LOCKS)) {
        // 5: POSIX  ADVISORY  READ 27447 fe:00:2146339 1073741826 1073742335
        List<String> words = List.of(line.trim().split("\\s+"));
        if (words.size() > 5 && words.get(1).equals("POSIX")) {
          String device = words.get(5);
          long inode = Long.parseLong(device.substring(device.lastIndexOf(':') + 1));
          processes
              .computeIfAbsent(inode, unused -> new HashSet<>())
              .add(Long.parseLong(words.get(4)));
        }
      }
    } catch (IOException e) {
      throw Trouble.of("Could not tell which files are open", e);
    }
    return processes;
  }

  /** Returns a file's inode; 0 if there is no such file, or the system has none. */
  static long inode(Path file) throws SQLException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return 0;
    }
    try {
      return ((Number) Files.getAttribute(file, "unix:ino")).longValue();
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw Trouble.of("Could not look at [" + file + "]", e);
    }
  }

  /** Counts how often this process has a file open. */
  static int descriptorsOf(Path file) throws SQLException {
    String wanted = file.toString();
    int count = 0;
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path descriptor : descriptors) {
        if (isLinkTo(descriptor, wanted)) {
          count++;
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw Trouble.of("Could not tell which files are open (" + e.getMessage() + ")");
    }
    return count;
  }

  private static boolean isLinkTo(Path descriptor, String wanted) {
    try {
      return Files.readSymbolicLink(descriptor).toString().equals(wanted);
    } catch (IOException e) {
      // Closed meanwhile, by another thread.
      return false;
    }
  }
}
