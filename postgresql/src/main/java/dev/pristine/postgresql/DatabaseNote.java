package dev.pristine.postgresql;

/**
 * A database's comment: in its first line the text that core keeps with it, behind that the comment
 * that the application's migrations made. A setting would be seen by the tests, and would need a
 * superuser.
 *
 * @param text core's text; empty for none
 * @param life the {@link ServerLife} in which alone the database is whole, because it has unlogged
 *     tables; empty if it is in any
 * @param comment the application's comment; empty for none
 */
record DatabaseNote(String text, String life, String comment) {

  private static final String MARK = "pristine: ";
  private static final String LIFE = "[life ";
  private static final String END = "] ";

  static DatabaseNote parse(String comment) {
    if (!comment.startsWith(MARK)) {
      return new DatabaseNote("", "", comment);
    }
    int end = comment.indexOf('\n');
    String first = comment.substring(MARK.length(), end < 0 ? comment.length() : end);
    String rest = end < 0 ? "" : comment.substring(end + 1);
    int life = first.startsWith(LIFE) ? first.indexOf(END) : -1;
    return life < 0
        ? new DatabaseNote(first, "", rest)
        : new DatabaseNote(
            first.substring(life + END.length()), first.substring(LIFE.length(), life), rest);
  }

  DatabaseNote withText(String other) {
    return new DatabaseNote(other, life, comment);
  }

  DatabaseNote inLife(String other) {
    return new DatabaseNote(text, other, comment);
  }

  /** Tells whether a database that has this note is whole. */
  boolean isWholeIn(String now) {
    return life.isEmpty() || life.equals(now);
  }

  /** Returns what a copy gets of it. */
  DatabaseNote ofCopy() {
    return withText("");
  }

  /** Writes it as a comment; empty for none. */
  String format() {
    if (text.isEmpty() && life.isEmpty()) {
      return comment;
    }
    String first =
        MARK
            + (life.isEmpty() ? "" : LIFE + life + END)
            + text.replace('\n', ' ').replace('\r', ' ');
    return comment.isEmpty() ? first : first + "\n" + comment;
  }
}
