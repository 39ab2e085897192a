package dev.pristine.cli.bench;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on one server.
 *
 * @param server the server's name and version
 * @param address where it is
 * @param tables how many tables the application has
 * @param rows how many rows each test wrote; 0 if no table accepts any
 * @param written the tables that were written to
 * @param testMillis how long a test took without any isolation
 * @param isolations one for each way to keep tests apart
 * @param advice what would make the server faster or safer
 */
public record Figures(
    String server,
    String address,
    int tables,
    int rows,
    List<Written> written,
    double testMillis,
    List<Figure> isolations,
    List<String> advice) {

  /** Copies the lists. */
  public Figures {
    written = List.copyOf(written);
    isolations = List.copyOf(isolations);
    advice = List.copyOf(advice);
  }

  /**
   * A table that was written to.
   *
   * @param table its name
   * @param how {@code insert}, or {@code update} where nothing could be inserted
   * @param with the tables that got a row of their own before, for the others to refer to
   */
  public record Written(String table, String how, List<String> with) {

    /** Copies the list. */
    public Written {
      with = List.copyOf(with);
    }
  }

  /**
   * How a table is not as in a new database.
   *
   * @param table its name
   * @param rows how many more rows it has; negative if some are gone
   * @param firstKey the number that the next row gets in a new database; empty if none
   * @param nextKey the number that the next row gets
   */
  public record Trace(String table, long rows, String firstKey, String nextKey) {
    @Override
    public String toString() {
      String more = rows > 0 ? " %d rows more".formatted(rows) : "";
      String gone = rows < 0 ? " %d rows are gone".formatted(-rows) : "";
      String key =
          nextKey.equals(firstKey)
              ? ""
              : " the next key is %s instead of %s".formatted(nextKey, firstKey);
      String and = rows != 0 && !key.isEmpty() ? "," : "";
      return table + ":" + more + gone + and + key;
    }
  }

  /**
   * What one way to keep tests apart costs: its own time less the time without any.
   *
   * @param isolation its name
   * @param millis the median of the rounds, for each test; null if it could not be measured
   * @param lowest the lowest of the rounds
   * @param highest the highest of the rounds
   * @param commits whether tests may commit
   * @param leftBehind what the next test finds that is not as in a new database; empty if nothing
   * @param obstacle why it could not be measured; null if it was
   */
  public record Figure(
      String isolation,
      @Nullable Double millis,
      @Nullable Double lowest,
      @Nullable Double highest,
      boolean commits,
      List<Trace> leftBehind,
      @Nullable String obstacle) {

    /** Copies the list. */
    public Figure {
      leftBehind = List.copyOf(leftBehind);
    }

    /** Returns the way itself. */
    public Contender contender() {
      return Contender.named(isolation);
    }

    /** Tells whether the next test misses rows that the migrations brought. */
    public boolean takesRowsAway() {
      return leftBehind.stream().anyMatch(trace -> trace.rows() < 0);
    }

    static Figure missing(Contender contender, String obstacle) {
      return new Figure(
          contender.toString(), null, null, null, contender.allowsCommits(), List.of(), obstacle);
    }
  }

  /** Returns the figure of one way to keep tests apart. */
  public Figure of(Contender contender) {
    return isolations.stream()
        .filter(figure -> figure.contender() == contender)
        .findFirst()
        .orElseThrow();
  }

  /** Tells whether the figures drown in what else the machine does. */
  public boolean isNoisy() {
    return isolations.stream()
        .filter(Figure::commits)
        .anyMatch(figure -> figure.lowest != null && figure.lowest < 0);
  }

  /** Returns the fastest that lets tests commit and leaves nothing behind. */
  public Optional<Figure> best() {
    Optional<Figure> best = Optional.empty();
    for (Figure figure : isolations) {
      boolean fit = figure.commits && figure.leftBehind.isEmpty();
      double known = best.map(Figure::millis).orElse(Double.MAX_VALUE);
      // Whoever leaves nothing behind because nothing was written is no way to keep tests apart.
      boolean isolates = figure.contender() != Contender.NONE;
      if (fit && isolates && figure.millis != null && figure.millis < known) {
        best = Optional.of(figure);
      }
    }
    return best;
  }
}
