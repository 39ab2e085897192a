package dev.pristine.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/** A folder with all that is in it: made, copied, summed up and removed. */
final class FileTree {

  /** What others may enter and read. */
  static final Set<PosixFilePermission> SHARED_FOLDER =
      PosixFilePermissions.fromString("rwxr-xr-x");

  /** What is for its owner alone. */
  static final Set<PosixFilePermission> PRIVATE_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  /** What is for its owner alone. */
  static final Set<PosixFilePermission> PRIVATE_FILE = PosixFilePermissions.fromString("rw-------");

  private static final int BUFFER = 1 << 20;

  private FileTree() {}

  /** The length of a file and a checksum over its bytes (CRC-32C). */
  record Sum(long length, long checksum) {}

  static boolean posix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Makes a folder with exactly these permissions, whatever the process's mask is. */
  static void createFolder(Path folder, Set<PosixFilePermission> permissions) throws IOException {
    if (!posix(folder)) {
      Files.createDirectory(folder);
      return;
    }
    // Never wider than meant, not even for a moment; the mask may have made it narrower.
    Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(permissions));
    Files.setPosixFilePermissions(folder, permissions);
  }

  /** Makes a folder and those above it that are missing. */
  static void createFolders(Path folder, Set<PosixFilePermission> permissions) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      createFolders(parent, permissions);
    }
    try {
      createFolder(folder, permissions);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  /** Writes a file that only its owner may read; whoever looks sees the old one or the new one. */
  static void writePrivately(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, privately(file, PRIVATE_FILE));
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /**
   * Copies the plain files and folders of one folder into another, for their owner alone, and sums
   * them up on the way.
   *
   * @param wanted which paths to copy, seen from the folder; nothing below a folder that is not
   *     wanted is looked at
   * @param to does not exist yet
   * @param account who is to own the copies
   * @return the files' sums by their path, with {@code /} between its names
   */
  static Map<String, Sum> copy(Path from, Predicate<String> wanted, Path to, Account account)
      throws IOException {
    Map<String, Sum> sums = new TreeMap<>();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    createFolder(to, PRIVATE_FOLDER);
    account.own(to);
    copy(from, "", wanted, to, account, buffer, sums);
    return sums;
  }

  private static void copy(
      Path from,
      String prefix,
      Predicate<String> wanted,
      Path to,
      Account account,
      ByteBuffer buffer,
      Map<String, Sum> sums)
      throws IOException {
    FileAttribute<?>[] privately = privately(to, PRIVATE_FILE);
    for (Path source : list(from)) {
      String path = prefix + source.getFileName();
      if (!wanted.test(path)) {
        continue;
      }
      Path target = to.resolve(source.getFileName());
      if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
        createFolder(target, PRIVATE_FOLDER);
        copy(source, path + "/", wanted, target, account, buffer, sums);
      } else {
        try (FileChannel input =
                FileChannel.open(source, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            FileChannel output =
                FileChannel.open(
                    target,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    privately)) {
          sums.put(path, transfer(input, output, buffer));
        }
      }
      account.own(target);
    }
  }

  private static Sum transfer(FileChannel input, FileChannel output, ByteBuffer buffer)
      throws IOException {
    CRC32C checksum = new CRC32C();
    long length = 0;
    while (input.read(buffer.clear()) >= 0) {
      length += buffer.flip().remaining();
      checksum.update(buffer.duplicate());
      while (buffer.hasRemaining()) {
        output.write(buffer);
      }
    }
    return new Sum(length, checksum.getValue());
  }

  /** Sums up every file in a folder; of a symbolic link, where it leads. */
  static Map<String, Sum> sums(Path folder) throws IOException {
    Map<String, Sum> sums = new TreeMap<>();
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String path = folder.relativize(file).toString().replace('\\', '/');
            sums.put(path, attributes.isSymbolicLink() ? sumOfLink(file) : sum(file, buffer));
            return FileVisitResult.CONTINUE;
          }
        });
    return sums;
  }

  private static Sum sumOfLink(Path link) throws IOException {
    byte[] target = Files.readSymbolicLink(link).toString().getBytes(StandardCharsets.UTF_8);
    CRC32C checksum = new CRC32C();
    checksum.update(target);
    return new Sum(target.length, checksum.getValue());
  }

  private static Sum sum(Path file, ByteBuffer buffer) throws IOException {
    CRC32C checksum = new CRC32C();
    long length = 0;
    try (FileChannel input = FileChannel.open(file, StandardOpenOption.READ)) {
      while (input.read(buffer.clear()) >= 0) {
        length += buffer.flip().remaining();
        checksum.update(buffer);
      }
    }
    return new Sum(length, checksum.getValue());
  }

  /** Removes a file, or a folder with all that is in it. Does nothing if it does not exist. */
  static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try {
        for (Path child : list(path)) {
          delete(child);
        }
      } catch (NoSuchFileException e) {
        // Somebody else removes it too.
      }
    }
    Files.deleteIfExists(path);
  }

  /** Lists what is in a folder. */
  static List<Path> list(Path folder) throws IOException {
    return list(folder, "*");
  }

  /** Lists what is in a folder and has such a name. */
  static List<Path> list(Path folder, String glob) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, glob)) {
      stream.forEach(paths::add);
    } catch (UncheckedIOException | DirectoryIteratorException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
    }
    return paths;
  }

  private static FileAttribute<?>[] privately(Path path, Set<PosixFilePermission> permissions) {
    return posix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
