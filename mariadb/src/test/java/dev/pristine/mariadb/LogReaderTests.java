package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the server's log is read, and what becomes of it when it cannot be. */
@OnMariadb
final class LogReaderTests {

  private static final String PLACE = "read_of";

  private Connection connection;
  private Statement statement;

  @BeforeEach
  void create() throws SQLException {
    TestServer.shared()
        .execute(
            "CREATE DATABASE " + PLACE,
            "USE " + PLACE,
            "CREATE TABLE ponies (name varchar(10000))",
            "CREATE TABLE stables (name varchar(10000))");
    Login login = TestServer.shared().administrator();
    connection = TestServer.shared().connect(PLACE, login.user(), login.password());
    statement = connection.createStatement();
  }

  @AfterEach
  void drop() throws SQLException {
    connection.close();
    TestServer.shared().execute("DROP DATABASE " + PLACE);
  }

  @Test
  void aLongTransactionIsReadInParts() throws SQLException {
    LogReader reader = new LogReader(new MariadbLogIdentity(), 7, 1000);
    reader.follow(statement, PLACE);
    statement.execute("BEGIN");
    for (int i = 0; i < 20; i++) {
      statement.execute("INSERT INTO ponies VALUES ('a')");
    }
    statement.execute("INSERT INTO stables VALUES ('the last')");
    statement.execute("COMMIT");
    Ledger.Page page = reader.look(statement, PLACE);
    assertThat(page.obstacle()).isEmpty();
    assertThat(page.tables()).containsExactlyInAnyOrder("ponies", "stables");
    assertThat(reader.look(statement, PLACE).tables()).isEmpty();
    statement.execute("INSERT INTO stables VALUES ('afterwards')");
    assertThat(reader.look(statement, PLACE).tables()).containsExactly("stables");
  }

  @Test
  void whoeverWritesVeryMuchIsNotRewound() throws SQLException {
    LogReader reader = new LogReader(new MariadbLogIdentity(), 7, 30);
    reader.follow(statement, PLACE);
    for (int i = 0; i < 20; i++) {
      statement.execute("INSERT INTO ponies VALUES ('a')");
    }
    assertThat(reader.look(statement, PLACE).obstacle())
        .hasValue("the server's log could not be read (more than 30 events were written to it)");
    reader.follow(statement, PLACE);
    statement.execute("INSERT INTO stables VALUES ('afterwards')");
    Ledger.Page page = reader.look(statement, PLACE);
    assertThat(page.obstacle()).isEmpty();
    assertThat(page.tables()).containsExactly("stables");
  }

  @Test
  void aLogThatBeganAnewIsNoticedThoughItHasGrownToTheSameLength() throws SQLException {
    LogReader reader = new LogReader(new MariadbLogIdentity());
    statement.execute("RESET MASTER");
    long begin = length();
    insert(100);
    long one = length() - begin;
    insert(100);
    reader.follow(statement, PLACE);
    final long before = length();
    statement.execute("RESET MASTER");
    insert(100 + one);
    assertThat(length()).isEqualTo(before);
    assertThat(reader.look(statement, PLACE).obstacle().orElseThrow())
        .matches(
            "the server's log could not be read \\(it was begun anew: transactions of \\[0-1] were counted up to 2, and now from 1\\)");
  }

  @Test
  void whoWritesWhileItIsAskedWhereTheLogEndsIsNoReasonToGiveUp() throws SQLException {
    LogReader reader = new LogReader(new MariadbLogIdentity());
    reader.follow(interrupted("INSERT INTO ponies VALUES ('meanwhile')"), PLACE);
    insert(100);
    assertThat(reader.look(statement, PLACE).obstacle()).isEmpty();
  }

  @Test
  void aLogThatBeginsAnewWhileItIsAskedWhereItEndsIsNoticed() throws SQLException {
    insert(100);
    LogReader reader = new LogReader(new MariadbLogIdentity());
    reader.follow(interrupted("RESET MASTER"), PLACE);
    assertThat(reader.look(statement, PLACE).obstacle().orElseThrow()).contains("begun anew");
  }

  /** Runs a statement between the first two of each message. */
  private Statement interrupted(String sql) {
    return (Statement)
        Proxy.newProxyInstance(
            Statement.class.getClassLoader(),
            new Class<?>[] {Statement.class},
            (proxy, method, arguments) ->
                method.getName().equals("execute")
                    ? statement.execute(
                        ((String) arguments[0]).replaceFirst("; ", "; " + sql + "; "))
                    : method.invoke(statement, arguments));
  }

  private void insert(long length) throws SQLException {
    statement.execute("INSERT INTO ponies VALUES (repeat('x', %d))".formatted(length));
  }

  private long length() throws SQLException {
    return Sessions.query(statement, "SHOW MASTER STATUS", row -> row.getLong(2)).get(0);
  }
}
