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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Linux tells of who has database files open. In WAL mode, which all connections to tests'
 * databases use, a connection that has read once holds a lock on the file until it is closed, and
 * has the log open.
 */
final class OpenFiles {

  private static final Path LOCKS = Path.of("/proc/locks");
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private static final Pattern BLANKS = Pattern.compile(" +");

  private OpenFiles() {}

  /** Tells whether this system tells it at all. */
  static boolean canTell() {
    return Files.isReadable(LOCKS) && Files.isDirectory(DESCRIPTORS);
  }

  /** Returns which processes hold locks on which files, by the files' inodes; empty if unknown. */
  static Map<Long, Set<Long>> processesByInode() throws SQLException {
    Map<Long, Set<Long>> processes = new HashMap<>();
    locks()
        .lines()
        .map(Lock::of)
        .flatMap(Optional::stream)
        .forEach(
            lock ->
                processes.computeIfAbsent(lock.inode, unused -> new HashSet<>()).add(lock.process));
    return processes;
  }

  /**
   * Returns which processes hold locks on one file; empty if unknown. All others' lines, of which
   * there may be hundreds, are only searched.
   */
  static Set<Long> processesOf(long inode) throws SQLException {
    Set<Long> processes = new HashSet<>();
    String locks = locks();
    String wanted = ":" + inode + " ";
    for (int at = locks.indexOf(wanted); at >= 0; at = locks.indexOf(wanted, at + 1)) {
      int end = locks.indexOf('\n', at);
      Lock.of(locks.substring(locks.lastIndexOf('\n', at) + 1, end < 0 ? locks.length() : end))
          .ifPresent(lock -> processes.add(lock.process));
    }
    return processes;
  }

  private static String locks() throws SQLException {
    try {
      return canTell() ? Files.readString(LOCKS) : "";
    } catch (IOException e) {
      throw Trouble.of("Could not tell which files are open", e);
    }
  }

  private record Lock(long inode, long process) {

    /** Reads a line; empty for one that waits, or is of another kind. */
    static Optional<Lock> of(String line) {
      // 5: POSIX  ADVISORY  READ 27447 fe:00:2146339 1073741826 1073742335
      String[] words = BLANKS.split(line.trim());
      if (words.length <= 5 || !words[1].equals("POSIX")) {
        return Optional.empty();
      }
      String inode = words[5].substring(words[5].lastIndexOf(':') + 1);
      return Optional.of(new Lock(Long.parseLong(inode), Long.parseLong(words[4])));
    }
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
