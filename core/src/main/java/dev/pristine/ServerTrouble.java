package dev.pristine;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Puts what a server answered into words that tell what to do. */
final class ServerTrouble {

  private static final String NO_ROOM = "53100";

  private ServerTrouble() {}

  /**
   * Translates a failure.
   *
   * @param what what could not be done, as a sentence without its full stop
   * @param address the server's address, without a password
   */
  static ServerException translate(String what, String address, SQLException cause) {
    String state = cause.getSQLState();
    return new ServerException(
        "%s on the server [%s]: %s (SQLState %s). %s"
            .formatted(what, address, firstLine(cause), state, advice(state)),
        cause);
  }

  /** Tells whether the server's disk was too full for it. */
  static boolean isForWantOfRoom(Exception failure) {
    return failure instanceof SQLException sql && NO_ROOM.equals(sql.getSQLState());
  }

  private static String firstLine(SQLException cause) {
    String message = String.valueOf(cause.getMessage()).strip();
    String line = message.lines().findFirst().orElse(message);
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  private static String advice(@Nullable String state) {
    if (state == null) {
      return "See the cause.";
    }
    if (state.startsWith("28")) {
      return "Check pristine.user and pristine.password.";
    }
    if (state.startsWith("08")) {
      return "Is the server running, and is pristine.server right?";
    }
    return switch (state) {
      case "42501" ->
          "The user of pristine.user lacks a right that it needs; the message names it.";
      case NO_ROOM ->
          "Its disk is full: make room there (an embedded server in memory: set pristine.storage to disk).";
      case "53300" -> "It has no connection left: raise its limit, or lower pristine.connections.";
      case "53200" -> "It is out of memory: raise its limits, or run fewer tests at once.";
      default -> "See the cause.";
    };
  }
}
