package dev.pristine.migrations;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that migrates. */
record CommandMigration(Path folder, List<String> command, List<Path> files) implements Migration {

  private static final int LINES_SHOWN = 30;

  CommandMigration {
    command = List.copyOf(command);
    files = List.copyOf(files);
    if (command.isEmpty() || command.get(0).isBlank()) {
      throw new MigrationException("A command needs a program to run.");
    }
    if (files.isEmpty()) {
      throw new MigrationException(
          "The command [%s] needs files as its fingerprint: without any, no change of them would ever be noticed."
              .formatted(String.join(" ", command)));
    }
  }

  @Override
  public String fingerprint() {
    Fingerprint fingerprint = new Fingerprint("command");
    fingerprint.add(Integer.toString(command.size()));
    command.forEach(fingerprint::add);
    for (Path file : files) {
      fingerprint.add(file.toString().replace('\\', '/')).add(contents(file));
    }
    return fingerprint.text();
  }

  private List<SourceFile> contents(Path file) {
    String path = folder.resolve(file).toString();
    if (!Files.exists(folder.resolve(file))) {
      throw new MigrationException(
          "The file [%s], which is part of the fingerprint of the command [%s], is not there. Looked for [%s]."
              .formatted(file, this, folder.resolve(file).toAbsolutePath().normalize()));
    }
    return Location.of("filesystem:" + path).contents().files();
  }

  @Override
  public void apply(Target target) throws IOException, InterruptedException {
    Process process = start(target);
    // Its input is empty.
    process.getOutputStream().close();
    OutputTail tail = new OutputTail(process.getInputStream(), LINES_SHOWN);
    tail.start();
    try {
      int exitCode = process.waitFor();
      List<String> lines = tail.lines();
      if (exitCode != 0) {
        throw failure(exitCode, lines, target);
      }
    } finally {
      kill(process);
    }
  }

  private Process start(Target target) throws IOException {
    if (!Files.isDirectory(folder.toAbsolutePath())) {
      throw new MigrationException(
          "The command [%s] cannot be run in [%s]: there is no such folder."
              .formatted(this, folder.toAbsolutePath()));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toAbsolutePath().toFile());
    CommandEnvironment.of(target).putInto(builder.environment());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new MigrationException(
          "The command [%s] cannot be started. Is [%s] installed, executable, and on the PATH [%s]?"
              .formatted(this, command.get(0), String.valueOf(System.getenv("PATH"))),
          e);
    }
  }

  private MigrationException failure(int exitCode, List<String> lines, Target target) {
    String output =
        lines.isEmpty()
            ? "It printed nothing."
            : "The end of what it printed:\n" + String.join("\n", lines);
    String message =
        "The command [%s] failed with exit code %d. Nothing of it was kept. %s"
            .formatted(this, exitCode, output);
    return new MigrationException(CommandEnvironment.of(target).masked(message));
  }

  /** Ends the program, if it has not ended, and what it started. */
  private static void kill(Process process) {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> family = new ArrayList<>();
    try (Stream<ProcessHandle> descendants = process.descendants()) {
      descendants.forEach(family::add);
    }
    family.add(process.toHandle());
    family.forEach(ProcessHandle::destroy);
    for (ProcessHandle member : family) {
      try {
        member.onExit().get(2, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        member.destroyForcibly();
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        member.destroyForcibly();
      }
    }
  }

  @Override
  public String toString() {
    return String.join(" ", command);
  }
}
