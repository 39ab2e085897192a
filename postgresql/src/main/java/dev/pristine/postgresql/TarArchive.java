package dev.pristine.postgresql;

import dev.pristine.embedded.UnpackedFolder;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** An archive of files, folders and symbolic links. */
final class TarArchive {

  private static final int EXECUTABLE = 0100;

  private TarArchive() {}

  static void unpack(InputStream input, UnpackedFolder folder) throws IOException {
    try (TarArchiveInputStream archive = new TarArchiveInputStream(input)) {
      for (TarArchiveEntry entry = archive.getNextEntry();
          entry != null;
          entry = archive.getNextEntry()) {
        unpack(archive, entry, folder);
      }
    }
  }

  private static void unpack(
      TarArchiveInputStream archive, TarArchiveEntry entry, UnpackedFolder folder)
      throws IOException {
    if (entry.isDirectory()) {
      folder.addFolder(entry.getName());
    } else if (entry.isSymbolicLink()) {
      folder.addSymbolicLink(entry.getName(), entry.getLinkName());
    } else if (entry.isLink()) {
      folder.addLink(entry.getName(), entry.getLinkName());
    } else if (entry.isFile()) {
      folder.addFile(entry.getName(), archive, (entry.getMode() & EXECUTABLE) != 0);
    }
  }
}
