package dev.pristine.junit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.fail;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Status;
import dev.pristine.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code @BeforeAll} methods write, and who starts from it. */
@ExtendWith(ServerStaysUp.class)
class ClassBaseTests {

  @PristineDatabase
  abstract static class Writes {
    @BeforeAll
    static void first(DataSource database, TestDatabase same) throws SQLException {
      assertThat(same.dataSource()).isSameAs(database);
      new Notes(database).write(2, "before all");
      assertThat(new Notes(database).nextTicket()).isEqualTo("100");
    }

    @RepeatedTest(5)
    void repeated(DataSource database) throws SQLException {
      seesTheBaseAndItsOwn(database);
    }

    @Test
    void another(DataSource database) throws SQLException {
      seesTheBaseAndItsOwn(database);
    }
  }

  static void seesTheBaseAndItsOwn(DataSource database) throws SQLException {
    Notes notes = new Notes(database);
    notes.write(3, "mine");
    assertThat(notes.all()).containsExactly("from the template", "before all", "mine");
    assertThat(notes.nextTicket()).isEqualTo("101");
  }

  static class One extends Writes {}

  static class Two extends Writes {}

  static class Three extends Writes {}

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstance extends Writes {
    @BeforeAll
    void second(Connection connection) throws SQLException {
      assertThat(Notes.strings(connection, "select text from note where id = 2"))
          .containsExactly("before all");
    }
  }

  @Test
  void eachTestStartsFromItAndIsKeptApart() {
    Run run = Run.of(One.class, OneInstance.class).execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(12);
    assertThat(run.published("pristine.database")).hasSize(12);
  }

  @Test
  void soDoTestsInManyThreads() {
    Run run =
        Run.of(One.class, Two.class, Three.class, OneInstance.class)
            .inThreads(16, "concurrent", "concurrent")
            .execute()
            .withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(4 * 6);
    assertThat(run.published("pristine.database")).hasSize(4 * 6);
  }

  @Test
  void classesThatWriteDoNotKeepEachOtherFromTheirTests() {
    Run run =
        Run.of(One.class, Two.class, Three.class, OneInstance.class)
            .inThreads(2, "concurrent", "concurrent")
            .with("pristine.clones", "1")
            .execute()
            .withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(4 * 6);
  }

  @PristineDatabase
  @Order(Integer.MAX_VALUE)
  static class Afterwards {
    @Test
    void theBaseOfTheClassBeforeGoes(TestDatabase database) {
      String owner = EndTests.ownerOf(database.name());
      try (Pristine observer = Pristine.open()) {
        await()
            .atMost(Duration.ofSeconds(30))
            .untilAsserted(
                () ->
                    assertThat(observer.status().databases())
                        .filteredOn(each -> each.owner().equals(owner))
                        .extracting(Status.Database::kind)
                        .isNotEmpty()
                        .doesNotContain(Status.Kind.FROZEN));
      }
    }
  }

  @Test
  void itGoesWithItsClass() {
    Run run =
        Run.of(Afterwards.class, One.class)
            .configured(
                "junit.jupiter.testclass.order.default",
                ClassOrderer.OrderAnnotation.class.getName())
            .execute()
            .withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(7);
  }

  @PristineDatabase
  static class Outer {
    @BeforeAll
    static void before(DataSource database) throws SQLException {
      new Notes(database).write(2, "outer");
    }

    @Test
    void seesItsOwn(DataSource database) throws SQLException {
      assertThat(new Notes(database).all()).containsExactly("from the template", "outer");
    }

    @Nested
    class Adds {
      @BeforeAll
      static void before(DataSource database) throws SQLException {
        new Notes(database).write(3, "inner");
      }

      @RepeatedTest(2)
      void seesBoth(DataSource database) throws SQLException {
        Notes notes = new Notes(database);
        assertThat(notes.all()).containsExactly("from the template", "outer", "inner");
        notes.write(4, "mine");
      }

      @Nested
      class Innermost {
        @Test
        void seesBoth(DataSource database) throws SQLException {
          assertThat(new Notes(database).all()).hasSize(3);
        }
      }
    }

    @Nested
    class AddsNothing {
      @Test
      void seesTheOuter(DataSource database) throws SQLException {
        assertThat(new Notes(database).all()).containsExactly("from the template", "outer");
      }
    }

    @Nested
    @PristineDatabase
    class HasItsOwnAnnotation {
      @BeforeAll
      static void before(DataSource database) throws SQLException {
        new Notes(database).write(2, "of its own");
      }

      @Test
      void startsFromThatAlone(DataSource database) throws SQLException {
        assertThat(new Notes(database).all()).containsExactly("from the template", "of its own");
      }

      @Test
      @PristineDatabase(fixtures = "classpath:fixtures/two.sql")
      void orTheMethodsAlone(DataSource database) throws SQLException {
        assertThat(new Notes(database).all()).containsExactly("from the template", "two");
      }
    }
  }

  @Test
  void nestedClassesAddToWhatIsAroundThem() {
    assertThat(Run.of(Outer.class).execute().withoutFailures().succeededTests()).isEqualTo(7);
    assertThat(
            Run.of(Outer.class)
                .inThreads(8, "concurrent", "concurrent")
                .execute()
                .withoutFailures()
                .succeededTests())
        .isEqualTo(7);
  }

  @PristineDatabase(isolation = Isolation.PER_WORKER, fixtures = "classpath:fixtures/two.sql")
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class Reused {
    @BeforeAll
    static void before(DataSource database) throws SQLException {
      new Notes(database).write(3, "before all");
    }

    @Test
    @Order(1)
    void writes(DataSource database) throws SQLException {
      new Notes(database).write(4, "left");
    }

    @Test
    @Order(2)
    void finds(DataSource database) throws SQLException {
      assertThat(new Notes(database).all())
          .containsExactly("from the template", "two", "before all", "left");
    }
  }

  @Test
  void theTestsHaveTheIsolationOfTheAnnotationAndItsFixtures() {
    Run run = Run.of(Reused.class).with("pristine.clones", "1").execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(2);
  }

  @PristineDatabase
  static class KeepsWhatItWasGiven {
    static @Nullable DataSource given;
    static @Nullable Connection lent;

    @BeforeAll
    static void before(DataSource database, Connection connection) throws SQLException {
      given = database;
      lent = connection;
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("insert into note values (2, 'not committed')");
      }
    }

    @Test
    void findsItEnded(DataSource database) throws SQLException {
      assertThat(new Notes(database).all()).containsExactly("from the template");
      assertThat(requireNonNull(lent).isClosed()).isTrue();
      assertThatThrownBy(requireNonNull(given)::getConnection)
          .isInstanceOf(SQLException.class)
          .hasMessageEndingWith(
              "of [ClassBaseTests.KeepsWhatItWasGiven] is not available: it was frozen, and only"
                  + " copies of it are used now");
    }
  }

  @Test
  void whatBeforeAllWasGivenEndsWithTheFirstTestAndItsTransactionsToo() {
    Run run = Run.of(KeepsWhatItWasGiven.class).execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(1);
  }

  @PristineDatabase
  static class ClosesIt {
    @BeforeAll
    static void before(TestDatabase database) {
      database.close();
    }

    @Test
    void isNotReached(DataSource database) {}

    @Test
    void isNotReachedEither(DataSource database) {}
  }

  @Test
  void aBaseThatCannotBeFrozenFailsEachTestAlike() {
    Run run = Run.of(ClosesIt.class).execute();

    assertThat(run.failures())
        .hasSize(2)
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .cause()
                    .hasMessageMatching(
                        "The database \\[pristine_c_\\w+] of \\[ClassBaseTests.ClosesIt] cannot be"
                            + " frozen: it was closed. Freeze it instead of closing it."));
  }

  @PristineDatabase
  static class NoTestAsks {
    @BeforeAll
    static void before(DataSource database) throws SQLException {
      new Notes(database).write(2, "for nobody");
    }

    @Test
    void asksForNothing() {}
  }

  @Test
  void ifNoTestAsksTheDatabaseIsGivenBack() {
    Run run = Run.of(NoTestAsks.class).execute().withoutFailures();

    assertThat(run.published("pristine.database")).hasSize(1);
  }

  @PristineDatabase
  static class Fails {
    @BeforeAll
    static void before(DataSource database) throws SQLException {
      new Notes(database).write(2, "evidence");
      fail("on purpose");
    }

    @Test
    void isNotReached(DataSource database) {}
  }

  @Test
  void theDatabaseOfBeforeAllThatFailedIsSetAside() {
    Run run = Run.of(Fails.class).with("pristine.keep", "failed").execute();

    try {
      assertThat(run.failure()).hasMessage("on purpose");
      assertThat(run.failure().getSuppressed())
          .singleElement()
          .asString()
          .contains("The database of [ClassBaseTests.Fails] was set aside: jdbc:postgresql:");
    } finally {
      FailureTests.removeAllThatWasSetAside();
    }
  }

  @PristineDatabase
  static class AsksAfterwards {
    @BeforeAll
    static void before(DataSource database) throws SQLException {
      new Notes(database).write(2, "before all");
    }

    @Test
    void passes(DataSource database) throws SQLException {
      assertThat(new Notes(database).all()).containsExactly("from the template", "before all");
    }

    @AfterAll
    static void after(DataSource database) {}
  }

  @Test
  void afterAllTestsThereIsNone() {
    assertThat(Run.of(AsksAfterwards.class).execute().failure())
        .hasMessageStartingWith(
            "[ClassBaseTests.AsksAfterwards.after] cannot have a test's database: it is called once"
                + " after all tests (@AfterAll).");
  }
}
