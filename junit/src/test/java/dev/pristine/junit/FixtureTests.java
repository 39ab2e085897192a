package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import dev.pristine.junit.PristineDatabase.Scope;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ServerStaysUp.class)
class FixtureTests {

  private static final String TWO = "classpath:fixtures/two.sql";
  private static final String THREE = "classpath:fixtures/three.sql";

  @PristineDatabase(fixtures = {TWO, THREE})
  static class OnTopOfEachOther {
    @RepeatedTest(3)
    void startFromAll(DataSource database) throws SQLException {
      Notes notes = new Notes(database);
      assertThat(notes.all()).containsExactly("from the template", "two", "after two");
      notes.write(4, "mine");
    }

    @Test
    @PristineDatabase
    void theMethodsOwnCountsAlone(DataSource database) throws SQLException {
      assertThat(new Notes(database).all()).containsExactly("from the template");
    }

    @Nested
    @PristineDatabase(fixtures = TWO)
    class Inner {
      @Test
      void hasItsOwn(DataSource database) throws SQLException {
        assertThat(new Notes(database).all()).containsExactly("from the template", "two");
      }
    }

    @Nested
    class Innermost {
      @Test
      void hasThoseAround(DataSource database) throws SQLException {
        assertThat(new Notes(database).all()).hasSize(3);
      }
    }
  }

  @Test
  void testsStartFromTheFixturesOfTheNearestAnnotation() {
    Run run =
        Run.of(OnTopOfEachOther.class)
            .inThreads(4, "concurrent", "concurrent")
            .execute()
            .withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(6);
  }

  static final class InCode implements Migration {
    @Override
    public String fingerprint() {
      return "in code";
    }

    @Override
    public void apply(Target target) throws SQLException {
      try (Connection connection = target.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("insert into note values (2, 'in code')");
      }
    }
  }

  @PristineDatabase(fixturedBy = InCode.class)
  static class ByCode {
    @Test
    void startsFromThem(DataSource database) throws SQLException {
      assertThat(new Notes(database).all()).containsExactly("from the template", "in code");
    }
  }

  @PristineDatabase(migratedBy = AnnotationTests.InCode.class, fixtures = "classpath:other")
  static class OnTopOfCode {
    @Test
    void startsFromBoth(DataSource database) throws SQLException {
      assertThat(
              new Notes(database)
                  .strings(
                      "select table_name::text from information_schema.tables"
                          + " where table_schema = 'public' order by 1"))
          .containsExactly("made_in_code", "other");
    }
  }

  @Test
  void codeMayMakeThemOrWhatIsBelow() {
    Run run = Run.of(ByCode.class, OnTopOfCode.class).execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(2);
  }

  @PristineDatabase(fixtures = TWO, scope = Scope.CLASS)
  static class ForTheClass {
    @BeforeAll
    static void before(DataSource database) throws SQLException {
      assertThat(new Notes(database).all()).containsExactly("from the template", "two");
    }

    @Test
    void startsFromThem(DataSource database) throws SQLException {
      assertThat(new Notes(database).all()).containsExactly("from the template", "two");
    }
  }

  @Test
  void aClassMayStartFromThem() {
    Run run = Run.of(ForTheClass.class).execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(1);
  }

  @PristineDatabase(fixtures = THREE, migrations = "classpath:other")
  static class DoesNotFit {
    @Test
    void isNotReached(DataSource database) {}
  }

  @Test
  void aFixtureThatDoesNotFitItsMigrationNamesItsFile() {
    Throwable failure = Run.of(DoesNotFit.class).execute().failure();

    assertThat(failure)
        .cause()
        .isInstanceOf(MigrationException.class)
        .hasMessageStartingWith(
            "The migration [classpath:fixtures/three.sql] failed in [classpath:fixtures/three.sql], line 1: ");
  }
}
