package dev.pristine.cli;

import picocli.CommandLine.Command;

@Command(
    name = LeaseCommand.NAME,
    description = {
      "Lends accounts, licences, ports and locks to one at a time, across processes and machines."
    })
final class LeaseCommand extends CommandGroup {

  static final String NAME = "lease";
}
