package dev.pristine.benchmarks;

import dev.pristine.Isolation;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures what is small, by JMH. */
@Command(
    name = "micro",
    description = "Acquire and release, by JMH.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class MicroCommand implements Callable<Integer> {

  @Mixin RunOptions options = new RunOptions();

  @Option(
      names = "--tables",
      defaultValue = "60",
      description = "The generated schema's size (default: ${DEFAULT-VALUE}).")
  int tables;

  @Option(
      names = "--isolation",
      split = ",",
      defaultValue = "REWIND",
      description = "Among ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  List<Isolation> isolations = List.of();

  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "How many threads acquire and release (default: ${DEFAULT-VALUE}).")
  int threads;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "How long an iteration is, of three (default: ${DEFAULT-VALUE}).")
  int seconds;

  @Override
  public Integer call() throws Exception {
    try (TemporaryFolder folder = TemporaryFolder.create();
        BenchServer server = BenchServer.open()) {
      Schema schema = Schema.generated(tables, folder.path(), Dialect.ofServer());
      List<String> available = available(server, schema);
      if (available.isEmpty()) {
        return CommandLine.ExitCode.OK;
      }
      Files.createDirectories(options.out);
      // It would be left behind, in a folder that others share.
      System.setProperty("jmh.ignoreLock", "true");
      new Runner(jmh(schema, available)).run();
      return CommandLine.ExitCode.OK;
    }
  }

  private List<String> available(BenchServer server, Schema schema) {
    List<String> available = new ArrayList<>();
    for (Isolation isolation : isolations) {
      try {
        new PristineAdapter(new Setup(server.access(), schema, threads, 0), isolation, 0).close();
        available.add(isolation.name());
      } catch (NotAvailableException e) {
        System.out.printf("%s: not available: %s%n", isolation, e.getMessage());
      }
    }
    return available;
  }

  private Options jmh(Schema schema, List<String> available) {
    String[] settings =
        System.getProperties().stringPropertyNames().stream()
            .filter(name -> name.startsWith("pristine."))
            .map(name -> "-D" + name + "=" + System.getProperty(name))
            .toArray(String[]::new);
    String[] all = Arrays.copyOf(settings, settings.length + 1);
    all[settings.length] = "-D" + AcquireAndRelease.FOLDER + "=" + schema.folder();
    return new OptionsBuilder()
        .include(AcquireAndRelease.class.getSimpleName())
        .param("isolation", available.toArray(String[]::new))
        .param("clones", "0", Integer.toString(threads))
        .threads(threads)
        .forks(1)
        .warmupIterations(2)
        .warmupTime(TimeValue.seconds(seconds))
        .measurementIterations(3)
        .measurementTime(TimeValue.seconds(seconds))
        .jvmArgsAppend(all)
        .resultFormat(ResultFormatType.JSON)
        .result(options.out.resolve("micro.json").toString())
        .output(options.out.resolve("micro.txt").toString())
        .build();
  }
}
