package dev.pristine.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ScopeType;

/** What all commands have in common: the options, the help's form, and the exit codes. */
@Command(
    name = "pristine",
    description = "Gives every parallel test its own pristine database.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    descriptionHeading = "%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:what was asked for could not be had; the message tells why",
      "2:wrong usage, or a wrong setting",
      "3:trouble with the server or the lease store: unreachable, password, rights, room,"
          + " connections",
      "4:a migration is missing or failed",
      "5:./pristine could not build the command line",
      "70:a fault in Pristine itself"
    },
    footer = {
      "",
      "Settings also come from system properties (pristine.*), the environment (PRISTINE_*) and"
          + " defaults, in this order. A password comes from PRISTINE_PASSWORD or a prompt, never"
          + " from an argument."
    })
final class RootCommand extends CommandGroup {}
