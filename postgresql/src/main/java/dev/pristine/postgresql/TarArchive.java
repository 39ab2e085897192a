package dev.pristine.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An archive of files, folders and symbolic links. */
final class TarArchive {

  private TarArchive() {}

  /** Unpacks into a folder that does not exist yet, readable by everybody, writable by us alone. */
  static void unpack(InputStream input, Path folder) throws IOException {
    FileTree.createFolder(folder, FileTree.SHARED_FOLDER);
    try (TarArchiveInputStream archive = new TarArchiveInputStream(input)) {
      for (TarArchiveEntry entry = archive.getNextEntry();
          entry != null;
          entry = archive.getNextEntry()) {
        unpack(archive, entry, folder);
      }
    }
  }

  private static void unpack(TarArchiveInputStream archive, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path target = inside(folder, folder.resolve(entry.getName()));
    if (entry.isDirectory()) {
      createParents(folder, target);
      return;
    }
    createParents(folder, inside(folder, target.resolveSibling(".")));
    if (entry.isSymbolicLink()) {
      inside(folder, target.resolveSibling(entry.getLinkName()));
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      Files.createLink(target, inside(folder, folder.resolve(entry.getLinkName())));
    } else if (entry.isFile()) {
      Files.copy(archive, target);
      if (FileTree.posix(target)) {
        boolean executable = (entry.getMode() & 0100) != 0;
        Files.setPosixFilePermissions(
            target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }

  private static void createParents(Path folder, Path target) throws IOException {
    if (target.equals(folder) || Files.isDirectory(target)) {
      return;
    }
    Path parent = target.getParent();
    if (parent != null) {
      createParents(folder, parent);
    }
    FileTree.createFolder(target, FileTree.SHARED_FOLDER);
  }

  private static Path inside(Path folder, Path path) throws IOException {
    Path plain = path.normalize();
    if (!plain.startsWith(folder)) {
      throw new IOException("the archive has a path that leads out of its folder: " + path);
    }
    return plain;
  }
}
