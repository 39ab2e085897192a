package dev.pristine.enginetests;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.TestDatabase;
import java.io.IOException;
import java.util.Map;

/**
 * What a process of its own does to hold a copy of a database that it froze: it says {@code holds}
 * and the copy's name, and ends when it is told to.
 */
public final class FreezingWorker {

  private FreezingWorker() {}

  /** Starts one. */
  public static ForkedJvm start(Map<String, String> settings, SchemaMigration migration)
      throws IOException {
    return ForkedJvm.start(FreezingWorker.class, settings, migration.toArguments());
  }

  /** Runs in the process; the arguments are the migration's. */
  public static void main(String[] arguments) throws Exception {
    SchemaMigration migration = SchemaMigration.ofArguments(arguments);
    try (Pristine pristine = Pristine.open()) {
      Migration frozen = pristine.freeze(pristine.acquire(migration, Isolation.CLONE, "writer"));
      try (TestDatabase database = pristine.acquire(frozen, Isolation.CLONE, "reader")) {
        System.out.println("holds " + database.name());
        if (System.in.read() < 0) {
          System.out.println("told nothing");
        }
      }
    }
    System.out.println("ended");
  }
}
