package dev.pristine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.Settings;
import org.junit.jupiter.api.Test;

final class ServersTests {

  @Test
  void aServerHasAnEmbeddedOneOfItsKindUnlessItIsMysql() {
    Servers servers = new Servers(Settings.builder().server("jdbc:mysql://localhost/").build());

    assertThat(servers.embeddedLike("MariaDB 11.4.5")).contains("embedded:mariadb:11");
    assertThat(servers.embeddedLike("MySQL 8.0.33")).isEmpty();
  }
}
