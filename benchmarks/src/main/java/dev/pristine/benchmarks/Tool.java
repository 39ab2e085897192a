package dev.pristine.benchmarks;

import dev.pristine.Isolation;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The tools that are compared. */
enum Tool {
  NONE(2000, NoIsolation::new),
  PRISTINE_REWIND(2000, setup -> new PristineAdapter(setup, Isolation.REWIND, 0)),
  PRISTINE_REWIND_ONE(2000, setup -> new PristineAdapter(setup, Isolation.REWIND, setup.threads())),
  PRISTINE_CLONE(200, setup -> new PristineAdapter(setup, Isolation.CLONE, 0)),
  PRISTINE_PER_WORKER(
      2000, setup -> new PristineAdapter(setup, Isolation.PER_WORKER, setup.threads())),
  ROLLBACK(
      2000,
      cleaning(
          "rollback",
          "BEGIN before, ROLLBACK after; the test's commits do nothing",
          Cleanings.ROLLBACK)),
  DELETE(
      2000,
      cleaning(
          "delete",
          "DELETE FROM every table, triggers off, one round trip (Respawn)",
          Cleanings.DELETE)),
  DELETE_RESEED(
      400,
      cleaning(
          "delete_reseed",
          "as delete, and INSERT … SELECT of the seed rows from a copy on the server",
          Cleanings.DELETE_AND_RESEED)),
  TRUNCATE(
      200,
      cleaning(
          "truncate",
          "TRUNCATE all tables RESTART IDENTITY CASCADE, one statement (Rails)",
          Cleanings.TRUNCATE)),
  TRUNCATE_RESEED(
      200,
      cleaning(
          "truncate_reseed",
          "as truncate, and INSERT … SELECT of the seed rows from a copy on the server",
          Cleanings.TRUNCATE_AND_RESEED)),
  CLONE_FILE(200, setup -> new CloneByHand(setup, HandMade.Strategy.FILE_COPY)),
  CLONE_WAL(200, setup -> new CloneByHand(setup, HandMade.Strategy.WAL_LOG)),
  FLYWAY(40, FlywayCleanAndMigrate::new),
  RIDER(60, RiderCleanBefore::new),
  ZONKY_PREPARED(200, ZonkyPrepared::new),
  ZONKY_SPRING(200, ZonkySpring::new),
  SERVER_PER_CLASS(40, ServerPerClass::new);

  private static final Set<Tool> RIGHT =
      EnumSet.of(
          PRISTINE_REWIND,
          PRISTINE_REWIND_ONE,
          PRISTINE_CLONE,
          CLONE_FILE,
          CLONE_WAL,
          FLYWAY,
          ZONKY_PREPARED,
          ZONKY_SPRING);

  private final int usualTests;

  @SuppressWarnings("ImmutableEnumChecker") // They are lambdas that hold no state.
  private final Opening opening;

  Tool(int usualTests, Opening opening) {
    this.usualTests = usualTests;
    this.opening = opening;
  }

  /** Sets a tool up. */
  private interface Opening {
    Adapter open(Setup setup) throws Exception;
  }

  private static Opening cleaning(
      String use, String configuration, DatabasePerWorker.Cleaning cleaning) {
    return setup -> new DatabasePerWorker(setup, use, configuration, cleaning);
  }

  /**
   * Sets the tool up.
   *
   * @throws NotAvailableException if it cannot do what is asked for
   */
  Adapter open(Setup setup) throws Exception {
    return opening.open(setup);
  }

  /** Returns how many tests its cells have if nobody says otherwise: fewer for the slow. */
  int usualTests() {
    return usualTests;
  }

  /** Tells whether it is ours. */
  boolean isPristine() {
    return name().startsWith("PRISTINE");
  }

  /**
   * Tells whether it is made to commit and to restore everything. Every test looks whether it does,
   * but a test that writes nothing cannot tell.
   */
  boolean restoresAll() {
    return RIGHT.contains(this);
  }

  /** Returns the name that people write: {@code clone-file}. */
  String spelling() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Tool named(String spelling) {
    return Arrays.stream(values())
        .filter(tool -> tool.spelling().equals(spelling))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no tool [%s]. There are: %s".formatted(spelling, spellings())));
  }

  static List<String> spellings() {
    return Arrays.stream(values()).map(Tool::spelling).toList();
  }
}
