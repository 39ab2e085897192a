package dev.pristine.mariadb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the log told of one schema and nobody has taken yet. Guarded by the lock of the reader that
 * owns it.
 */
final class Ledger {

  private static final String AND_MORE = " …";
  private static final int LONGEST = 120;

  private Set<String> tables = new HashSet<>();
  private final Set<String> prepared = new LinkedHashSet<>();
  private List<String> beyond = new ArrayList<>();
  private @Nullable String obstacle;

  /**
   * What was taken from a ledger.
   *
   * @param tables the tables whose rows were written to; sequences are tables too
   * @param prepared the transactions that wrote here and stand prepared, as {@code XA} names them
   * @param beyond what was done meanwhile that concerns the whole server
   * @param obstacle why the schema cannot be rewound; empty if nothing is in the way
   */
  record Page(
      Set<String> tables, List<String> prepared, List<String> beyond, Optional<String> obstacle) {}

  void addTable(String name) {
    tables.add(name);
  }

  void addPrepared(String transaction) {
    prepared.add(transaction);
  }

  void endPrepared(String transaction) {
    prepared.remove(transaction);
  }

  void addBeyond(String statement) {
    beyond.add(shortened(statement));
  }

  void addStatement(String statement) {
    addObstacle("by a statement that is not undone: " + shortened(statement));
  }

  /** The first reason is told, and stays: nothing that follows makes things certain again. */
  void addObstacle(String reason) {
    if (obstacle == null) {
      obstacle = reason;
    }
  }

  /** Takes all that is there, but for what is in the way of rewinding, and what stands prepared. */
  Page take() {
    Page page = new Page(tables, List.copyOf(prepared), beyond, Optional.ofNullable(obstacle));
    tables = new HashSet<>();
    beyond = new ArrayList<>();
    return page;
  }

  /** Statements that hold passwords are told up to there. */
  private static String shortened(String statement) {
    String line = statement.replaceAll("\\s+", " ").strip();
    String harmless = line.split("(?i)\\b(?:identified|password|using|via)\\b", 2)[0];
    String shown =
        harmless.length() > LONGEST ? harmless.substring(0, LONGEST) : harmless.stripTrailing();
    return shown.length() < line.length() ? shown + AND_MORE : shown;
  }
}
