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
          Cleanings.ROLLBACK,
          Cleanings.ROLLBACK)),
  DELETE(
      2000,
      cleaning(
          "delete",
          "DELETE FROM every table, foreign keys off, at once (Respawn)",
          Cleanings.DELETE,
          LeaseCleanings.DELETE)),
  DELETE_RESEED(
      400,
      cleaning(
          "delete_reseed",
          "as delete, and INSERT … SELECT of the seed rows from a copy on the server",
          Cleanings.DELETE_AND_RESEED,
          LeaseCleanings.DELETE_AND_RESEED)),
  TRUNCATE(
      200,
      cleaning(
          "truncate",
          "TRUNCATE all tables, at once (Rails)",
          Cleanings.TRUNCATE,
          LeaseCleanings.TRUNCATE)),
  TRUNCATE_RESEED(
      200,
      cleaning(
          "truncate_reseed",
          "as truncate, and INSERT … SELECT of the seed rows from a copy on the server",
          Cleanings.TRUNCATE_AND_RESEED,
          LeaseCleanings.TRUNCATE_AND_RESEED)),
  CLONE_FILE(200, setup -> new CloneByHand(setup, HandMade.Strategy.FILE_COPY)),
  CLONE_WAL(200, setup -> new CloneByHand(setup, HandMade.Strategy.WAL_LOG)),
  REPLAY(
      40,
      setup ->
          setup.schema().dialect() == Dialect.SQLITE
              ? new FilePerTest(setup, false)
              : new DropAndReplay(setup)),
  COPY_FILE(2000, setup -> new FilePerTest(setup, true)),
  FLYWAY(
      40,
      setup ->
          setup.schema().dialect() == Dialect.POSTGRESQL
              ? new FlywayCleanAndMigrate(setup)
              : new FlywayOnLease(setup)),
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
          REPLAY,
          COPY_FILE,
          FLYWAY,
          ZONKY_PREPARED,
          ZONKY_SPRING);

  private static final Set<Tool> OF_ALL =
      EnumSet.of(
          NONE,
          PRISTINE_REWIND,
          PRISTINE_REWIND_ONE,
          PRISTINE_CLONE,
          PRISTINE_PER_WORKER,
          ROLLBACK,
          DELETE,
          DELETE_RESEED,
          FLYWAY);

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
      String use,
      String configuration,
      DatabasePerWorker.Cleaning onPostgresql,
      DatabasePerWorker.Cleaning elsewhere) {
    return setup ->
        setup.schema().dialect() == Dialect.POSTGRESQL
            ? new DatabasePerWorker(setup, use, configuration, onPostgresql)
            : new CleanedLease(setup, configuration, elsewhere);
  }

  /** Tells whether the tool, or the habit, is one that people have with a DBMS. */
  boolean isOf(Dialect dialect) {
    return OF_ALL.contains(this)
        || switch (dialect) {
          case POSTGRESQL -> this != REPLAY && this != COPY_FILE;
          case MARIADB -> this == TRUNCATE || this == TRUNCATE_RESEED || this == REPLAY;
          case SQLITE -> this == REPLAY || this == COPY_FILE;
        };
  }

  /**
   * Sets the tool up.
   *
   * @throws NotAvailableException if it cannot do what is asked for
   */
  Adapter open(Setup setup) throws Exception {
    Dialect dialect = setup.schema().dialect();
    if (!isOf(dialect)) {
      throw new NotAvailableException(
          "it is not for %s".formatted(dialect.name().toLowerCase(Locale.ROOT)));
    }
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

  /** Returns the names of the tools for a DBMS. */
  static List<String> of(Dialect dialect) {
    return Arrays.stream(values()).filter(tool -> tool.isOf(dialect)).map(Tool::spelling).toList();
  }

  static List<String> spellings() {
    return Arrays.stream(values()).map(Tool::spelling).toList();
  }
}
