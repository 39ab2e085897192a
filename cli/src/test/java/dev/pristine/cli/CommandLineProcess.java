package dev.pristine.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the command line as people do, in a process of its own, on this test's class path. */
final class CommandLineProcess {

  private final Map<String, String> environment = new HashMap<>();
  private final List<String> always;

  /** Gives each command these arguments, in front of its own. */
  CommandLineProcess(String... always) {
    this.always = List.of(always);
  }

  CommandLineProcess with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Ran run(String... arguments) {
    return Ran.of(builder(javaCommand(Main.class, arguments)));
  }

  /** Runs it in front of a terminal; what it writes all goes to the standard output then. */
  Ran runOnTerminal(String... arguments) {
    String command = String.join(" ", quoted(javaCommand(Main.class, arguments)));
    return Ran.of(builder(List.of("script", "-q", "-e", "-c", command, "/dev/null")));
  }

  /** Starts another program of these tests with the same settings. */
  ProcessBuilder program(Class<?> main, String... arguments) {
    return builder(javaCommand(main, arguments));
  }

  private List<String> javaCommand(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(always);
    command.addAll(List.of(arguments));
    return command;
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PRISTINE_"));
    builder.environment().remove("NO_COLOR");
    builder.environment().remove("DEV_PRISTINE_LEASES_STORE");
    builder.environment().putAll(environment);
    return builder;
  }

  private static List<String> quoted(List<String> command) {
    return command.stream().map(each -> "'" + each + "'").toList();
  }
}
