package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.TestDatabase;
import dev.pristine.junit.PristineDatabase.Scope;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

@ExtendWith(ServerStaysUp.class)
class UrlPropertyTests {

  private static final String NAME = "shop.database";

  /** Code that reads its database's address from the process, as an application does. */
  static String connectedTo() throws SQLException {
    String url = System.getProperty(NAME);
    String user = System.getProperty(NAME + ".user");
    String password = System.getProperty(NAME + ".password");
    try (Connection byUrlAlone = DriverManager.getConnection(url);
        Connection apart = DriverManager.getConnection(url, user, password)) {
      String name = Notes.strings(byUrlAlone, "select current_database()").get(0);
      assertThat(Notes.strings(apart, "select current_database()")).containsExactly(name);
      return name;
    }
  }

  @PristineDatabase(urlProperty = NAME)
  static class ReadsProperty {
    final String inConstructor = connectedTo();

    ReadsProperty() throws SQLException {}

    @BeforeEach
    void before() throws SQLException {
      assertThat(connectedTo()).isEqualTo(inConstructor);
    }

    @Test
    void first(TestDatabase database) throws SQLException {
      assertThat(connectedTo()).isEqualTo(database.name()).isEqualTo(inConstructor);
    }

    @Test
    void second() throws SQLException {
      assertThat(connectedTo()).isEqualTo(inConstructor);
    }
  }

  @AfterEach
  void clear() {
    System.clearProperty(NAME);
  }

  @Test
  void codeFindsTheTestsDatabaseByASystemProperty() {
    Run run = Run.of(ReadsProperty.class).execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(2);
    assertThat(run.published("pristine.database")).hasSize(2);
  }

  @Test
  void afterwardsThePropertiesAreAsBefore() {
    System.setProperty(NAME, "as before");

    Run.of(ReadsProperty.class).execute().withoutFailures();

    assertThat(System.getProperty(NAME)).isEqualTo("as before");
    assertThat(System.getProperty(NAME + ".user")).isNull();
    assertThat(System.getProperty(NAME + ".password")).isNull();
  }

  @PristineDatabase
  static class ReadsPropertyOfSetting extends ReadsProperty {
    ReadsPropertyOfSetting() throws SQLException {}
  }

  @Test
  void theSettingMayNameIt() {
    Run run =
        Run.of(ReadsPropertyOfSetting.class)
            .with("pristine.url-property", NAME)
            .execute()
            .withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(2);
  }

  @PristineDatabase(urlProperty = NAME, scope = Scope.CLASS)
  static class ForTheClass {
    @BeforeAll
    static void before(TestDatabase database) throws SQLException {
      assertThat(connectedTo()).isEqualTo(database.name());
    }

    @Test
    void inTheTest(TestDatabase database) throws SQLException {
      assertThat(connectedTo()).isEqualTo(database.name());
    }
  }

  @PristineDatabase(urlProperty = NAME)
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  static class OneInstance {
    OneInstance() {
      assertThat(System.getProperty(NAME)).isNull();
    }

    @Test
    void inTheTest(TestDatabase database) throws SQLException {
      assertThat(connectedTo()).isEqualTo(database.name());
    }
  }

  @Test
  void itIsSetForAsLongAsTheDatabaseIsThere() {
    Run run = Run.of(ForTheClass.class, OneInstance.class).execute().withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(2);
    assertThat(System.getProperty(NAME)).isNull();
  }

  @Test
  void parallelThreadsAreRefused() {
    Run run = Run.of(ForTheClass.class).inThreads(2, "same_thread", "concurrent").execute();

    assertThat(run.failure())
        .isInstanceOf(ExtensionConfigurationException.class)
        .hasMessage(
            "The system property [shop.database] cannot tell the address of one test's database"
                + " [UrlPropertyTests.ForTheClass]: it belongs to the whole process, and JUnit runs"
                + " tests in parallel threads here (junit.jupiter.execution.parallel.enabled). Take"
                + " the database as a parameter, or run these tests in parallel processes instead"
                + " (Surefire's forkCount, Gradle's maxParallelForks).");
    assertThat(run.published("pristine.database")).isEmpty();
  }

  @Test
  void parallelExecutionWithoutParallelThreadsIsNot() {
    Run run =
        Run.of(ForTheClass.class)
            .inThreads(2, "same_thread", "same_thread")
            .execute()
            .withoutFailures();

    assertThat(run.succeededTests()).isEqualTo(1);
  }
}
