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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements, and writes a line to a file each time it does, so that processes can be counted.
 *
 * @param label tells apart migrations that do the same
 * @param statements what to run
 * @param journal where each run writes a line
 * @param below what it is put on top of; null if nothing
 */
public record SchemaMigration(
    String label, List<String> statements, Path journal, @Nullable SchemaMigration below)
    implements Migration {

  /** Copies the list. */
  public SchemaMigration {
    statements = List.copyOf(statements);
  }

  /** Makes one that starts from an empty database. */
  public SchemaMigration(String label, List<String> statements, Path journal) {
    this(label, statements, journal, null);
  }

  /** Returns a fixture on top of this, with a journal of its own. */
  SchemaMigration with(String fixture, String... more) {
    return new SchemaMigration(
        fixture,
        List.of(more),
        journal.resolveSibling(journal.getFileName() + " " + fixture),
        this);
  }

  /** Writes it as arguments for another process. */
  List<String> toArguments() {
    List<String> arguments =
        new ArrayList<>(List.of(label, journal.toString(), "" + statements.size()));
    arguments.addAll(statements);
    if (below != null) {
      arguments.addAll(below.toArguments());
    }
    return arguments;
  }

  static SchemaMigration ofArguments(String... arguments) {
    int end = 3 + Integer.parseInt(arguments[2]);
    List<String> all = List.of(arguments);
    SchemaMigration below =
        end == all.size() ? null : ofArguments(all.subList(end, all.size()).toArray(new String[0]));
    return new SchemaMigration(arguments[0], all.subList(3, end), Path.of(arguments[1]), below);
  }

  @Override
  public Optional<Migration> base() {
    return Optional.ofNullable(below);
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
