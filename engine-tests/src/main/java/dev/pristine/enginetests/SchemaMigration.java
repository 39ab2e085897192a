package dev.pristine.enginetests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import dev.pristine.Migration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs statements, and writes a line to a file each time it does, so that processes can be counted.
 *
 * @param label tells apart migrations that do the same
 * @param statements what to run
 * @param journal where each run writes a line
 */
public record SchemaMigration(String label, List<String> statements, Path journal)
    implements Migration {

  /** Copies the list. */
  public SchemaMigration {
    statements = List.copyOf(statements);
  }

  /** Writes it as arguments for another process. */
  List<String> toArguments() {
    List<String> arguments = new ArrayList<>(List.of(label, journal.toString()));
    arguments.addAll(statements);
    return arguments;
  }

  static SchemaMigration ofArguments(String... arguments) {
    return new SchemaMigration(
        arguments[0], List.of(arguments).subList(2, arguments.length), Path.of(arguments[1]));
  }

  @Override
  public String fingerprint() {
    return label + statements;
  }

  @Override
  public void apply(Target target) throws Exception {
    Files.write(journal, List.of(label), UTF_8, CREATE, APPEND);
    try (Connection connection = target.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Counts how often it ran, in all processes. */
  public int runs() throws Exception {
    return Files.exists(journal) ? Files.readAllLines(journal, UTF_8).size() : 0;
  }

  @Override
  public String toString() {
    return label;
  }
}
