package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.pristine.TestDatabase;
import dev.pristine.junit.PristineDatabase.Scope;
import java.sql.SQLException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(ServerStaysUp.class)
class ParallelTests {

  private static final int THREADS = 16;

  /** Writes the same keys as all the others, in several committed steps. */
  @PristineDatabase
  abstract static class SameKeys {
    private final String inConstructor;

    SameKeys(TestDatabase database) {
      inConstructor = database.name();
    }

    @BeforeEach
    void before(DataSource database) throws SQLException {
      assertThat(new Notes(database).strings("select current_database()"))
          .containsExactly(inConstructor);
      new Notes(database).write(2, inConstructor);
    }

    @RepeatedTest(5)
    void repeated(DataSource database) throws SQLException {
      seesOnlyItsOwn(database);
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4", "5"})
    void parameterized(int number, DataSource database) throws SQLException {
      assertThat(number).isPositive();
      seesOnlyItsOwn(database);
    }

    @Nested
    class Inner {
      @RepeatedTest(3)
      void nested(DataSource database) throws SQLException {
        seesOnlyItsOwn(database);
      }
    }

    private void seesOnlyItsOwn(DataSource database) throws SQLException {
      Notes notes = new Notes(database);
      for (int ticket = 100; ticket < 110; ticket++) {
        assertThat(notes.nextTicket()).isEqualTo(Integer.toString(ticket));
      }
      notes.write(3, "mine");
      assertThat(notes.all()).containsExactly("from the template", inConstructor, "mine");
    }

    @AfterEach
    void after(TestDatabase database) {
      assertThat(database.name()).isEqualTo(inConstructor);
    }
  }

  static class First extends SameKeys {
    First(TestDatabase database) {
      super(database);
    }
  }

  static class Second extends SameKeys {
    Second(TestDatabase database) {
      super(database);
    }
  }

  static class Third extends SameKeys {
    Third(TestDatabase database) {
      super(database);
    }
  }

  @PristineDatabase
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstance {
    @ParameterizedTest
    @MethodSource("numbers")
    void parameterized(int number, DataSource database) throws SQLException {
      Notes notes = new Notes(database);
      notes.write(2, "mine");
      assertThat(notes.nextTicket()).isEqualTo("100");
      assertThat(notes.all()).hasSize(2);
      assertThat(number).isLessThan(20);
    }

    Stream<Arguments> numbers() {
      return IntStream.range(0, 20).mapToObj(Arguments::of);
    }
  }

  @PristineDatabase
  static class Factory {
    @TestFactory
    Stream<DynamicTest> concurrentWriters(DataSource database) {
      return IntStream.range(2, 12)
          .mapToObj(id -> dynamicTest("" + id, () -> new Notes(database).write(id, "one of ten")));
    }
  }

  @ParameterizedTest
  @CsvSource({"concurrent, concurrent", "same_thread, concurrent", "concurrent, same_thread"})
  void everyTestSeesExactlyItsOwnRowsAndSequences(String methods, String classes) {
    Run run =
        Run.of(First.class, Second.class, Third.class, OneInstance.class, Factory.class)
            .inThreads(THREADS, methods, classes)
            .execute()
            .withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(3 * 13 + 20 + 10);
    assertThat(run.published("pristine.database")).hasSize(3 * 13 + 20 + 1);
  }

  @Test
  void threadsMayBeManyMoreThanDatabases() {
    Run run =
        Run.of(First.class, Second.class, OneInstance.class)
            .inThreads(THREADS, "concurrent", "concurrent")
            .with("pristine.clones", "2")
            .execute()
            .withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(2 * 13 + 20);
  }

  @PristineDatabase(scope = Scope.CLASS)
  abstract static class Together {
    @RepeatedTest(4)
    void adds(DataSource database) throws SQLException {
      new Notes(database).nextTicket();
    }

    @RepeatedTest(4)
    void looks(DataSource database) throws SQLException {
      assertThat(new Notes(database).all()).hasSize(1);
    }
  }

  static class TogetherOne extends Together {}

  static class TogetherTwo extends Together {}

  static class TogetherThree extends Together {}

  static class TogetherFour extends Together {}

  @Test
  void theTestsOfOneClassMayShareTheirsInThreads() {
    Run run =
        Run.of(TogetherOne.class, TogetherTwo.class, TogetherThree.class, TogetherFour.class)
            .inThreads(THREADS, "concurrent", "concurrent")
            .execute()
            .withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(4 * 8);
    assertThat(run.published("pristine.database")).hasSize(4);
  }

  @Test
  void classesThatHoldADatabaseDoNotKeepEachOtherFromEnding() {
    Run run =
        Run.of(TogetherOne.class, TogetherTwo.class, TogetherThree.class, TogetherFour.class)
            .inThreads(2, "concurrent", "concurrent")
            .with("pristine.clones", "1")
            .execute()
            .withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(4 * 8);
  }

  /**
   * The only thread waits for more of the server's connections than are left, while the others are
   * reserved for what {@code @BeforeAll} writes to, and the test that would freeze that has none.
   */
  @PristineDatabase
  static class HoldsMostConnections {
    @BeforeAll
    static void before(DataSource database) throws SQLException {
      new Notes(database).write(2, "before all");
    }

    @Test
    void freezesIt(DataSource database) throws SQLException {
      assertThat(new Notes(database).all()).containsExactly("from the template", "before all");
    }

    @Nested
    @Execution(ExecutionMode.SAME_THREAD)
    @PristineDatabase(migrations = "classpath:db/migration")
    class WantsAsMany {
      @Test
      void getsIt(DataSource database) throws SQLException {
        assertThat(new Notes(database).all()).containsExactly("from the template");
      }
    }
  }

  @Test
  void theOnlyThreadMayWaitForWhatItsOwnClassHolds() {
    Run run =
        Run.of(HoldsMostConnections.class)
            .inThreads(1, "concurrent", "concurrent")
            .with("pristine.isolation", "clone")
            .with("pristine.connections", "120")
            .with("pristine.acquire-timeout", "30s")
            .execute()
            .withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(2);
  }
}
