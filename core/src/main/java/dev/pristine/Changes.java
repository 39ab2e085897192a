package dev.pristine;

import dev.pristine.spi.Rewindable.Change;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What was committed to a database since its lease began. Row counts compare what there is with
 * what there was: a row that was changed and changed back does not count.
 *
 * @param tables tables whose rows differ
 * @param sequences sequences that moved
 * @param schema what else differs, in words; empty if the schema is as it was
 */
public record Changes(List<Table> tables, List<Sequence> sequences, List<String> schema) {

  /** Copies the lists. */
  public Changes {
    tables = List.copyOf(tables);
    sequences = List.copyOf(sequences);
    schema = List.copyOf(schema);
  }

  /**
   * A table whose rows differ. Where a template has very many rows of it, rows that were changed
   * count as inserted, and rows that are gone do not count.
   *
   * @param name its name with its schema, quoted where it must be
   * @param inserted how many rows were added
   * @param updated how many rows are not as they were
   * @param deleted how many rows are gone
   * @param rows some of them, for people: {@code +} added, {@code ~} before and after, {@code -}
   *     gone; long ones are cut
   */
  public record Table(String name, long inserted, long updated, long deleted, List<String> rows) {

    /** Copies the list. */
    public Table {
      rows = List.copyOf(rows);
    }

    @Override
    public String toString() {
      return "%s: %d inserted, %d updated, %d deleted".formatted(name, inserted, updated, deleted);
    }
  }

  /**
   * A sequence that moved.
   *
   * @param name its name with its schema, quoted where it must be
   * @param move where it stood and stands, for people
   */
  public record Sequence(String name, String move) {
    @Override
    public String toString() {
      return name + ": " + move;
    }
  }

  static Changes of(List<Change> changes) {
    return new Changes(
        changes.stream()
            .filter(change -> change.kind() == Change.Kind.TABLE)
            .map(
                change ->
                    new Table(
                        change.object(),
                        change.inserted(),
                        change.updated(),
                        change.deleted(),
                        change.details()))
            .toList(),
        changes.stream()
            .filter(change -> change.kind() == Change.Kind.SEQUENCE)
            .map(change -> new Sequence(change.object(), String.join(", ", change.details())))
            .toList(),
        changes.stream()
            .filter(change -> change.kind() == Change.Kind.SCHEMA)
            .map(change -> change.object() + ": " + String.join(", ", change.details()))
            .toList());
  }

  /** Tells whether nothing differs. */
  public boolean isEmpty() {
    return tables.isEmpty() && sequences.isEmpty() && schema.isEmpty();
  }

  /** Tells all of it in lines, the rows below their tables. */
  @Override
  public String toString() {
    if (isEmpty()) {
      return "nothing was changed";
    }
    return Stream.of(
            tables.stream()
                .flatMap(
                    table ->
                        Stream.concat(
                            Stream.of(table.toString()),
                            table.rows().stream().map(row -> "  " + row))),
            sequences.stream().map(Sequence::toString),
            schema.stream())
        .flatMap(lines -> lines)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
