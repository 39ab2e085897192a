package dev.pristine.cli;

import picocli.CommandLine.Command;

@Command(
    name = "pool",
    description = {"Keeps the pools that 'pristine lease' lends from."})
final class PoolCommand extends CommandGroup {}
