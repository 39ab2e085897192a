package dev.pristine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.enginetests.OpenFolder;
import dev.pristine.spi.Ability;
import dev.pristine.spi.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of {@code docs/engines.md} says what the engines declare, and that is true. */
final class EnginesTableTests {

  private static final List<String> ORDER = List.of("postgresql", "mariadb", "sqlite");

  static List<Engine> engines() {
    return ServiceLoader.load(Engine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> !engine.getClass().getPackageName().equals("dev.pristine.enginetests"))
        .sorted(Comparator.comparingInt(engine -> ORDER.indexOf(engine.name())))
        .toList();
  }

  @Test
  void theTableIsMadeOfWhatTheEnginesDeclare() throws IOException {
    List<String> written =
        Files.readAllLines(Path.of("..", "docs", "engines.md")).stream()
            .filter(line -> line.startsWith("|"))
            .toList();

    assertThat(String.join("\n", written)).isEqualTo(String.join("\n", table()));
  }

  private static List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add(row("", engines().stream().map(engine -> "`" + engine.name() + "`")));
    lines.add("|---".repeat(engines().size() + 1) + "|");
    for (Ability ability : Ability.values()) {
      lines.add(
          row(
              ability.title(),
              engines().stream().map(engine -> engine.abilities().getOrDefault(ability, "–"))));
    }
    return lines;
  }

  private static String row(String title, Stream<String> cells) {
    return "| %s | %s |".formatted(title, cells.collect(Collectors.joining(" | ")));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void anEngineRewindsOnItsOwnServerIfItDeclaresThat(Engine engine) throws IOException {
    try (OpenFolder cache = OpenFolder.create();
        Pristine pristine =
            Pristine.open(
                Settings.builder()
                    .server("embedded:" + engine.name())
                    .cache(cache.path())
                    .project("abilities")
                    .build())) {
      assertThat(pristine.status().rewind().possible())
          .isEqualTo(engine.abilities().containsKey(Ability.REWIND));
      pristine.closeAndStop();
    }
  }
}
