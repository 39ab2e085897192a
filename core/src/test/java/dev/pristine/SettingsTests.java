package dev.pristine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTests {

  private static final Map<String, String> NOTHING = Map.of();

  private static Settings settings(
      Map<String, String> properties, Map<String, String> environment, Map<String, String> file) {
    return builder(properties, environment, file).build();
  }

  private static Settings.Builder builder(
      Map<String, String> properties, Map<String, String> environment, Map<String, String> file) {
    return Settings.builder(new SettingSources(properties, environment, file, true));
  }

  @Nested
  final class Origins {

    private final Map<String, String> property = Map.of("pristine.connections", "1");
    private final Map<String, String> variable = Map.of("PRISTINE_CONNECTIONS", "2");
    private final Map<String, String> file = Map.of("pristine.connections", "3");

    @Test
    void codeComesBeforeEverything() {
      Settings settings = builder(property, variable, file).connections(9).build();
      assertThat(settings.connections()).isEqualTo(9);
    }

    @Test
    void systemPropertiesComeBeforeTheEnvironment() {
      assertThat(settings(property, variable, file).connections()).isEqualTo(1);
    }

    @Test
    void theEnvironmentComesBeforeTheFile() {
      assertThat(settings(NOTHING, variable, file).connections()).isEqualTo(2);
    }

    @Test
    void theFileComesBeforeTheDefault() {
      assertThat(settings(NOTHING, NOTHING, file).connections()).isEqualTo(3);
      assertThat(settings(NOTHING, NOTHING, NOTHING).connections()).isEqualTo(4);
    }

    @Test
    void dashesOfNamesAreUnderscoresInTheEnvironment() {
      Settings settings = settings(NOTHING, Map.of("PRISTINE_ACQUIRE_TIMEOUT", "2m"), NOTHING);
      assertThat(settings.acquireTimeout()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void aCopyKeepsWhatWasSet() {
      Settings settings = settings(property, NOTHING, NOTHING).toBuilder().project("p").build();
      assertThat(settings.connections()).isEqualTo(1);
      assertThat(settings.project()).isEqualTo("p");
    }
  }

  @Nested
  final class Refusals {

    @Test
    void anUnknownSystemPropertyIsRefusedWithTheNearestName() {
      assertThatThrownBy(() -> settings(Map.of("pristine.isolaton", "clone"), NOTHING, NOTHING))
          .isInstanceOf(SettingsException.class)
          .hasMessage(
              "There is no setting [pristine.isolaton] (system property pristine.isolaton)."
                  + " Did you mean pristine.isolation? All of them: pristine.server, pristine.user,"
                  + " pristine.password, pristine.project, pristine.migrations, pristine.isolation,"
                  + " pristine.connections, pristine.clones, pristine.verify-every, pristine.show-changes, pristine.ids, pristine.acquire-timeout, pristine.role,"
                  + " pristine.keep, pristine.keep-number, pristine.keep-age, pristine.templates,"
                  + " pristine.fixture-templates, pristine.template-age, pristine.url-property, pristine.cache, pristine.storage.");
    }

    @Test
    void anUnknownEnvironmentVariableIsRefused() {
      assertThatThrownBy(() -> settings(NOTHING, Map.of("PRISTINE_SERVR", "x"), NOTHING))
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith(
              "There is no setting [PRISTINE_SERVR] (environment variable PRISTINE_SERVR)."
                  + " Did you mean PRISTINE_SERVER? All of them: PRISTINE_SERVER, ");
    }

    @Test
    void anUnknownNameInTheFileIsRefused() {
      assertThatThrownBy(() -> settings(NOTHING, NOTHING, Map.of("isolation", "clone")))
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith(
              "There is no setting [isolation] (in pristine.properties on the class path).");
    }

    @Test
    void anUnknownNameInCodeIsRefusedAtOnce() {
      assertThatThrownBy(() -> Settings.builder().set("pristine.kep", "never"))
          .isInstanceOf(SettingsException.class)
          .hasMessageStartingWith(
              "There is no setting [pristine.kep] (set in code). Did you mean pristine.keep?");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        textBlock =
            """
            isolation       | copy  | one of clone, per-worker, rewind, none
            connections     | many  | a whole number from 1 to 250
            connections     | 0     | a whole number from 1 to 250
            acquire-timeout | 1x    | a time longer than none, such as 500ms, 90s, 2m, 12h, 7d or PT2M
            acquire-timeout | 0s    | a time longer than none, such as 500ms, 90s, 2m, 12h, 7d or PT2M
            keep            | maybe | one of never, failed, always
            role            | root  | one of test, admin
            storage         | tape  | one of auto, memory, disk
            """)
    void aValueThatIsNotTakenIsRefusedWithItsOrigin(String name, String value, String takes) {
      String variable = "PRISTINE_" + name.toUpperCase(java.util.Locale.ROOT).replace('-', '_');
      assertThatThrownBy(() -> settings(NOTHING, Map.of(variable, value), NOTHING))
          .isInstanceOf(SettingsException.class)
          .hasMessage(
              "The setting pristine.%s does not take the value [%s] (environment variable %s). It takes %s."
                  .formatted(name, value, variable, takes));
    }

    @Test
    void anEmptyServerIsRefused() {
      assertThatThrownBy(() -> builder(NOTHING, NOTHING, NOTHING).server(" "))
          .isInstanceOf(SettingsException.class)
          .hasMessage(
              "The setting pristine.server does not take the value [ ] (set in code). It takes a text that"
                  + " is not empty.");
    }

    @Test
    void aServerThatNoEngineKnowsIsRefusedWithoutItsPassword() {
      Settings settings =
          builder(NOTHING, NOTHING, NOTHING)
              .server("jdbc:oracle://me:secret@host/db?password=secret")
              .build();
      assertThatThrownBy(() -> Pristine.open(settings))
          .isInstanceOf(SettingsException.class)
          .hasMessage(
              "No engine on the class path knows the server [jdbc:oracle://…@host/db?password=…] of the"
                  + " setting pristine.server. Engines found: none. Write embedded:postgresql or a JDBC URL,"
                  + " and add the engine's module (dev.pristine:pristine-<engine>).");
    }
  }

  @Test
  void theTextOfSettingsHidesThePassword() {
    Settings settings =
        builder(NOTHING, NOTHING, NOTHING).credentials("postgres", "tops3cret").build();
    assertThat(settings.toString())
        .contains("pristine.user = postgres (set in code)")
        .contains("pristine.password = … (set in code)")
        .doesNotContain("tops3cret");
  }

  @ParameterizedTest
  @CsvSource({"500ms,PT0.5S", "90s,PT1M30S", "2m,PT2M", "12h,PT12H", "7d,PT168H", "PT3M,PT3M"})
  void timesAreWrittenShortOrAsTheStandardSays(String text, Duration expected) {
    Settings settings = settings(Map.of("pristine.keep-age", text), NOTHING, NOTHING);
    assertThat(settings.keepAge()).isEqualTo(expected);
  }
}
