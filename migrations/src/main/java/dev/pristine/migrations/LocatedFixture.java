package dev.pristine.migrations;

import dev.pristine.Migration;
import dev.pristine.MigrationException;

/**
 * What a location holds to be put on top of a migration. Not Flyway's files: its history in the
 * copied database would take their versions for those of the migration below.
 */
record LocatedFixture(Location location) implements Migration {

  @Override
  public String fingerprint() {
    return chosen().fingerprint();
  }

  @Override
  public void apply(Target target) throws Exception {
    chosen().apply(target);
  }

  private Migration chosen() {
    Migration chosen = new LocatedMigration(location).chosen();
    if (chosen instanceof FlywayMigration) {
      throw new MigrationException(
          "The fixtures' folder [%s] holds files in Flyway's naming. Flyway's history would take their versions for those of the migration below. Name them otherwise (1_name.sql), to have them run as plain SQL, or put Migrations.flyway on top, with this folder and the migration's in flyway.locations."
              .formatted(location));
    }
    return chosen;
  }

  @Override
  public String toString() {
    return location.text();
  }
}
