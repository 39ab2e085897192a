package dev.pristine.enginetests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder that every user of the machine can enter: an embedded server that root starts
 * runs as somebody else, who cannot enter JUnit's temporary folders. Removed when it is closed.
 */
public final class OpenFolder implements AutoCloseable {

  private final Path path;

  private OpenFolder(Path path) {
    this.path = path;
  }

  /** What a few servers with their programs need. */
  private static final long ROOM = 3L << 30;

  /**
   * Makes one in the first of the usual places that everybody can enter; in memory where there is
   * room, because on some disks thousands of small files take their time.
   */
  public static OpenFolder create() throws IOException {
    List<String> places =
        List.of("/dev/shm", System.getProperty("java.io.tmpdir"), "/tmp", "/var/tmp");
    for (String place : places) {
      Path parent = Path.of(place);
      if (Files.isWritable(parent) && isOpen(parent) && hasRoom(parent)) {
        Path folder = Files.createTempDirectory(parent, "pristine-").toRealPath();
        if (isPosix(folder)) {
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return new OpenFolder(folder);
      }
    }
    throw new IOException("No temporary folder that every user can enter");
  }

  /** Makes one that is removed when this process ends in order. */
  public static OpenFolder untilExit() throws IOException {
    OpenFolder folder = create();
    Runtime.getRuntime().addShutdownHook(new Thread(folder::removeAtExit));
    return folder;
  }

  /** Returns where it is. */
  public Path path() {
    return path;
  }

  /** Removes it with all that is in it. */
  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Gone already, which is what was wanted.
    }
  }

  private void removeAtExit() {
    try {
      close();
    } catch (IOException e) {
      System.err.println("Could not remove " + path + ": " + e);
    }
  }

  private static boolean hasRoom(Path folder) throws IOException {
    return Files.getFileStore(folder).getUsableSpace() > ROOM;
  }

  private static boolean isOpen(Path folder) throws IOException {
    if (!isPosix(folder)) {
      return true;
    }
    for (Path at = folder.toRealPath(); at != null; at = at.getParent()) {
      if (!Files.getPosixFilePermissions(at).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPosix(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
