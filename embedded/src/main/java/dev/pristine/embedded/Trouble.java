package dev.pristine.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes the exceptions of embedded servers: a whole message, and the SQLState that fits. */
public final class Trouble {

  /** The server could not be started, or not be reached. */
  public static final String CANNOT_CONNECT = "08001";

  /** A disk, or a folder in memory, is full. */
  static final String DISK_FULL = "53100";

  /** The server is in use by others. */
  static final String IN_USE = "55006";

  /** The system refused something else. */
  static final String SYSTEM = "58000";

  private static final List<String> FULL =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "There is not enough space on the disk");

  /** What programs print that tell only the number by which Linux knows a full disk, ENOSPC. */
  private static final Pattern FULL_BY_NUMBER =
      Pattern.compile("(?i)\\b(?:error(?: number|:)?|errno:?|errcode:) 28\\b");

  private Trouble() {}

  /** Tells of what the system refused. */
  public static SQLException of(String message) {
    return new SQLException(message, SYSTEM);
  }

  /** Tells of something else, with the SQLState that fits. */
  public static SQLException of(String message, String state) {
    return new SQLException(message, state);
  }

  /**
   * Tells of a failure of files.
   *
   * @param what what could not be done, as a sentence without its full stop
   */
  public static SQLException of(String what, IOException cause) {
    String reason = reason(cause);
    boolean full = tellsOfFullDisk(reason);
    return new SQLException(
        "%s: %s. %s".formatted(what, reason, full ? Trouble.MAKE_ROOM : Trouble.LOOK_AT_FOLDER),
        full ? DISK_FULL : SYSTEM,
        cause);
  }

  /**
   * Tells of a program that failed.
   *
   * @param what what could not be done, as a sentence without its full stop
   * @param output what the program printed
   */
  public static SQLException ofProgram(String what, String output) {
    boolean full = tellsOfFullDisk(output);
    return of(
        "%s. It printed:%n%s%n%s"
            .formatted(
                what,
                output.isBlank() ? "nothing" : output.strip(),
                full ? MAKE_ROOM : "Mend what it complains of, and try again."),
        full ? DISK_FULL : CANNOT_CONNECT);
  }

  static SQLException interrupted(String what, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new SQLException(what + ": the thread was interrupted.", SYSTEM, cause);
  }

  static boolean tellsOfFullDisk(String text) {
    return FULL.stream().anyMatch(text::contains) || FULL_BY_NUMBER.matcher(text).find();
  }

  static final String MAKE_ROOM =
      "The disk is full: make room there, or set pristine.cache to a folder on another disk.";

  private static final String LOOK_AT_FOLDER =
      "Make that folder accessible, or set pristine.cache to another one.";

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
    @Nullable String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
