package dev.pristine.cli;

import dev.pristine.Migration;
import dev.pristine.PristineException;
import dev.pristine.Settings;
import dev.pristine.cli.bench.Bench;
import dev.pristine.cli.bench.Figures;
import dev.pristine.cli.bench.Plan;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "bench",
    description = {
      "Measures on your server and schema what it costs to keep tests apart: rewind, clone, rollback,"
          + " and emptying all tables, against no isolation at all. Then measures the same on an"
          + " embedded server, which has its data in memory and fsync off. The tests are played: each"
          + " writes some rows to up to three tables that accept them."
    })
final class BenchCommand extends ServerCommand {

  private static final int MOST_WORKERS = 64;
  private static final int MOST_WRITES = 10_000;
  private static final int MOST_TESTS = 1_000_000;

  @Mixin private MigrationsOption migrations = new MigrationsOption();

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many tests run at once (1).")
  private int workers;

  @Option(
      names = "--writes",
      paramLabel = "N",
      defaultValue = "30",
      description = "How many rows each test writes, over up to three tables (30).")
  private int writes;

  @Option(
      names = "--tests",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many tests are measured for each isolation (200).")
  private int tests;

  @Option(
      names = "--no-compare",
      description = "Do not measure the same on an embedded server as well.")
  private boolean alone;

  BenchCommand(SettingOptions options) {
    super(options);
  }

  @Override
  Report report(Settings settings) {
    WholeNumber.require("--workers", workers, 1, MOST_WORKERS);
    WholeNumber.require("--writes", writes, 0, MOST_WRITES);
    WholeNumber.require("--tests", tests, 1, MOST_TESTS);
    Migration migration = migrations.of(settings);
    Plan plan = new Plan(workers, writes, tests);
    Progress progress = progress();
    try {
      Figures here = new Bench(migration, plan, progress::say).run(settings);
      Servers servers = new Servers(settings);
      BenchReport report = BenchReport.of(plan, here, servers.areOurs() && !servers.areFiles());
      if (servers.areFiles()) {
        return report.notCompared(
            "there is no server, and the files are written without waiting for the disk already.");
      }
      return alone || report.embedded()
          ? report
          : compare(report, settings, here, new Bench(migration, plan, onAnother(progress)));
    } finally {
      progress.done();
    }
  }

  private static Consumer<String> onAnother(Progress progress) {
    return what -> progress.say("On an embedded server: " + what);
  }

  /** Whatever goes wrong there, what was measured here is worth to be told. */
  private static BenchReport compare(
      BenchReport report, Settings settings, Figures here, Bench bench) {
    Optional<String> embedded = new Servers(settings).embeddedLike(here.server());
    if (embedded.isEmpty()) {
      return report.notCompared("no server of its kind can be embedded.");
    }
    try {
      return report.comparedWith(bench.run(settings.toBuilder().server(embedded.get()).build()));
    } catch (PristineException e) {
      return report.notCompared(String.valueOf(e.getMessage()));
    }
  }
}
