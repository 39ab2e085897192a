package dev.pristine.postgresql;

/**
 * A database's comment: in its first line the text that core keeps with it, behind that the comment
 * that the application's migrations made. A setting would be seen by the tests, and would need a
 * superuser.
 *
 * @param text core's text; empty for none
 * @param comment the application's comment; empty for none
 */
record DatabaseNote(String text, String comment) {

  private static final String MARK = "pristine: ";

  static DatabaseNote parse(String comment) {
    if (!comment.startsWith(MARK)) {
      return new DatabaseNote("", comment);
    }
    int end = comment.indexOf('\n');
    return end < 0
        ? new DatabaseNote(comment.substring(MARK.length()), "")
        : new DatabaseNote(comment.substring(MARK.length(), end), comment.substring(end + 1));
  }

  /** Writes it as a comment. */
  String format() {
    String first = MARK + text.replace('\n', ' ').replace('\r', ' ');
    return comment.isEmpty() ? first : first + "\n" + comment;
  }
}
