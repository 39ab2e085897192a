package dev.pristine.cli;

import dev.pristine.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command for the store of leases, which is no server of databases. */
abstract class StoreCommand extends ReportingCommand {

  @Option(
      names = "--store",
      paramLabel = "PLACE",
      description =
          "Where leases are kept: a file, or the JDBC URL of a PostgreSQL database. Unless set, what"
              + " DEV_PRISTINE_LEASES_STORE names, or else .pristine/leases.db at the project's"
              + " root.")
  private @Nullable String store;

  StoreCommand(SettingOptions options) {
    super(options);
  }

  /** Does what the command is for. */
  abstract Report report(StorePlace place);

  @Override
  final Report report() {
    options().refuseForLeases();
    if (store != null && SettingOptions.hasPassword(store)) {
      throw new SettingsException(
          "--store does not take a password, because others could read it in the list of processes."
              + " Set DEV_PRISTINE_LEASES_STORE to the whole URL instead.");
    }
    return report(new StorePlace(store));
  }
}
