package dev.pristine.benchmarks;

import com.github.database.rider.core.api.dataset.SeedStrategy;
import com.github.database.rider.core.configuration.DBUnitConfig;
import com.github.database.rider.core.configuration.DataSetConfig;
import com.github.database.rider.core.dataset.DataSetExecutorImpl;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.dbunit.DatabaseUnitException;
import org.dbunit.database.DatabaseConfig;
import org.dbunit.database.DatabaseConnection;
import org.dbunit.dataset.CachedDataSet;
import org.dbunit.dataset.IDataSet;
import org.dbunit.ext.postgresql.PostgresqlDataTypeFactory;

/** A database for each worker that Database Rider cleans before each test, and seeds again. */
final class RiderCleanBefore implements Adapter {

  private static final String SCHEMA = "public";

  private final Setup setup;

  RiderCleanBefore(Setup setup) {
    this.setup = setup;
  }

  @Override
  public String configuration() {
    return "Database Rider 1.44.0, cleanBefore with a data set of all seed rows in memory,"
        + " disableConstraints, no sequence filtering, cached connection and table names, batched"
        + " statements; an executor, a database and a connection that stays open for each worker";
  }

  @Override
  public Worker worker(int number) throws SQLException, DatabaseUnitException {
    String name = setup.database("rider", number);
    try (Connection maintenance = setup.server().connect("postgres")) {
      HandMade.copy(
          maintenance, HandMade.templateOf(setup.schema()), name, HandMade.Strategy.FILE_COPY);
    }
    return new Seeded(name, new KeptConnection(setup.server().connect(name), true));
  }

  @Override
  public void close() {
    // Each worker has dropped its own.
  }

  private final class Seeded implements Worker {

    private final String name;
    private final KeptConnection kept;
    private final DataSetExecutorImpl executor;
    private final DataSetConfig dataSet;

    Seeded(String name, KeptConnection kept) throws SQLException, DatabaseUnitException {
      this.name = name;
      this.kept = kept;
      DBUnitConfig config =
          new DBUnitConfig(name)
              .cacheConnection(true)
              .cacheTableNames(true)
              .leakHunter(false)
              .raiseExceptionOnCleanUp(true)
              .addDBUnitProperty("batchedStatements", true)
              .addDBUnitProperty("qualifiedTableNames", false)
              .addDBUnitProperty("allowEmptyFields", true)
              .addDBUnitProperty("schema", SCHEMA)
              .addDBUnitProperty("datatypeFactory", new PostgresqlDataTypeFactory());
      this.executor = DataSetExecutorImpl.instance(name, kept::lend, config);
      IDataSet seeds = seeds(kept.connection());
      this.dataSet =
          new DataSetConfig()
              .datasetProvider(() -> seeds)
              .executorId(name)
              .strategy(SeedStrategy.INSERT)
              .cleanBefore(true)
              .disableConstraints(true)
              .useSequenceFiltering(false);
    }

    private static IDataSet seeds(Connection connection)
        throws SQLException, DatabaseUnitException {
      List<String> filled;
      try (Statement statement = connection.createStatement()) {
        filled =
            HandMade.filledTables(statement).stream()
                .filter(table -> table.startsWith(SCHEMA + "."))
                .map(table -> table.substring(SCHEMA.length() + 1))
                .toList();
      }
      DatabaseConnection source = new DatabaseConnection(connection, SCHEMA);
      source
          .getConfig()
          .setProperty(DatabaseConfig.PROPERTY_DATATYPE_FACTORY, new PostgresqlDataTypeFactory());
      return new CachedDataSet(source.createDataSet(filled.toArray(String[]::new)));
    }

    @Override
    public Connections begin(String test) throws SQLException {
      kept.connection().setAutoCommit(true);
      executor.createDataSet(dataSet);
      return kept::lend;
    }

    @Override
    public void end() {
      // It is done before the next test.
    }

    @Override
    public void close() throws SQLException {
      executor.clearRiderDataSource();
      kept.close();
      try (Connection maintenance = setup.server().connect("postgres")) {
        HandMade.drop(maintenance, name);
      }
    }
  }
}
