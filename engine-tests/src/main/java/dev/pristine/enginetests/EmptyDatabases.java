package dev.pristine.enginetests;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Databases for the tests of other modules, on an embedded PostgreSQL of their own that ends with
 * the process. Thread-safe.
 */
public final class EmptyDatabases {

  private final Pristine pristine;
  private final String project;

  /**
   * Starts the server.
   *
   * @param connections how many each database allows at once
   */
  public EmptyDatabases(String project, int connections) {
    this.project = project;
    try {
      OpenFolder cache = OpenFolder.create();
      this.pristine =
          Pristine.open(
              Settings.builder()
                  .cache(cache.path())
                  .connections(connections)
                  .project(project)
                  .build());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(pristine, cache)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes an empty one; it goes with the process, or when it is closed. */
  public TestDatabase make() {
    return make(new Nothing());
  }

  /** Makes one that a migration made. */
  public TestDatabase make(Migration migration) {
    return pristine.acquire(migration, Isolation.CLONE, "a test of " + project);
  }

  private static void end(Pristine pristine, OpenFolder cache) {
    try (cache) {
      pristine.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves a database as it is. */
  private record Nothing() implements Migration {
    @Override
    public String fingerprint() {
      return "nothing";
    }

    @Override
    public void apply(Target target) {}
  }
}
