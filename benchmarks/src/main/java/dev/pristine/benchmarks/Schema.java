package dev.pristine.benchmarks;

import dev.pristine.Migration;
import dev.pristine.migrations.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An application's schema, as files that every tool migrates with.
 *
 * @param name for people and for names of databases: letters, digits and {@code _}
 * @param tables about how many tables it has
 * @param folder where the files are, in Flyway's naming
 * @param seeded the tables with seed rows that the tests change
 * @param written the three tables that the tests write
 * @param dialect the SQL that it is written in
 */
record Schema(
    String name,
    int tables,
    String folder,
    List<String> seeded,
    List<String> written,
    Dialect dialect) {

  private static final Pattern TABLE =
      Pattern.compile("CREATE\\s+TABLE\\b", Pattern.CASE_INSENSITIVE);

  /** Copies the lists. */
  Schema {
    seeded = List.copyOf(seeded);
    written = List.copyOf(written);
  }

  /** Generates one with so many tables. */
  static Schema generated(int tables, Path folder, Dialect dialect) throws IOException {
    List<String> texts = List.of(SchemaGenerator.sql(tables, dialect));
    return write("t" + tables, folder, texts, tables, dialect);
  }

  /**
   * Takes an application's own SQL file, and adds a small schema of ours, so that the tests have
   * something to do that is known to them.
   */
  static Schema ofFile(Path sql, Path folder, Dialect dialect) throws IOException {
    String file = String.valueOf(sql.getFileName()).replaceFirst("\\.sql$", "");
    String name = file.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    int tables = SchemaGenerator.FEWEST_TABLES;
    List<String> texts = List.of(Files.readString(sql), SchemaGenerator.sql(tables, dialect));
    return write(name.substring(0, Math.min(name.length(), 30)), folder, texts, tables, dialect);
  }

  /** Writes one for tests that know it. */
  static Schema write(String name, Path parent, String sql) throws IOException {
    Path folder = Files.createDirectories(parent.resolve(name)).toAbsolutePath();
    Files.writeString(file(folder, 1), sql);
    return new Schema(
        name, size(List.of(sql)), folder.toString(), List.of(), List.of(), Dialect.POSTGRESQL);
  }

  /** Returns what makes an empty database into this. */
  Migration migration() {
    return Migrations.sql(files().map(Path::toString).toArray(String[]::new));
  }

  private Stream<Path> files() {
    return Stream.of(1, 2).map(number -> file(Path.of(folder), number)).filter(Files::exists);
  }

  private static Path file(Path folder, int number) {
    return folder.resolve("V" + number + "__schema.sql");
  }

  private static Schema write(
      String name, Path parent, List<String> texts, int tables, Dialect dialect)
      throws IOException {
    Path folder = Files.createDirectories(parent.resolve(name)).toAbsolutePath();
    for (int i = 0; i < texts.size(); i++) {
      Files.writeString(file(folder, i + 1), texts.get(i));
    }
    return new Schema(
        name,
        size(texts),
        folder.toString(),
        SchemaGenerator.seededTables(tables),
        SchemaGenerator.writtenTables(tables),
        dialect);
  }

  private static int size(List<String> texts) {
    return texts.stream().mapToInt(text -> (int) TABLE.matcher(text).results().count()).sum();
  }
}
