package dev.pristine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.TestDatabase;
import dev.pristine.enginetests.EmptyDatabases;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Leases by command, on a PostgreSQL server. */
class LeasesOnServerTests {

  private static final EmptyDatabases DATABASES = new EmptyDatabases("command line", 20);

  @Test
  void aStoreOnAServerIsUsedByAllWhoKnowItsUrl() throws Exception {
    try (TestDatabase database = DATABASES.make()) {
      CommandLineProcess pristine =
          new CommandLineProcess().with("DEV_PRISTINE_LEASES_STORE", url(database));
      Ran nothing = pristine.run("lease", "list");
      pristine.run("pool", "add", "shoppers", "alice", "company=ACME");
      try (RunningCommand holder = RunningCommand.start(pristine, "sleep 1000", "shoppers")) {
        assertThat(pristine.run("lease", "list").out())
            .contains("alice", "busy", "sh (" + holder.pid() + "@");
        holder.kill();
      }
      Ran next =
          pristine.run(
              "lease", "acquire", "shoppers", "--exec", "sh", "-c", "echo $LEASE_RESOURCE; exit 3");

      assertThat(nothing.exitCode()).isZero();
      assertThat(nothing.out()).matches("There is no lease store \\[jdbc:postgresql:\\S+] yet.\n");
      assertThat(nothing.toString()).doesNotContain(database.password());
      assertThat(next).isEqualTo(new Ran(3, "alice\n", ""));
      assertThat(pristine.run("lease", "reset").exitCode()).isZero();
      assertThat(pristine.run("pool", "list", "--json").out()).contains("\"pools\":[]");
    }
  }

  private static String url(TestDatabase database) {
    return "%s%suser=%s&password=%s"
        .formatted(
            database.jdbcUrl(),
            database.jdbcUrl().contains("?") ? "&" : "?",
            URLEncoder.encode(database.user(), StandardCharsets.UTF_8),
            URLEncoder.encode(database.password(), StandardCharsets.UTF_8));
  }
}
