package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is only calculated of what MariaDB and MySQL are told differently. */
final class DialectTests {

  private final Dialect mariadb = new MariadbDialect();
  private final Dialect mysql = new MysqlDialect();

  @Test
  void aLockIsWaitedForAtLeastAsLongAsAskedFor() {
    assertThat(mariadb.lockSeconds(Duration.ofMillis(1))).isEqualTo("0.001");
    assertThat(mariadb.lockSeconds(Duration.ofMillis(61_500))).isEqualTo("61.500");
    assertThat(mysql.lockSeconds(Duration.ofMillis(1))).isEqualTo("1");
    assertThat(mysql.lockSeconds(Duration.ofSeconds(1))).isEqualTo("1");
    assertThat(mysql.lockSeconds(Duration.ofMillis(61_500))).isEqualTo("62");
  }

  @Test
  void rolesAreFoundUnderTheNamesThatTheViewsHave() {
    assertThat(mariadb.roles("")).isEmpty();
    assertThat(mariadb.roles("testers")).containsExactly("'testers'@''");
    assertThat(mysql.roles("NONE")).isEmpty();
    assertThat(mysql.roles("`r`@`%`,`odd ``one`@`host`"))
        .containsExactly("'r'@'%'", "'odd `one'@'host'");
  }

  @Test
  void eitherPrivilegeToSetDefinersIsEnough() {
    Set<String> older =
        Set.of("CREATE USER", "GRANT OPTION", "PROCESS", "CONNECTION_ADMIN", "SET_USER_ID");
    Set<String> newer =
        Set.of("CREATE USER", "GRANT OPTION", "PROCESS", "CONNECTION_ADMIN", "SET_ANY_DEFINER");
    assertThat(mysql.mayCreateAccounts(older)).isTrue();
    assertThat(mysql.mayCreateAccounts(newer)).isTrue();
    assertThat(mysql.mayCreateAccounts(Set.of("CREATE USER", "GRANT OPTION"))).isFalse();
  }
}
