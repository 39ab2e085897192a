package dev.pristine.benchmarks;

import java.lang.reflect.Method;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.test.context.TestContextManager;

/**
 * A database for each test from zonky's embedded-database-spring-test, which refreshes it after
 * each method. Spring's test context is driven directly, without JUnit.
 */
final class ZonkySpring implements Adapter {

  private static final String SERVER = "zonky.test.database.postgres.server.properties.";

  private final TestContextManager context;
  private final SpringSuite instance;
  private final Method method;
  private final DataSource dataSource;

  ZonkySpring(Setup setup) throws Exception {
    if (setup.threads() > 1) {
      throw new NotAvailableException(
          "one database for each Spring context, which its threads would take from each other");
    }
    System.setProperty(SpringSuite.MIGRATIONS, "filesystem:" + setup.schema().folder());
    ZonkyServers.settings(setup.server())
        .forEach((name, value) -> System.setProperty(SERVER + name, value));
    this.context = new TestContextManager(SpringSuite.class);
    this.instance = new SpringSuite();
    this.method = SpringSuite.class.getMethod("test");
    context.beforeTestClass();
    context.prepareTestInstance(instance);
    this.dataSource = context.getTestContext().getApplicationContext().getBean(DataSource.class);
  }

  @Override
  public String configuration() {
    return "embedded-database-spring-test 2.8.0, Spring 7.0.8, Spring Boot 4.0.7, refresh"
        + " AFTER_EACH_TEST_METHOD, provider ZONKY, its prefetching as it is set up, Flyway; "
        + ZonkyServers.CONFIGURATION;
  }

  @Override
  public Worker worker(int number) {
    return new MethodAfterMethod();
  }

  @Override
  public void close() throws Exception {
    context.afterTestClass();
    // Its server ends with the process.
  }

  private final class MethodAfterMethod implements Worker {

    @Override
    public Connections begin(String test) throws Exception {
      context.beforeTestMethod(instance, method);
      // What comes before this is taken to be part of the template.
      context.beforeTestExecution(instance, method);
      return this::connection;
    }

    private java.sql.Connection connection() throws SQLException {
      return dataSource.getConnection();
    }

    @Override
    public void end() throws Exception {
      context.afterTestExecution(instance, method, null);
      context.afterTestMethod(instance, method, null);
    }

    @Override
    public void close() {
      // The context is closed with the tool.
    }
  }
}
