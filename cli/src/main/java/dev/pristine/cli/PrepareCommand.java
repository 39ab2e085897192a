package dev.pristine.cli;

import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.Status;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "prepare",
    description = {
      "Builds a template ahead of a run, and has copies of it ready for whoever takes them first."
          + " The tests find them if they have the same migrations, project, server and role."
    })
final class PrepareCommand extends ServerCommand {

  private static final int MOST_CLONES = 1_000;

  @Mixin private MigrationsOption migrations = new MigrationsOption();

  @Option(
      names = "--clones",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many copies are to be ready, those that are already included (0).")
  private int clones;

  PrepareCommand(SettingOptions options) {
    super(options);
  }

  @Override
  Report report(Settings settings) {
    WholeNumber.require("--clones", clones, 0, MOST_CLONES);
    Migration migration = migrations.of(settings);
    Progress progress = progress();
    progress.say("Opening " + settings.server());
    long start = System.nanoTime();
    try (Pristine pristine = Pristine.open(settings)) {
      progress.say("Building the template");
      String template = pristine.prepare(migration, 0);
      progress.say("Making copies");
      pristine.prepare(migration, Math.max(0, clones - spares(pristine, template)));
      long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
      return new PrepareReport(template, spares(pristine, template), millis);
    } finally {
      progress.done();
    }
  }

  private static int spares(Pristine pristine, String template) {
    return (int)
        pristine.status().databases().stream()
            .filter(each -> each.kind() == Status.Kind.SPARE && each.template().equals(template))
            .count();
  }
}
