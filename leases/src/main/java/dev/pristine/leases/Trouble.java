package dev.pristine.leases;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.sql.SQLException;

/** Says what is the matter with a store. */
final class Trouble {

  private static final int READ_ONLY = 8;
  private static final int DISK = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANNOT_OPEN = 14;
  private static final int NO_DATABASE = 26;

  private Trouble() {}

  static LeaseException of(String doing, String place, SQLException cause) {
    return new LeaseException(
        "Could not "
            + doing
            + ": "
            + cause.getMessage()
            + " (store ["
            + place
            + "])."
            + advice(cause),
        cause);
  }

  static LeaseException of(String doing, String place, Exception cause) {
    if (cause instanceof SQLException e) {
      return of(doing, place, e);
    }
    return new LeaseException(
        "Could not "
            + doing
            + ": "
            + cause
            + " (store ["
            + place
            + "])."
            + (cause instanceof AccessDeniedException || cause instanceof IOException
                ? " Is the folder there, and may this user write to it?"
                : ""),
        cause);
  }

  private static String advice(SQLException cause) {
    if (cause.getSQLState() != null && cause.getSQLState().length() == 5) {
      return "";
    }
    return switch (cause.getErrorCode() & 0xff) {
      case READ_ONLY, CANNOT_OPEN -> " May this user write to the file and its folder?";
      case DISK, FULL -> " Is the disk full? Nothing was changed.";
      case CORRUPT, NO_DATABASE ->
          " The file is damaged or no database. It was left as it is: stop what uses it, and move it"
              + " away; a new one is made then.";
      default -> "";
    };
  }
}
