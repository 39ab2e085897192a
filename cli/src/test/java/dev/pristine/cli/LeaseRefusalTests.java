package dev.pristine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people are told who ask for leases that they cannot have. */
@DisabledOnOs(OS.WINDOWS)
final class LeaseRefusalTests extends LeaseCommands {

  @Test
  void whatCannotBeHadIsExplained() throws SQLException {
    assertThat(here("lease", "list"))
        .isEqualTo(new Ran(0, "There is no lease store [" + store + "] yet.\n", ""));
    assertThat(store).doesNotExist();
    add("alice");
    assertRefused(
        1,
        "There is no pool [shopers]. There are: shoppers.",
        "acquire",
        "shopers",
        "--exec",
        "true");
    assertRefused(
        1,
        "No resource of the pool [shoppers] has an attribute [compny]. Those that can be matched"
            + " are: company.",
        "acquire",
        "shoppers",
        "--match",
        "compny=ACME",
        "--exec",
        "true");
    assertRefused(
        1,
        "The pool [shoppers] has no resource [carol]. It has: alice.",
        "show",
        "shoppers",
        "carol");
    number("UPDATE meta SET version = 99 RETURNING version");
    assertRefused(
        2,
        "The lease store ["
            + store
            + "] has format 99, written by a newer Pristine; this one knows format 2. Nothing was"
            + " changed. Use the newer version everywhere, or another store. The store is named by"
            + " --store or DEV_PRISTINE_LEASES_STORE.",
        "list");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lease acquire --exec true"
            + " | Say what to acquire: the name of a pool, --lock or --shared-lock.",
        "lease acquire --lock x --wait soon --exec true"
            + " | --wait takes a time such as 0, 500ms, 30s, 5m or 1h, but not [soon].",
        "lease acquire --lock x --exec no-such-program"
            + " | There is no program [no-such-program] that may be run, neither as a path nor in"
            + " the folders of PATH.",
        "lease history --most 0 | --most takes a whole number from 1 to 100000, but not [0].",
        "pool add x | Say what to put into the pool [x]: names of resources, or a file after"
            + " --from.",
        "pool add x a=1 | The attribute [a] is before the first resource: name the resource first,"
            + " as in alice company=ACME.",
        "pool add x r a=1 --secret b | --secret names [b], but nothing that is added has such an"
            + " attribute. They have: a.",
      })
  void whatCannotBeMeantIsRefused(String arguments, String message) {
    assertThat(here(arguments.split(" ")))
        .isEqualTo(new Ran(2, "", "pristine: " + message + System.lineSeparator()));
    assertThat(store).doesNotExist();
  }

  private void assertRefused(int exitCode, String message, String... command) {
    String[] arguments = new String[command.length + 1];
    arguments[0] = "lease";
    System.arraycopy(command, 0, arguments, 1, command.length);
    assertThat(here(arguments)).isEqualTo(new Ran(exitCode, "", "pristine: " + message + "\n"));
  }
}
