package dev.pristine.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "add",
    description = {
      "Puts resources into a pool, which is made if there is none, or adds to their attributes. They"
          + " stand in the store: every process can lease them, without defining the pool.",
      "",
      "For example: pristine pool add ports 8081 8082",
      "             pristine pool add shoppers alice company=ACME bob company=Initech",
      "             pristine pool add shoppers --from shoppers.csv --secret password"
    })
final class PoolAddCommand extends StoreCommand {

  @Parameters(index = "0", paramLabel = "POOL", description = "The pool's name.")
  private String pool = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "NAME|NAME=VALUE",
      description = "Resources, each with its attributes after it.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description =
          "A .csv file with a line of headings, each line named by its first column, or a .json file"
              + " with a list of objects, each with its name.")
  private @Nullable Path file;

  @Option(
      names = "--secret",
      paramLabel = "NAME",
      description =
          "An attribute that is masked wherever it is printed. Its values are taken from a file"
              + " only, because others could read them in the list of processes.")
  private List<String> secrets = new ArrayList<>();

  PoolAddCommand(SettingOptions options) {
    super(options);
  }

  @Override
  Report report(StorePlace place) {
    return PoolAddReport.of(place, pool, new Supplies(words, file, secrets));
  }
}
