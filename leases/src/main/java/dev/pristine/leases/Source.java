package dev.pristine.leases;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the resources of a pool come from. Code may be a source: it is asked at each acquire. */
@FunctionalInterface
public interface Source {

  /**
   * Returns the resources that there are now, held or not. Those that do not match what is wanted
   * are left out afterwards. One may be there twice, but not with different attributes.
   */
  List<Resource> candidates(Requirement wanted) throws Exception;

  /** Returns which wanted attributes it has matched itself, so that no resource need have them. */
  default Set<String> matched() {
    return Set.of();
  }

  /** Returns certain resources, always the same. */
  static Source of(Resource... resources) {
    return new FixedSource(List.of(resources));
  }

  /** Returns resources that have nothing but their names. */
  static Source named(String... names) {
    return new FixedSource(Arrays.stream(names).map(Resource::of).toList());
  }

  /**
   * Reads a CSV file (RFC 4180, UTF-8): a line of headings, and a resource a line, named by the
   * first column. Read once, when the pool is defined.
   *
   * @throws LeaseException if it cannot be read, or names a resource twice; tells the line
   */
  static Source csv(Path file) {
    return new FixedSource(CsvFile.read(file));
  }

  /**
   * Reads a JSON file: a list of objects, each named by its {@code name}. Read once, when the pool
   * is defined.
   *
   * @throws LeaseException if it cannot be read, or names a resource twice; tells the line
   */
  static Source json(Path file) {
    return new FixedSource(JsonFile.read(file));
  }

  /**
   * Asks a database, by a connection of its own at each acquire, and each second while it is
   * waited. The first column names the resource; all columns are attributes, by their labels. A
   * word with a colon, as in {@code WHERE company = :company}, stands for the wanted attribute of
   * this name, which is bound, never pasted.
   */
  static Source query(
      String jdbcUrl, @Nullable String user, @Nullable String password, String query) {
    return new QuerySource(jdbcUrl, user, password, query);
  }
}
