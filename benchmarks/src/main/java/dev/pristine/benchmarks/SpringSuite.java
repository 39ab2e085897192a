package dev.pristine.benchmarks;

import io.zonky.test.db.AutoConfigureEmbeddedDatabase;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseProvider;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.DatabaseType;
import io.zonky.test.db.AutoConfigureEmbeddedDatabase.RefreshMode;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.ContextConfiguration;

/** A test class as Spring sees it. Public only for Spring. */
@ContextConfiguration(classes = SpringSuite.Application.class)
@AutoConfigureEmbeddedDatabase(
    type = DatabaseType.POSTGRES,
    provider = DatabaseProvider.EMBEDDED,
    refresh = RefreshMode.AFTER_EACH_TEST_METHOD)
public class SpringSuite {

  static final String MIGRATIONS = "pristine-benchmarks.migrations";

  /** Made by whoever stands in for JUnit. */
  public SpringSuite() {}

  /** Stands for any test: the work is done by others. */
  public void test() {}

  /** The application: a database and its migrations. Public only for Spring. */
  @Configuration
  public static class Application {

    /** Made by Spring. */
    public Application() {}

    /** Migrates the database, when zonky's library says so. */
    @Bean(initMethod = "migrate")
    public Flyway flyway(DataSource dataSource, @Value("${" + MIGRATIONS + "}") String location) {
      return Flyway.configure().dataSource(dataSource).locations(location).load();
    }
  }
}
