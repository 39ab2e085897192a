package dev.pristine.sqlite;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Makes exceptions: a whole message, and the SQLState that fits. */
final class Trouble {

  private static final String BAD_ADDRESS = "08001";
  private static final String DISK_FULL = "53100";
  private static final String IN_USE = "55006";
  private static final String SYSTEM = "58000";

  private static final List<String> FULL =
      List.of("No space left on device", "Disk quota exceeded", "not enough space on the disk");

  private Trouble() {}

  /** Tells that the text of {@code pristine.server} is not one that we take. */
  static SQLException badAddress(String message) {
    return new SQLException(message, BAD_ADDRESS);
  }

  /** Tells that something is still used by others. */
  static SQLException inUse(String message) {
    return new SQLException(message, IN_USE);
  }

  static SQLException of(String message) {
    return new SQLException(message, SYSTEM);
  }

  /**
   * Tells of a failure of files.
   *
   * @param what what could not be done, as a sentence without its full stop
   */
  static SQLException of(String what, IOException cause) {
    String reason = reason(cause);
    boolean full = FULL.stream().anyMatch(reason::contains);
    return new SQLException(what + ": " + reason, full ? DISK_FULL : SYSTEM, cause);
  }

  /**
   * Gives a failure of SQLite itself, which knows no SQLStates, the one that fits.
   *
   * @param what what could not be done, as a sentence without its full stop
   */
  static SQLException of(String what, SQLException cause) {
    boolean full = cause instanceof SQLiteException e && isFull(e.getResultCode());
    return new SQLException(
        what + ": " + cause.getMessage(), full ? DISK_FULL : SYSTEM, cause.getErrorCode(), cause);
  }

  /** What SQLite says when a file that it maps into memory cannot grow is an input/output error. */
  private static boolean isFull(SQLiteErrorCode code) {
    return code == SQLiteErrorCode.SQLITE_FULL || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
  }

  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException denied) {
      return "no permission for [" + denied.getFile() + "]";
    }
    if (cause instanceof NoSuchFileException missing) {
      return "[" + missing.getFile() + "] does not exist";
    }
    if (cause instanceof FileSystemException file && file.getReason() != null) {
      return "[" + file.getFile() + "]: " + file.getReason();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
