package dev.pristine;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a database that Pristine made. It tells the kind, the project, the template's
 * fingerprint, the owner and a number; at most 63 bytes, the least that any engine takes.
 *
 * @param kind what the database is for
 * @param project the project, cut to 16 characters
 * @param fingerprint 16 hexadecimal digits
 * @param owner the owner that made it, 8 hexadecimal digits; empty for templates
 * @param number a number that its owner uses once; 0 for templates
 */
record DatabaseName(Kind kind, String project, String fingerprint, String owner, int number) {

  static final int PROJECT_LENGTH = 16;

  private static final Pattern TEMPLATE =
      Pattern.compile("pristine_t_([a-z0-9_]{1,16})_([0-9a-f]{16})");
  private static final Pattern COPY =
      Pattern.compile(
          "pristine_([bcskf])_([a-z0-9_]{1,16})_([0-9a-f]{16})_([0-9a-f]{8})_([0-9]{1,7})");

  /** What a database is for. */
  enum Kind {
    /** Migrated, whole, never handed to a test. */
    TEMPLATE("t"),
    /** What a template is made of, and not finished. It belongs to the owner that builds it. */
    BUILDING("b"),
    /** A copy that belongs to an owner. */
    CLONE("c"),
    /** A copy made ahead of a run, that belongs to whoever takes it first. */
    SPARE("s"),
    /** A copy that a test left behind for people to look at. */
    KEPT("k"),
    /** A copy that was written to, and is copied in its turn. It belongs to an owner. */
    FROZEN("f");

    private final String letter;

    Kind(String letter) {
      this.letter = letter;
    }
  }

  static DatabaseName template(String project, String fingerprint) {
    return new DatabaseName(Kind.TEMPLATE, shorten(project), fingerprint.substring(0, 16), "", 0);
  }

  /**
   * Names what an owner freezes a copy as. Its fingerprint is its own, so that its copies are never
   * taken for those of a template.
   */
  DatabaseName frozen(String by, int times) {
    String own = Digests.of("frozen", by, Integer.toString(times)).substring(0, 16);
    return new DatabaseName(Kind.FROZEN, project, own, by, times);
  }

  /** Names a copy of this template, what it is built as, or another copy of the same one. */
  DatabaseName copy(Kind as, String owner, int number) {
    return new DatabaseName(as, project, fingerprint, owner, number);
  }

  /** Names the template that this is a copy of, unless that was frozen. */
  DatabaseName template() {
    return new DatabaseName(Kind.TEMPLATE, project, fingerprint, "", 0);
  }

  /** Understands a name; empty if it is not one of ours. */
  static Optional<DatabaseName> parse(String name) {
    Matcher template = TEMPLATE.matcher(name);
    if (template.matches()) {
      return Optional.of(
          new DatabaseName(Kind.TEMPLATE, template.group(1), template.group(2), "", 0));
    }
    Matcher copy = COPY.matcher(name);
    if (!copy.matches()) {
      return Optional.empty();
    }
    Kind kind =
        switch (copy.group(1)) {
          case "b" -> Kind.BUILDING;
          case "c" -> Kind.CLONE;
          case "s" -> Kind.SPARE;
          case "f" -> Kind.FROZEN;
          default -> Kind.KEPT;
        };
    return Optional.of(
        new DatabaseName(
            kind, copy.group(2), copy.group(3), copy.group(4), Integer.parseInt(copy.group(5))));
  }

  private static String shorten(String project) {
    String plain = project.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    return plain.length() > PROJECT_LENGTH ? plain.substring(0, PROJECT_LENGTH) : plain;
  }

  @Override
  public String toString() {
    String start = "pristine_" + kind.letter + "_" + project + "_" + fingerprint;
    return switch (kind) {
      case TEMPLATE -> start;
      case BUILDING, CLONE, SPARE, KEPT, FROZEN -> start + "_" + owner + "_" + number;
    };
  }
}
