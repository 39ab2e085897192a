package dev.pristine.cli;

import dev.pristine.SettingsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "acquire",
    customSynopsis = {
      "pristine lease acquire [POOL [--match NAME=VALUE]... [--resource NAME]]...",
      "         [--lock NAME]... [--shared-lock NAME]... [--wait TIME] [--test NAME]",
      "         [--store PLACE] [--json] [--verbose] --exec CMD [ARG]..."
    },
    description = {
      "Waits in turn for a resource of each pool and for all locks, all or none of them, runs a"
          + " command, and gives them back, whatever the command does. Its exit code becomes that of"
          + " this.",
      "",
      "The command finds in its environment LEASE_POOL, LEASE_RESOURCE, LEASE_GENERATION, and"
          + " LEASE_ with the name of each attribute in upper case, secret ones included; of what"
          + " was asked for second, LEASE_2_POOL and so on; locks after resources.",
      "",
      "SIGINT, SIGTERM and SIGHUP are passed on to it. If its lease is taken away by force, or this"
          + " process is killed, the command is ended too, since others get then what it had."
    })
final class LeaseAcquireCommand extends StoreCommand {

  /**
   * In the order in which they are on the command line: three consumers fill this instead of the
   * three lists after it.
   */
  private final List<Wish> wishes = new ArrayList<>();

  @Parameters(
      arity = "0..*",
      paramLabel = "POOL",
      parameterConsumer = TakePool.class,
      description = "What to take a resource of. Options that follow say which.")
  List<String> pools = new ArrayList<>();

  @Option(
      names = "--match",
      paramLabel = "NAME=VALUE",
      parameterConsumer = TakeMatch.class,
      description = "An attribute that the resource of the pool before must have.")
  List<String> matches = new ArrayList<>();

  @Option(
      names = "--resource",
      paramLabel = "NAME",
      parameterConsumer = TakeResource.class,
      description = "The one resource of the pool before that it must be.")
  List<String> resources = new ArrayList<>();

  @Option(names = "--lock", paramLabel = "NAME", description = "A lock, for this command alone.")
  private List<String> locks = new ArrayList<>();

  @Option(
      names = "--shared-lock",
      paramLabel = "NAME",
      description = "A lock, together with others who want it shared.")
  private List<String> sharedLocks = new ArrayList<>();

  @Mixin private WaitOption patience = new WaitOption();

  @Option(
      names = "--test",
      paramLabel = "NAME",
      description = "Whom it is for, as others are told who wait; the program's name unless set.")
  private @Nullable String test;

  @Option(
      names = "--exec",
      required = true,
      paramLabel = "CMD [ARG]...",
      parameterConsumer = TakeRest.class,
      description = "The command to run. All that follows is the command's.")
  private List<String> command = new ArrayList<>();

  LeaseAcquireCommand(SettingOptions options) {
    super(options);
  }

  @Override
  Report report(StorePlace place) {
    if (wishes.isEmpty() && locks.isEmpty() && sharedLocks.isEmpty()) {
      throw new SettingsException(
          "Say what to acquire: the name of a pool, --lock or --shared-lock.");
    }
    String program = String.valueOf(Path.of(command.get(0)).getFileName());
    return new Acquisition(
            wishes, locks, sharedLocks, patience.time(), test == null ? program : test, command)
        .run(place, progress());
  }

  private void changeLast(CommandLine line, String option, UnaryOperator<Wish> change) {
    if (wishes.isEmpty()) {
      throw new CommandLine.ParameterException(
          line, option + " says which resource of the pool before it: name the pool first.");
    }
    int last = wishes.size() - 1;
    wishes.set(last, change.apply(wishes.get(last)));
  }

  private static LeaseAcquireCommand of(CommandSpec spec) {
    return (LeaseAcquireCommand) spec.userObject();
  }

  /** Begins a wish. */
  static final class TakePool implements CommandLine.IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> left, ArgSpec option, CommandSpec spec) {
      of(spec).wishes.add(Wish.of(left.pop()));
    }
  }

  /** Adds an attribute to the last wish. */
  static final class TakeMatch implements CommandLine.IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> left, ArgSpec option, CommandSpec spec) {
      String match = next(left, spec, "--match");
      int equals = match.indexOf('=');
      if (equals < 1) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "--match takes the name of an attribute and its value, as in company=ACME, but not ["
                + match
                + "].");
      }
      of(spec)
          .changeLast(
              spec.commandLine(),
              "--match",
              wish -> wish.with(match.substring(0, equals), match.substring(equals + 1)));
    }
  }

  /** Names the resource of the last wish. */
  static final class TakeResource implements CommandLine.IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> left, ArgSpec option, CommandSpec spec) {
      String name = next(left, spec, "--resource");
      of(spec).changeLast(spec.commandLine(), "--resource", wish -> wish.named(name));
    }
  }

  /** Takes the command with everything that looks like an option of ours. */
  static final class TakeRest implements CommandLine.IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> left, ArgSpec option, CommandSpec spec) {
      of(spec).command.add(next(left, spec, "--exec"));
      while (!left.isEmpty()) {
        of(spec).command.add(left.pop());
      }
    }
  }

  private static String next(Stack<String> left, CommandSpec spec, String option) {
    if (left.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), option + " must be followed by something.");
    }
    return left.pop();
  }
}
