package dev.pristine.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A folder that an archive is unpacked into, readable by everybody, writable by us alone. Nothing
 * leads out of it. Folders that the archive does not name are made nevertheless.
 */
public final class UnpackedFolder {

  private final Path folder;

  private UnpackedFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder, which does not exist yet. */
  public static UnpackedFolder create(Path folder) throws IOException {
    FileTree.createFolder(folder, FileTree.SHARED_FOLDER);
    return new UnpackedFolder(folder.normalize());
  }

  /** Adds a folder. */
  public void addFolder(String name) throws IOException {
    createWithParents(inside(folder.resolve(name)));
  }

  /** Adds a file, with the bytes up to the stream's end; the stream is not closed. */
  public void addFile(String name, InputStream bytes, boolean executable) throws IOException {
    Path target = place(name);
    Files.copy(bytes, target);
    if (FileTree.posix(target)) {
      Files.setPosixFilePermissions(
          target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  /** Adds a symbolic link, whose target is seen from the folder that it is in. */
  public void addSymbolicLink(String name, String target) throws IOException {
    Path link = place(name);
    inside(link.resolveSibling(target));
    Files.createSymbolicLink(link, Path.of(target));
  }

  /** Adds another name for a file that was added before. */
  public void addLink(String name, String existing) throws IOException {
    Files.createLink(place(name), inside(folder.resolve(existing)));
  }

  private Path place(String name) throws IOException {
    Path target = inside(folder.resolve(name));
    createWithParents(inside(target.resolveSibling(".")));
    return target;
  }

  private void createWithParents(Path target) throws IOException {
    if (target.equals(folder) || Files.isDirectory(target)) {
      return;
    }
    Path parent = target.getParent();
    if (parent != null) {
      createWithParents(parent);
    }
    FileTree.createFolder(target, FileTree.SHARED_FOLDER);
  }

  private Path inside(Path path) throws IOException {
    Path plain = path.normalize();
    if (!plain.startsWith(folder)) {
      throw new IOException("the archive has a path that leads out of its folder: " + path);
    }
    return plain;
  }
}
