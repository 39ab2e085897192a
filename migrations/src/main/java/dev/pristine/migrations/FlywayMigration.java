package dev.pristine.migrations;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Migrations for Flyway; {@link FlywayRun} holds what touches its classes. */
record FlywayMigration(Map<String, String> properties, ClassLoader loader) implements Migration {

  static final String LOCATIONS = "flyway.locations";

  private static final String DEFAULT_LOCATION = "classpath:db/migration";

  /** Flyway takes callbacks from here unasked. */
  private static final String CALLBACKS = "db/callback";

  private static final List<String> OF_THE_DATABASE =
      List.of("flyway.url", "flyway.user", "flyway.password", "flyway.driver");

  /** Never run when a database is migrated. */
  private static final Pattern UNDOING = Pattern.compile("U[0-9].*__.*");

  FlywayMigration {
    properties = Map.copyOf(properties);
    for (String name : properties.keySet()) {
      if (!name.startsWith("flyway.")) {
        throw new MigrationException(
            "[%s] is no property of Flyway: their names begin with flyway.".formatted(name));
      }
      if (OF_THE_DATABASE.contains(name) || name.startsWith("flyway.environments")) {
        throw new MigrationException(
            "Flyway's property [%s] cannot be set: Pristine makes the database, and tells Flyway where it is."
                .formatted(name));
      }
    }
  }

  @Override
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint("flyway");
    Map<String, String> values = new TreeMap<>(properties);
    // Where the files are does not matter, and differs between checkouts.
    values.remove(LOCATIONS);
    fingerprint.add(values);
    for (String location : locations()) {
      fingerprint.add(filesAt(location));
    }
    if (loader.getResource(CALLBACKS) != null) {
      fingerprint.add(Location.of("classpath:" + CALLBACKS, loader).contents().files());
    }
    for (SourceFile named : ClassFiles.named(values.values(), loader)) {
      fingerprint.add(List.of(named));
    }
    requireFlyway();
    return fingerprint.add(FlywayRun.version()).text();
  }

  @Override
  public void apply(Target target) {
    requireFlyway();
    SqlBoundary boundary = new SqlBoundary(SqlDialect.of(target.jdbcUrl()));
    locations().stream()
        .flatMap(location -> filesAt(location).stream())
        .filter(file -> file.endsWith(".sql") && !UNDOING.matcher(file.lastName()).matches())
        .forEach(boundary::check);
    new FlywayRun(this, target).migrate();
  }

  private void requireFlyway() {
    OptionalClass.require(
        "org.flywaydb.core.Flyway",
        "Flyway",
        this,
        "org.flywaydb:flyway-core], and for PostgreSQL [org.flywaydb:flyway-database-postgresql");
  }

  private List<String> locations() {
    List<String> locations = new ArrayList<>();
    for (String name : List.of(LOCATIONS, "flyway.callbackLocations")) {
      String text = properties.getOrDefault(name, name.equals(LOCATIONS) ? DEFAULT_LOCATION : "");
      Arrays.stream(text.split(",", -1))
          .map(String::strip)
          .filter(part -> !part.isEmpty())
          .forEach(locations::add);
    }
    return locations;
  }

  private List<SourceFile> filesAt(String location) {
    // To Flyway a location without a prefix is on the class path.
    String text = location.contains(":") ? location : "classpath:" + location;
    return Location.of(withoutWildcards(text), loader).contents().files();
  }

  /** Returns the folder that holds everything that a pattern can mean. */
  private static String withoutWildcards(String location) {
    String[] parts = location.split("[*?]", 2);
    return parts.length == 1 ? location : parts[0].substring(0, parts[0].lastIndexOf('/') + 1);
  }

  @Override
  public String toString() {
    return properties.getOrDefault(LOCATIONS, DEFAULT_LOCATION);
  }
}
