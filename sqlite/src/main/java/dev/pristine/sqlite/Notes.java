package dev.pristine.sqlite;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * What is kept with databases, in a file beside each: a text, and of templates what they must look
 * like, so that one that a crash of the machine damaged is not taken for whole. Thread-safe.
 */
final class Notes {

  private static final String EXTENSION = ".note";
  private static final String NO_SEAL = "-";
  private static final int BLOCK = 1 << 16;

  /** The files that were looked through, and what they looked like then. */
  private final Map<DatabaseFile, Looked> looked = new ConcurrentHashMap<>();

  /**
   * A file that was looked through.
   *
   * @param size and {@code modified} tell whether it is still the same
   */
  private record Looked(long size, long modified, String seal) {}

  /**
   * What is kept with one database.
   *
   * @param seal what its file must look like; {@code -} if anything will do
   * @param text the text
   */
  record Note(String seal, String text) {

    static final Note NONE = new Note(NO_SEAL, "");

    boolean isSealed() {
      return !seal.equals(NO_SEAL);
    }
  }

  Note read(DatabaseFile file) throws SQLException {
    try {
      String content = Files.readString(path(file));
      int lineBreak = content.indexOf('\n');
      return lineBreak < 0
          ? Note.NONE
          : new Note(content.substring(0, lineBreak), content.substring(lineBreak + 1));
    } catch (NoSuchFileException e) {
      return Note.NONE;
    } catch (IOException e) {
      throw Trouble.of("Could not read the note of [" + file.path() + "]", e);
    }
  }

  /** Keeps a text, in place of the one before. */
  void write(DatabaseFile file, String text) throws SQLException {
    write(file, new Note(read(file).seal(), text));
  }

  void write(DatabaseFile file, Note note) throws SQLException {
    Path path = path(file);
    String writer = ProcessHandle.current().pid() + "-" + Thread.currentThread().getId();
    Path fresh = path.resolveSibling(path.getFileName() + "." + writer);
    try {
      byte[] content = (note.seal() + "\n" + note.text()).getBytes(StandardCharsets.UTF_8);
      // Through to the disk: renamed, but empty, it would be a note that says nothing.
      Files.write(
          fresh,
          content,
          StandardOpenOption.CREATE,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.DSYNC);
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Trouble.of("Could not write the note of [" + file.path() + "]", e);
    }
  }

  void delete(DatabaseFile file) throws SQLException {
    looked.remove(file);
    try {
      Files.deleteIfExists(path(file));
    } catch (IOException e) {
      throw Trouble.of("Could not delete the note of [" + file.path() + "]", e);
    }
  }

  /** Tells whether a file is as its note says, reading it only once while it does not change. */
  boolean isWhole(DatabaseFile file, Note note) throws SQLException {
    return note.seal().equals(seal(file));
  }

  /** Returns what a file looks like; nobody in this process may be connected to it. */
  String seal(DatabaseFile file) throws SQLException {
    try {
      BasicFileAttributes now = Files.readAttributes(file.path(), BasicFileAttributes.class);
      long modified = now.lastModifiedTime().toMillis();
      Looked before = looked.get(file);
      if (before != null && before.size() == now.size() && before.modified() == modified) {
        return before.seal();
      }
      String seal = now.size() + " " + checksum(file.path());
      looked.put(file, new Looked(now.size(), modified, seal));
      return seal;
    } catch (IOException e) {
      throw Trouble.of("Could not read [" + file.path() + "]", e);
    }
  }

  private static String checksum(Path file) throws IOException {
    CRC32C checksum = new CRC32C();
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(block) >= 0) {
        checksum.update(block.flip());
        block.clear();
      }
    }
    return Long.toHexString(checksum.getValue());
  }

  private static Path path(DatabaseFile file) {
    return file.beside(EXTENSION);
  }
}
