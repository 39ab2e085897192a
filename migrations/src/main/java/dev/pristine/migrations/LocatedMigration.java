package dev.pristine.migrations;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks at what a location holds, each time anew, and leaves the work to the tool it is for. */
record LocatedMigration(Location location) implements Migration {

  private static final Pattern FLYWAY_NAME =
      Pattern.compile("([VB][0-9][0-9._]*|R)__.*\\.(sql|class)", Pattern.CASE_INSENSITIVE);

  private static final Pattern CHANGELOG_NAME =
      Pattern.compile(
          "((db[._-]?)?change-?log([._-]?master)?|(db[._-]?)?master)\\.(xml|ya?ml|json|sql)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern FORMATTED_SQL =
      Pattern.compile("\\s*--\\s*liquibase formatted sql.*", Pattern.CASE_INSENSITIVE);

  @Override
  public String fingerprint() {
    return chosen().fingerprint();
  }

  @Override
  public void apply(Target target) throws Exception {
    chosen().apply(target);
  }

  Migration chosen() {
    Location.Contents contents = location.contents();
    return contents.folder() ? ofFolder(contents.files()) : ofFile(contents.files().get(0));
  }

  private Migration ofFile(SourceFile file) {
    if (file.endsWith(".xml", ".yaml", ".yml", ".json")) {
      return new LiquibaseMigration(location, Map.of());
    }
    if (!file.endsWith(".sql")) {
      throw new MigrationException(
          "The file [%s] is neither SQL (.sql) nor a Liquibase changelog (.xml, .yaml, .yml, .json)."
              .formatted(location));
    }
    return isFormattedSql(file)
        ? new LiquibaseMigration(location, Map.of())
        : new SqlMigration(List.of(location));
  }

  private Migration ofFolder(List<SourceFile> files) {
    if (files.stream().anyMatch(file -> FLYWAY_NAME.matcher(file.lastName()).matches())) {
      return new FlywayMigration(
          Map.of(FlywayMigration.LOCATIONS, location.withPrefix()), location.loader());
    }
    List<SourceFile> changelogs = files.stream().filter(LocatedMigration::isChangelog).toList();
    if (changelogs.size() == 1) {
      String text = location.text().replaceAll("/+$", "") + "/" + changelogs.get(0).name();
      return new LiquibaseMigration(Location.of(text, location.loader()), Map.of());
    }
    if (changelogs.size() > 1) {
      throw new MigrationException(
          "The folder [%s] holds several Liquibase changelogs: %s. Name the one that includes the others."
              .formatted(location, names(changelogs)));
    }
    List<SourceFile> formatted =
        files.stream().filter(file -> file.endsWith(".sql") && isFormattedSql(file)).toList();
    if (!formatted.isEmpty()) {
      throw new MigrationException(
          "The folder [%s] holds Liquibase's formatted SQL (%s), but no changelog that includes it. Name the changelog."
              .formatted(location, names(formatted)));
    }
    return new SqlMigration(List.of(location));
  }

  private static boolean isChangelog(SourceFile file) {
    // Those in sub-folders are what the master includes.
    return CHANGELOG_NAME.matcher(file.name()).matches()
        && (!file.endsWith(".sql") || isFormattedSql(file));
  }

  private static boolean isFormattedSql(SourceFile file) {
    String text = new String(file.bytes(), UTF_8);
    return text.replaceFirst("^\uFEFF", "")
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .filter(line -> FORMATTED_SQL.matcher(line).matches())
        .isPresent();
  }

  private static String names(List<SourceFile> files) {
    return files.stream().map(file -> "[" + file.name() + "]").collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return location.text();
  }
}
