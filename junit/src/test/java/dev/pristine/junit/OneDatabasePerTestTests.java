package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.pristine.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ServerStaysUp.class)
class OneDatabasePerTestTests {

  @PristineDatabase
  static class Everywhere {
    private final String inConstructor;

    Everywhere(TestDatabase database) {
      inConstructor = database.name();
    }

    @BeforeEach
    void before(TestDatabase database) {
      assertThat(database.name()).isEqualTo(inConstructor);
    }

    @Test
    void first(DataSource dataSource, TestDatabase database, Connection connection)
        throws SQLException {
      assertThat(database.name()).isEqualTo(inConstructor);
      assertThat(dataSource).isSameAs(database.dataSource());
      assertThat(Notes.strings(connection, "select current_database()"))
          .containsExactly(inConstructor);
    }

    @Test
    void second(DataSource dataSource) throws SQLException {
      assertThat(new Notes(dataSource).strings("select current_database()"))
          .containsExactly(inConstructor);
    }

    @AfterEach
    void after(TestDatabase database, TestReporter reporter) {
      assertThat(database.name()).isEqualTo(inConstructor);
      reporter.publishEntry("seen", database.name());
    }
  }

  @Test
  void constructorLifecycleMethodsAndTestHaveTheSameOne() {
    Run run = Run.of(Everywhere.class).execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(2);
    assertThat(run.published("seen")).hasSize(2);
    assertThat(run.published("pristine.database")).isEqualTo(run.published("seen"));
  }

  @PristineDatabase
  static class WritesTheSameEachTime {
    @RepeatedTest(3)
    void repeated(DataSource database) throws SQLException {
      writeAndLook(database);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b", "c"})
    void withArguments(String argument, DataSource database) throws SQLException {
      assertThat(argument).hasSize(1);
      writeAndLook(database);
    }

    @TestTemplate
    @ExtendWith(Twice.class)
    void ofTemplate(DataSource database) throws SQLException {
      writeAndLook(database);
    }
  }

  static void writeAndLook(DataSource database) throws SQLException {
    Notes notes = new Notes(database);
    notes.write(2, "mine");
    assertThat(notes.all()).containsExactly("from the template", "mine");
    assertThat(notes.nextTicket()).isEqualTo("100");
  }

  static class Twice implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
      return true;
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
        ExtensionContext context) {
      return Stream.of(
          new TestTemplateInvocationContext() {}, new TestTemplateInvocationContext() {});
    }
  }

  @Test
  void eachRepetitionAndEachSetOfArgumentsHasItsOwn() {
    Run run = Run.of(WritesTheSameEachTime.class).execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(8);
    assertThat(run.published("pristine.database")).hasSize(8);
  }

  @Test
  void asACloneEachIsANewOne() {
    Run run =
        Run.of(WritesTheSameEachTime.class)
            .with("pristine.isolation", "clone")
            .execute()
            .withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(8);
    assertThat(run.published("pristine.database")).hasSize(8).doesNotHaveDuplicates();
  }

  @PristineDatabase
  static class Factory {
    @TestFactory
    Stream<DynamicTest> made(DataSource database) {
      Notes notes = new Notes(database);
      return Stream.of(
          dynamicTest("writes", () -> notes.write(2, "mine")),
          dynamicTest("looks", () -> assertThat(notes.all()).hasSize(2)));
    }
  }

  @Test
  void theDynamicTestsOfOneFactoryShareTheirs() {
    Run run = Run.of(Factory.class).execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(2);
    assertThat(run.published("pristine.database")).hasSize(1);
  }

  @PristineDatabase
  static class Outer {
    final String outer;

    Outer(TestDatabase database) {
      outer = database.name();
    }

    @Nested
    class Inner {
      final String inner;

      Inner(TestDatabase database) {
        inner = database.name();
      }

      @Test
      void both(DataSource database, TestReporter reporter) throws SQLException {
        assertThat(inner).isEqualTo(outer);
        writeAndLook(database);
        reporter.publishEntry("seen", inner);
      }

      @Nested
      class Innermost {
        @Test
        void inherits(DataSource database) throws SQLException {
          writeAndLook(database);
        }
      }
    }
  }

  @Test
  void nestedClassesInheritAndShareWithTheirOuterInstance() {
    Run run = Run.of(Outer.class).execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(2);
    assertThat(run.published("pristine.database")).hasSize(2).containsAll(run.published("seen"));
  }

  @PristineDatabase
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstance {
    @Test
    void first(DataSource database) throws SQLException {
      writeAndLook(database);
    }

    @Test
    void second(DataSource database) throws SQLException {
      writeAndLook(database);
    }
  }

  @Test
  void anInstanceForTheWholeClassChangesNothing() {
    Run run = Run.of(OneInstance.class).execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(2);
    assertThat(run.published("pristine.database")).hasSize(2);
  }

  @PristineDatabase
  static class Connections {
    private final Connection ofConstructor;

    Connections(Connection connection) {
      ofConstructor = connection;
    }

    @Test
    void areDifferent(Connection one, Connection other) {
      assertThat(List.of(one, other)).doesNotContain(ofConstructor).doesNotHaveDuplicates();
    }

    @AfterEach
    void after() throws SQLException {
      assertThat(ofConstructor.isClosed()).isFalse();
    }
  }

  @Test
  void eachConnectionIsOneOfItsOwnAndOpenUntilTheTestEnds() {
    Run run = Run.of(Connections.class).execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(1);
  }

  @PristineDatabase
  static class AsksForNothing {
    @Test
    void asksForNothing() {}
  }

  @Test
  void whoAsksForNothingWaitsForNothing() {
    Run run = Run.of(AsksForNothing.class).execute().withoutFailures();

    assertThat(run.published("pristine.database")).isEmpty();
  }

  @PristineDatabase
  static class Named {
    @Test
    void plain(TestDatabase database, TestReporter reporter, TestInfo info) {
      reporter.publishEntry(info.getDisplayName(), database.holder());
    }

    @ParameterizedTest(name = "[{index}]")
    @ValueSource(ints = 12)
    void with(int number, TestDatabase database, TestReporter reporter) {
      reporter.publishEntry("with " + number, database.holder());
    }

    @Nested
    class Inside {
      @RepeatedTest(1)
      void again(TestDatabase database, TestReporter reporter) {
        reporter.publishEntry("again", database.holder());
      }
    }
  }

  @Test
  void theHolderIsNamedForPeople() {
    Run run = Run.of(Named.class).execute().withoutFailures();

    String here = "OneDatabasePerTestTests.Named.";
    assertThat(run.published("plain(TestDatabase, TestReporter, TestInfo)"))
        .containsExactly(here + "plain");
    assertThat(run.published("with 12")).containsExactly(here + "with([1])");
    assertThat(run.published("again")).containsExactly(here + "Inside.again(repetition 1 of 1)");
  }

  @Test
  void timesArePublishedWhenItIsGivenBack() {
    Run run = Run.of(Everywhere.class).execute().withoutFailures();

    assertThat(run.published("pristine.acquire-ms")).hasSize(2).allMatch(ms -> ms.matches("\\d+"));
    assertThat(run.published("pristine.release-ms")).hasSize(2).allMatch(ms -> ms.matches("\\d+"));
    assertThat(run.published("pristine.kept")).isEmpty();
  }
}
