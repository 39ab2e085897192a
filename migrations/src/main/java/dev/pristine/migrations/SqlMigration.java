package dev.pristine.migrations;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * SQL files, run in the order of the locations and within one in {@link NaturalOrder}, each on a
 * connection of its own, so that what one sets does not reach the next. As in psql, every statement
 * is a transaction of its own unless the file says BEGIN and COMMIT.
 */
record SqlMigration(List<Location> locations) implements Migration {

  @Override
  public String fingerprint() {
    return new Fingerprint("sql").add(files()).text();
  }

  @Override
  public void apply(Target target) throws SQLException, InterruptedException {
    // All of them are looked through before anything is run.
    List<SqlScript> scripts = scripts(target);
    for (SqlScript script : scripts) {
      try (Connection connection = target.dataSource().getConnection()) {
        connection.setAutoCommit(true);
        for (SqlScript.Statement statement : script.statements()) {
          if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted in [" + script.place() + "]");
          }
          run(script, statement, connection, target);
        }
      }
    }
  }

  private List<SqlScript> scripts(Target target) {
    SqlDialect dialect = SqlDialect.of(target.jdbcUrl());
    List<SqlScript> scripts =
        files().stream()
            .filter(file -> EngineInName.of(file).map(engine -> engine.isOf(target)).orElse(true))
            .map(file -> SqlScript.read(file, dialect))
            .toList();
    if (scripts.isEmpty()) {
      throw new MigrationException(
          "The migrations [%s] hold nothing for this server, only %s."
              .formatted(this, shown(files())));
    }
    return scripts;
  }

  private void run(
      SqlScript script, SqlScript.Statement statement, Connection connection, Target target) {
    try {
      if (statement.data() == null) {
        execute(connection, statement.text());
      } else if (PostgresqlDriver.isThere()) {
        PostgresqlDriver.copy(connection, statement.text(), statement.data());
      } else {
        throw new MigrationException(
            "The file [%s], line %d, has the data of COPY … FROM stdin, which only PostgreSQL's own driver takes. Add the dependency [org.postgresql:postgresql]."
                .formatted(script.place(), statement.line()));
      }
    } catch (SQLException e) {
      throw new SqlFailure(this, script.place(), statement.line(), statement.text()).of(e, target);
    }
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // Braces are the file's own, not JDBC's.
      statement.setEscapeProcessing(false);
      statement.execute(text);
    }
  }

  private List<SourceFile> files() {
    List<SourceFile> files = new ArrayList<>();
    for (Location location : locations) {
      Location.Contents contents = location.contents();
      List<SourceFile> scripts =
          contents.folder()
              ? contents.files().stream().filter(file -> file.endsWith(".sql")).toList()
              : contents.files();
      if (scripts.isEmpty()) {
        throw new MigrationException(
            "The migrations' folder [%s] holds no .sql file, only %s."
                .formatted(location, shown(contents.files())));
      }
      files.addAll(scripts);
    }
    return files;
  }

  private static String shown(List<SourceFile> files) {
    String names =
        files.stream()
            .limit(5)
            .map(file -> "[" + file.name() + "]")
            .collect(Collectors.joining(", "));
    return files.size() <= 5 ? names : names + " and " + (files.size() - 5) + " more";
  }

  @Override
  public String toString() {
    return locations.stream().map(Location::text).collect(Collectors.joining(", "));
  }
}
