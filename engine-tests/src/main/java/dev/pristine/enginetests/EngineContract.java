package dev.pristine.enginetests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pristine.Isolation;
import dev.pristine.MigrationException;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.Status;
import dev.pristine.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What all parts of the contract suite share: the engine, and a migration that nobody else has. */
public abstract class EngineContract {

  static final int THREADS = 16;
  static final int PROCESSES = 8;

  @TempDir Path folder;

  /** Returns the engine to test. */
  protected abstract EngineUnderTest engine();

  /** Returns the suite's schema under a label of its own. */
  protected SchemaMigration schema(String label) {
    return new SchemaMigration(
        getClass().getSimpleName() + " " + label + " " + folder.getFileName(),
        engine().schema(),
        folder.resolve("runs"));
  }

  /** Opens Pristine on the engine's server. */
  protected Pristine open(Map<String, String> others) {
    return Pristine.open(settings(others));
  }

  /** Opens Pristine on the engine's server. */
  protected Pristine open() {
    return open(Map.of());
  }

  /** Returns the engine's settings, with others added. */
  protected Settings settings(Map<String, String> others) {
    return engine().settingsWith(others);
  }

  /** Drops the templates that the test made, and finds out whether anything else was left. */
  @AfterEach
  void nothingIsLeft() {
    try (Pristine pristine = open()) {
      pristine.clean(true);
      assertThat(pristine.status().databases()).isEmpty();
    }
  }

  /** Runs a task on many threads that start in the same moment; fails if one fails. */
  static <T> List<T> together(int threads, Callable<T> task) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier barrier = new CyclicBarrier(threads);
      List<Future<T>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(
            executor.submit(
                () -> {
                  barrier.await();
                  return task.call();
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get(120, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }

  /** Has many threads acquire what cannot be built; returns what each of them was told. */
  static List<String> failuresOfMany(Pristine pristine, SchemaMigration broken) throws Exception {
    return together(
        THREADS,
        () -> {
          try (TestDatabase database = acquire(pristine, broken, "thread")) {
            return "got " + database;
          } catch (MigrationException e) {
            return String.valueOf(e.getMessage());
          }
        });
  }

  /** Has processes of their own hold a database each at once; returns what they say of it. */
  List<String> heldByProcesses(List<SchemaMigration> migrations) throws Exception {
    List<ForkedJvm> workers = new ArrayList<>();
    try {
      for (SchemaMigration migration : migrations) {
        workers.add(Worker.start(engine().settings(), migration));
      }
      List<String> said = new ArrayList<>();
      for (ForkedJvm worker : workers) {
        said.add(worker.await("holds"));
      }
      for (ForkedJvm worker : workers) {
        worker.finish();
      }
      return said;
    } finally {
      workers.forEach(ForkedJvm::close);
    }
  }

  /** Has a process killed while it builds a template; the next one then builds it whole. */
  void buildAfterAKilledBuilder(SchemaMigration slow) throws Exception {
    try (ForkedJvm builder = Worker.start(engine().settings(), slow)) {
      await().atMost(Duration.ofMinutes(1)).until(() -> slow.runs() == 1);
      builder.kill();
    }
    try (Pristine pristine = open();
        TestDatabase database = acquire(pristine, slow, "after")) {
      assertThat(new Ponies(database.dataSource()).names()).containsExactly("Seed");
      assertThat(slow.runs()).isEqualTo(2);
      assertThat(databases(pristine, Status.Kind.BUILDING)).isEmpty();
    }
  }

  static List<String> databases(Pristine pristine, Status.Kind kind) {
    return pristine.status().databases().stream()
        .filter(entry -> entry.kind() == kind)
        .map(Status.Database::name)
        .toList();
  }

  static String add(String name) {
    return "INSERT INTO ponies (name) VALUES ('" + name + "')";
  }

  static TestDatabase acquire(Pristine pristine, SchemaMigration migration, String holder) {
    return pristine.acquire(migration, Isolation.CLONE, holder);
  }
}
