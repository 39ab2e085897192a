package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Cleaners that are commands. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the commands are a Unix shell's")
final class CommandCleanerTests {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  private Cleaner shell(Duration longest, String script) {
    return Cleaner.command(longest, "sh", "-c", script, "sh", folder.resolve("out").toString());
  }

  private List<String> out() throws IOException {
    return Files.readAllLines(folder.resolve("out"));
  }

  @Test
  void aCommandFindsInItsEnvironmentWhatToClean() throws Exception {
    Resource cart =
        Resource.of(
                "cart; rm -rf $HOME",
                Map.of("shop-id", "a 'b' \"c\" $(d)", "password", "s3cret", "e-mail", "x\ny"))
            .withSecrets(Set.of("password"));
    shell(
            LONG,
            "printf '%s\\n' \"$LEASE_RESOURCE\" \"$LEASE_GENERATION\" \"$LEASE_SHOP_ID\""
                + " \"$LEASE_PASSWORD\" \"$LEASE_E_MAIL\" > \"$1\"")
        .clean(cart, 42);
    assertThat(out())
        .containsExactly("cart; rm -rf $HOME", "42", "a 'b' \"c\" $(d)", "s3cret", "x", "y");
  }

  @Test
  void aCommandThatEndsWithAnErrorHasFailed() {
    assertThatThrownBy(() -> shell(LONG, "echo s3cret; exit 3").clean(Resource.of("cart"), 1))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The command [sh, -c, ")
        .hasMessageEndingWith(" ended with 3");
    assertThatThrownBy(() -> Cleaner.command(LONG, "no-such-command").clean(Resource.of("cart"), 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no-such-command");
  }

  @Test
  void aCommandThatTakesTooLongIsEndedWithAllThatItStarted() throws Exception {
    Cleaner slow = shell(Duration.ofMillis(500), "sleep 100 & echo $! > \"$1\"; wait");
    assertThatThrownBy(() -> slow.clean(Resource.of("cart"), 1))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith(" took longer than PT0.5S");
    long sleeper = Long.parseLong(out().get(0));
    await()
        .atMost(LONG)
        .until(() -> ProcessHandle.of(sleeper).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void aCommandThatReadsAndPrintsALotIsNotInItsOwnWay() throws Exception {
    shell(LONG, "cat; yes | head -c 1000000; yes | head -c 1000000 >&2; echo done > \"$1\"")
        .clean(Resource.of("cart"), 1);
    assertThat(out()).containsExactly("done");
  }

  @Test
  void aPoolIsCleanedByACommand() throws Exception {
    String store = folder.resolve("leases.db").toString();
    try (Leases leases =
        Leases.open(store, LONG)
            .define(
                Pool.of("carts", Source.named("cart"))
                    .cleanedBy(shell(LONG, "echo $LEASE_GENERATION >> \"$1\"")))) {
      Lease first = leases.acquire(Requirement.of("carts"), Duration.ZERO, "test");
      first.close();
      try (Lease second = leases.acquire(Requirement.of("carts"), LONG, "next")) {
        assertThat(Long.parseLong(out().get(0)))
            .isGreaterThan(first.generation())
            .isLessThan(second.generation());
      }
    }
  }
}
