package dev.pristine.cli;

import picocli.CommandLine.Command;

@Command(
    name = PoolCommand.NAME,
    description = {"Keeps the pools that 'pristine lease' lends from."})
final class PoolCommand extends CommandGroup {

  static final String NAME = "pool";
}
