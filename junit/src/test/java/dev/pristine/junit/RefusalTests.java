package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.junit.PristineDatabase.Scope;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(ServerStaysUp.class)
class RefusalTests {

  @PristineDatabase
  @TestInstance(Lifecycle.PER_CLASS)
  static class InConstructorOfAll {
    InConstructorOfAll(DataSource database) {}

    @Test
    void isNotReached() {}
  }

  @Test
  void inTheConstructorOfAnInstanceForTheClass() {
    assertThat(Run.of(InConstructorOfAll.class).execute().failure())
        .hasMessage(
            "The constructor of [RefusalTests.InConstructorOfAll] cannot have a test's database: it"
                + " is called once for all tests (@TestInstance(PER_CLASS)). Take the database in"
                + " the test or in a @BeforeEach method, or say @PristineDatabase(scope = CLASS) to"
                + " have one database for all tests of the class.");
  }

  @PristineDatabase
  static class InAfterAll {
    @AfterAll
    static void after(DataSource database) {}

    @Test
    void passes() {}
  }

  @Test
  void afterAllTests() {
    assertThat(Run.of(InAfterAll.class).execute().failure())
        .hasMessage(
            "[RefusalTests.InAfterAll.after] cannot have a test's database: it is called once"
                + " after all tests (@AfterAll). Take the database in the test or in a @BeforeEach"
                + " method, or say @PristineDatabase(scope = CLASS) to have one database for all"
                + " tests of the class.");
  }

  @PristineDatabase
  static class InSourceOfArguments {
    @ParameterizedTest
    @MethodSource("names")
    void isNotReached(String name) {}

    static Stream<String> names(DataSource database) {
      return Stream.of("name");
    }
  }

  @Test
  void whereArgumentsAreMade() {
    assertThat(Run.of(InSourceOfArguments.class).execute().failure())
        .hasMessage(
            "[RefusalTests.InSourceOfArguments.names] cannot have a test's database: it is not"
                + " called as part of a test. Take the database in the test or in a @BeforeEach"
                + " method, or say @PristineDatabase(scope = CLASS) to have one database for all"
                + " tests of the class.");
  }

  @Retention(RetentionPolicy.RUNTIME)
  @PristineDatabase(migrations = "classpath:other")
  @interface OtherDatabase {}

  @PristineDatabase
  @OtherDatabase
  static class TwoAnnotations {
    @Test
    void isNotReached(DataSource database) {}
  }

  @Test
  void twoAnnotationsThatDiffer() {
    assertThat(Run.of(TwoAnnotations.class).execute().failure())
        .hasMessage(
            "[RefusalTests.TwoAnnotations] has 2 different @PristineDatabase, through annotations"
                + " of its own or yours. Keep one: an annotation on a method takes the place of"
                + " that on its class.");
  }

  @PristineDatabase(isolation = {Isolation.CLONE, Isolation.PER_WORKER})
  static class TwoIsolations {
    @Test
    void isNotReached(DataSource database) {}
  }

  @Test
  void twoIsolations() {
    assertThat(Run.of(TwoIsolations.class).execute().failure())
        .hasMessage(
            "The @PristineDatabase of [RefusalTests.TwoIsolations] names several isolations. Keep"
                + " one, or none for that of the setting pristine.isolation.");
  }

  abstract static class InCode implements Migration {}

  @PristineDatabase(migrations = "classpath:other", migratedBy = InCode.class)
  static class TwoMigrations {
    @Test
    void isNotReached(DataSource database) {}
  }

  @Test
  void migrationsTwice() {
    assertThat(Run.of(TwoMigrations.class).execute().failure())
        .hasMessage(
            "The @PristineDatabase of [RefusalTests.TwoMigrations] names migrations"
                + " [classpath:other] and code that migrates"
                + " [dev.pristine.junit.RefusalTests$InCode]. Keep one.");
  }

  @PristineDatabase(
      fixtures = {"classpath:fixtures/two.sql", "classpath:fixtures/three.sql"},
      fixturedBy = InCode.class)
  static class TwoKindsOfFixtures {
    @Test
    void isNotReached(DataSource database) {}
  }

  @Test
  void fixturesTwice() {
    assertThat(Run.of(TwoKindsOfFixtures.class).execute().failure())
        .hasMessage(
            "The @PristineDatabase of [RefusalTests.TwoKindsOfFixtures] names fixtures"
                + " [classpath:fixtures/two.sql, classpath:fixtures/three.sql] and code that makes"
                + " fixtures [dev.pristine.junit.RefusalTests$InCode]. Keep one: nothing tells"
                + " which of them come first.");
  }

  static class ClassScopeOnMethod {
    @Test
    @PristineDatabase(scope = Scope.CLASS)
    void isNotReached(DataSource database) {}
  }

  @Test
  void theScopeOfAClassOnAMethod() {
    assertThat(Run.of(ClassScopeOnMethod.class).execute().failure())
        .hasMessage(
            "The @PristineDatabase of [RefusalTests.ClassScopeOnMethod.isNotReached] has the scope"
                + " CLASS, but stands on a method. Move it to the class, or leave the scope out.");
  }

  @PristineDatabase
  static class NeedsServer {
    @Test
    void first(DataSource database) {}

    @Test
    void second(DataSource database) {}
  }

  @Test
  void settingsAndServersAreRefusedWithTheirOwnMessages() {
    Run badSetting = Run.of(NeedsServer.class).with("pristine.conections", "5").execute();
    Run badServer = Run.of(NeedsServer.class).with("pristine.server", "embedded:nosql").execute();

    assertThat(badSetting.failures())
        .hasSize(2)
        .allSatisfy(
            failure ->
                assertThat(failure)
                    .hasMessageContaining(
                        "There is no setting [pristine.conections] (system property"
                            + " pristine.conections). Did you mean pristine.connections?"));
    assertThat(badServer.failures())
        .hasSize(2)
        .allSatisfy(failure -> assertThat(failure).hasMessageContaining("embedded:nosql"));
  }
}
