package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.enginetests.ForkedJvm;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases in a file. */
final class SqliteStockTests extends StockContract {

  /** The driver unpacks its library there, and a killed process does not remove it. */
  @TempDir Path libraries;

  @Override
  Place newPlace() {
    return () -> folder.resolve("leases.db").toString();
  }

  @Test
  void whatTheDeadHeldIsTakenBackAtOnce() throws Exception {
    try (Leases leases = open()) {
      leases.define(Pool.of("shoppers", Source.named("alice")));
    }
    try (ForkedJvm holder =
        ForkedJvm.start(
            HoldingProcess.class,
            Map.of("org.sqlite.tmpdir", libraries.toString()),
            List.of(place, "20000"))) {
      holder.await("holds");
      holder.kill();
    }
    try (Leases leases = open()) {
      assertThat(leases.isHeld("shoppers", "alice")).isFalse();
    }
  }
}
