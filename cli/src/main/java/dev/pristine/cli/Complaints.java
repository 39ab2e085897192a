package dev.pristine.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns whatever a command throws into one paragraph on the error output and an exit code. */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {

  private static final String PASSWORD_OPTION = "--password";

  private final SettingOptions options;

  Complaints(SettingOptions options) {
    this.options = options;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] arguments) {
    CommandLine line = wrong.getCommandLine();
    PrintWriter err = line.getErr();
    err.println("pristine: " + withoutPassword(String.valueOf(wrong.getMessage()), arguments));
    err.printf("Try '%s --help'.%n", line.getCommandSpec().qualifiedName());
    return ExitCodes.USAGE;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
    PrintWriter err = line.getErr();
    err.println("pristine: " + Page.visible(message(failure)));
    if (options.verbose()) {
      failure.printStackTrace(err);
    }
    return ExitCodes.of(failure);
  }

  private static String message(Exception failure) {
    return ExitCodes.of(failure) != ExitCodes.FAULT
        ? String.valueOf(failure.getMessage())
        : "A fault in Pristine itself: %s. Please report what the same command prints with --verbose."
            .formatted(failure);
  }

  /** Hides what somebody gave as a password although none is taken, and says so. */
  private static String withoutPassword(String message, String[] arguments) {
    List<String> given = Arrays.asList(arguments);
    for (int i = 0; i < given.size(); i++) {
      String argument = given.get(i);
      if (argument.startsWith(PASSWORD_OPTION + "=")) {
        return refusal();
      }
      boolean valueFollows =
          argument.equals(PASSWORD_OPTION)
              && i + 1 < given.size()
              && message.contains("'" + given.get(i + 1) + "'");
      if (valueFollows && !given.get(i + 1).startsWith("-")) {
        return refusal();
      }
    }
    return message;
  }

  private static String refusal() {
    return "--password takes no value, because others could read it in the list of processes: it"
        + " asks at the terminal. Without one, set PRISTINE_PASSWORD.";
  }
}
