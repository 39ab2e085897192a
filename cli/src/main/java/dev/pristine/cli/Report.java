package dev.pristine.cli;

/**
 * What a command found or did. Implementations are records: their components are what {@code
 * --json} prints.
 */
interface Report {

  /** Writes it for people. */
  void describe(Page page);

  /**
   * Tells whether a command of the user's wrote to the same output, perhaps without a last line
   * break.
   */
  default boolean followsForeignOutput() {
    return false;
  }

  /** Returns the exit code of the command that reports this. */
  default int exitCode() {
    return ExitCodes.DONE;
  }
}
