package dev.pristine.cli;

import dev.pristine.Migration;
import dev.pristine.Settings;
import dev.pristine.SettingsException;
import dev.pristine.migrations.Migrations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the migrations are, for the commands that need them. */
final class MigrationsOption {

  @Option(
      names = "--migrations",
      paramLabel = "LOCATION",
      description = "The folder of the migrations; that of pristine.migrations unless set.")
  private @Nullable String location;

  /**
   * Returns the migration.
   *
   * @throws SettingsException if it is on a class path that the command line does not have
   */
  Migration of(Settings settings) {
    String where = location == null ? settings.migrations() : location;
    if (where.startsWith("classpath:")) {
      throw new SettingsException(
          ("The command line does not have the class path of your tests, so it cannot find [%s]. Give"
                  + " the folder instead, for example: --migrations src/main/resources/db/migration.")
              .formatted(where));
    }
    return Migrations.at(where);
  }
}
