package dev.pristine.enginetests;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.TestDatabase;
import java.io.IOException;
import java.util.Map;

/**
 * What a process of its own does to hold one database: it acquires it, adds a pony, says {@code
 * holds} and what it saw, and ends its lease when it is told to.
 */
public final class Worker {

  private Worker() {}

  /** Starts one. */
  public static ForkedJvm start(Map<String, String> settings, SchemaMigration migration)
      throws IOException {
    return ForkedJvm.start(Worker.class, settings, migration.toArguments());
  }

  /** Runs in the process; the arguments are the migration's. */
  public static void main(String[] arguments) throws Exception {
    SchemaMigration migration = SchemaMigration.ofArguments(arguments);
    String holder = "worker " + ProcessHandle.current().pid();
    try (Pristine pristine = Pristine.open();
        TestDatabase database = pristine.acquire(migration, Isolation.CLONE, holder)) {
      Ponies ponies = new Ponies(database.dataSource());
      long id = ponies.add("Spirit");
      System.out.println("holds " + database.name() + " " + id + " " + ponies.names());
      if (System.in.read() < 0) {
        System.out.println("told nothing");
      }
    }
    System.out.println("ended");
  }
}
