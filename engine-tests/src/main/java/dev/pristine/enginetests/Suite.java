package dev.pristine.enginetests;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.TestDatabase;
import java.io.IOException;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a process of its own does to run many tests on several threads. Each test commits the same
 * rows as all others and looks whether it sees just them. For each lease it says {@code lease} and
 * when it was asked for and granted, by the clock that all processes of a machine share; then
 * {@code ended}, or {@code failed} and why.
 */
public final class Suite {

  private Suite() {}

  /**
   * Starts one.
   *
   * @param isolation how the tests are kept apart
   * @param threads how many tests run at once
   * @param tests how many tests there are
   * @param connections how many connections each test holds at once
   */
  public static ForkedJvm start(
      Map<String, String> settings,
      SchemaMigration migration,
      Isolation isolation,
      int threads,
      int tests,
      int connections)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("" + isolation, "" + threads, "" + tests, "" + connections));
    arguments.addAll(migration.toArguments());
    return ForkedJvm.start(Suite.class, settings, arguments);
  }

  /** Runs in the process; the arguments are those of {@link #start}. */
  public static void main(String[] arguments) throws Exception {
    Isolation isolation = Isolation.valueOf(arguments[0]);
    int threads = Integer.parseInt(arguments[1]);
    int tests = Integer.parseInt(arguments[2]);
    int connections = Integer.parseInt(arguments[3]);
    List<String> ofMigration = List.of(arguments).subList(4, arguments.length);
    SchemaMigration migration = SchemaMigration.ofArguments(ofMigration.toArray(new String[0]));
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try (Pristine pristine = Pristine.open()) {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 1; i <= tests; i++) {
        String holder = "test " + i + " of " + ProcessHandle.current().pid();
        futures.add(
            executor.submit(() -> test(pristine, migration, isolation, holder, connections)));
      }
      for (Future<?> future : futures) {
        future.get();
      }
      System.out.println("ended");
    } catch (Exception e) {
      System.out.println("failed " + e);
      e.printStackTrace(System.out);
    } finally {
      executor.shutdownNow();
    }
  }

  private static boolean test(
      Pristine pristine,
      SchemaMigration migration,
      Isolation isolation,
      String holder,
      int connections)
      throws Exception {
    long asked = System.nanoTime();
    try (TestDatabase database = pristine.acquire(migration, isolation, holder)) {
      long granted = System.nanoTime();
      Ponies ponies = new Ponies(database.dataSource());
      List<Connection> held = new ArrayList<>();
      try {
        // One less than may be had: the ponies need one too.
        for (int i = 1; i < connections; i++) {
          held.add(database.dataSource().getConnection());
        }
        String seen = ponies.add("Spirit") + " " + ponies.add("Rain") + " " + ponies.names();
        if (!seen.equals("2 3 [Seed, Spirit, Rain]")) {
          throw new IllegalStateException(holder + " saw " + seen + " in " + database.name());
        }
      } finally {
        for (Connection connection : held) {
          connection.close();
        }
      }
      System.out.println("lease " + asked + " " + granted + " " + database.name());
    }
    return true;
  }
}
