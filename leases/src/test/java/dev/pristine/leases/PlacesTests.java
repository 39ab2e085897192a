package dev.pristine.leases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places where no store can be. */
final class PlacesTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql:bad:host/?user=u&password=geheim",
        "postgresql://localhost/db?user=u&password=geheim",
        "postgresql://u:geheim@localhost/db",
        "jdbc:mariadb://localhost/db?password=geheim",
        "leases.db?password=geheim"
      })
  void isRefusedWithoutShowingAPassword(String place) {
    assertThatThrownBy(() -> Leases.open(place, Duration.ofSeconds(20)))
        .isInstanceOf(LeaseException.class)
        .satisfies(
            e -> {
              for (Throwable each = e; each != null; each = each.getCause()) {
                assertThat(String.valueOf(each.getMessage())).doesNotContain("geheim");
              }
            });
  }
}
