package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.TestDatabase;
import dev.pristine.junit.PristineDatabase.Scope;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ServerStaysUp.class)
class AnnotationTests {

  private static final String TABLES =
      "select tablename::text from pg_tables where schemaname = 'public' order by 1";

  @PristineDatabase
  abstract static class Base {
    @Test
    void inherited(DataSource database) throws SQLException {
      assertThat(new Notes(database).strings(TABLES)).isEqualTo(expected());
    }

    abstract List<String> expected();
  }

  static class Inherits extends Base {
    @Override
    List<String> expected() {
      return List.of("note");
    }
  }

  @PristineDatabase(migrations = "classpath:other")
  static class Replaces extends Base {
    @Override
    List<String> expected() {
      return List.of("other");
    }

    @Test
    @PristineDatabase
    void theMethodsOwnIsNearest(DataSource database) throws SQLException {
      assertThat(new Notes(database).strings(TABLES)).containsExactly("note");
    }

    @Nested
    class Inner {
      @Test
      void hasThatAround(DataSource database) throws SQLException {
        assertThat(new Notes(database).strings(TABLES)).containsExactly("other");
      }
    }
  }

  @Retention(RetentionPolicy.RUNTIME)
  @PristineDatabase(migrations = "classpath:other")
  @interface OtherDatabase {}

  @OtherDatabase
  static class Composed {
    @Test
    void isFound(DataSource database) throws SQLException {
      assertThat(new Notes(database).strings(TABLES)).containsExactly("other");
    }
  }

  static class OnMethod {
    @Test
    @PristineDatabase
    void direct(DataSource database) throws SQLException {
      assertThat(new Notes(database).strings(TABLES)).containsExactly("note");
    }

    @Test
    @OtherDatabase
    void composed(DataSource database) throws SQLException {
      assertThat(new Notes(database).strings(TABLES)).containsExactly("other");
    }
  }

  @Test
  void theNearestCountsInheritedNestedComposedOrOnAMethod() {
    Run run =
        Run.of(Inherits.class, Replaces.class, Composed.class, OnMethod.class)
            .execute()
            .withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(7);
  }

  @Test
  void theSettingTellsWhereTheMigrationsAreWhereTheAnnotationDoesNot() {
    Run run = Run.of(Inherits.class).with("pristine.migrations", "classpath:other").execute();

    assertThat(run.failure()).hasMessageContaining("other");
  }

  static final class InCode implements Migration {
    @Override
    public String fingerprint() {
      return "1";
    }

    @Override
    public void apply(Target target) throws SQLException {
      try (Connection connection = target.dataSource().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create table made_in_code ()");
      }
    }
  }

  @PristineDatabase(migratedBy = InCode.class)
  static class MigratedByCode {
    @Test
    void works(DataSource database) throws SQLException {
      assertThat(new Notes(database).strings(TABLES)).containsExactly("made_in_code");
    }
  }

  @Test
  void codeMayMigrate() {
    Run run = Run.of(MigratedByCode.class).execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(1);
  }

  @PristineDatabase(isolation = Isolation.PER_WORKER)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class Reused {
    @Test
    @Order(1)
    void writes(DataSource database) throws SQLException {
      new Notes(database).write(2, "left");
    }

    @Test
    @Order(2)
    void finds(DataSource database) throws SQLException {
      assertThat(new Notes(database).all()).containsExactly("from the template", "left");
    }

    @Test
    @Order(3)
    @PristineDatabase(isolation = Isolation.CLONE)
    void wantsAnother(DataSource database) throws SQLException {
      assertThat(new Notes(database).all()).containsExactly("from the template");
    }
  }

  @Test
  void theIsolationIsThatOfTheAnnotation() {
    Run run = Run.of(Reused.class).with("pristine.clones", "1").execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(3);
  }

  @PristineDatabase(scope = Scope.CLASS)
  @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
  static class Story {
    @BeforeAll
    static void begin(DataSource database) throws SQLException {
      new Notes(database).write(2, "begin");
    }

    @Test
    @Order(1)
    void continues(Connection connection, TestDatabase database, TestReporter reporter)
        throws SQLException {
      assertThat(Notes.strings(connection, "select text from note where id = 2"))
          .containsExactly("begin");
      new Notes(database.dataSource()).write(3, "continued");
      reporter.publishEntry("holder", database.holder());
    }

    @Nested
    class Later {
      @Test
      void ends(DataSource database) throws SQLException {
        assertThat(new Notes(database).all())
            .containsExactly("from the template", "begin", "continued");
      }
    }
  }

  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class SameStory extends Story {
    private final String inConstructor;

    SameStory(TestDatabase database) {
      inConstructor = database.name();
    }

    @Test
    void theConstructorHasIt(TestDatabase database) {
      assertThat(inConstructor).isEqualTo(database.name());
    }
  }

  @Test
  void aClassMayHaveOneForAllItsTests() {
    Run run = Run.of(Story.class, SameStory.class).execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(5);
    assertThat(run.published("pristine.database")).hasSize(2);
    assertThat(run.published("holder"))
        .containsExactlyInAnyOrder("AnnotationTests.Story", "AnnotationTests.SameStory");
  }
}
