package dev.pristine.cli;

/**
 * What a command found or did. Implementations are records: their components are what {@code
 * --json} prints.
 */
interface Report {

  /** Writes it for people. */
  void describe(Page page);

  /** Returns the exit code of the command that reports this. */
  default int exitCode() {
    return ExitCodes.DONE;
  }
}
