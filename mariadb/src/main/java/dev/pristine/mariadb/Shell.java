package dev.pristine.mariadb;

/** Writes words so that a POSIX shell takes them as they are. */
final class Shell {

  private Shell() {}

  static String quote(String word) {
    return word.matches("[A-Za-z0-9_./:@=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
