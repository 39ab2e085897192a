package dev.pristine.cli;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = {
      "Runs the same tests twice in parallel: on one database that they share, where they destroy"
          + " each other's data, and each on a pristine database of its own. Done if the former"
          + " fail and the latter pass."
    })
final class DemoCommand extends ServerCommand {

  private static final int MOST_THREADS = 64;

  /** Tests that share a database pass now and then, by luck. */
  private static final int ATTEMPTS = 5;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many tests run at once (8).")
  private int threads;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "On an embedded server of this engine: postgresql, mariadb, sqlite.")
  private @Nullable String engine;

  private final SettingOptions options;

  DemoCommand(SettingOptions options) {
    super(options);
    this.options = options;
  }

  @Override
  Report report(Settings settings) {
    return show(engine == null ? settings : options.onEmbedded(engine));
  }

  private Report show(Settings settings) {
    WholeNumber.require("--threads", threads, 2, MOST_THREADS);
    Progress progress = progress();
    try {
      progress.say("Starting the server");
      String server;
      TestRun shared;
      TestRun isolated;
      // Held open, and used once, so that neither half is charged with the server's start, the
      // template, or the loading of drivers.
      try (Pristine pristine = Pristine.open(settings)) {
        server = pristine.status().server();
        Ponies.useOne(pristine, "warm-up");
        shared = runShared(progress);
        isolated = Ponies.run("A database each", Isolation.CLONE, threads, progress);
      }
      progress.say("Acquiring a database in a new process");
      return new DemoReport(server, threads, shared, isolated, FirstDatabase.millis());
    } finally {
      progress.done();
    }
  }

  private TestRun runShared(Progress progress) {
    TestRun run;
    int attempt = 0;
    do {
      run = Ponies.run("One database", Isolation.NONE, threads, progress);
      attempt++;
    } while (run.failed() == 0 && attempt < ATTEMPTS);
    return run;
  }
}
