package dev.pristine.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How MySQL's log is read, and what becomes of it when it cannot be. */
@OnMysql
final class MysqlLogReaderTests {

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
    LogReader reader = new LogReader(new MysqlLogIdentity(), 7, 1000);
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
  void aLogThatBeganAnewIsNoticedThoughItHasGrownToTheSameLength() throws SQLException {
    LogReader reader = new LogReader(new MysqlLogIdentity());
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
            "the server's log could not be read \\(it may have been begun anew: RESET was given \\d+ times before, and now \\d+\\)");
  }

  @Test
  void aServerThatWasStartedAgainIsNoticed() throws Exception {
    LogReader reader = new LogReader(new MysqlLogIdentity());
    try (TestServer server = TestServer.start()) {
      try (Connection before = server.connect();
          Statement first = before.createStatement()) {
        reader.follow(first, PLACE);
      }
      server.restart();
      try (Connection afterwards = server.connect();
          Statement second = afterwards.createStatement()) {
        assertThat(reader.look(second, PLACE).obstacle().orElseThrow())
            .matches(
                "the server's log could not be read \\(it ends in \\S+, and goes on in \\S+: was the server started again\\?\\)");
      }
    }
  }

  /** Where a part of them begins cannot be asked for. */
  @Test
  void compressedTransactionsAreNotRead() throws SQLException {
    LogReader reader = new LogReader(new MysqlLogIdentity());
    reader.follow(statement, PLACE);
    statement.execute("SET binlog_transaction_compression = ON");
    insert(100);
    assertThat(reader.look(statement, PLACE).obstacle())
        .hasValue("the server's log tells something that is not understood: Transaction_payload");
  }

  @Test
  void transactionsStandPreparedUntilTheyEnd() throws SQLException {
    LogReader reader = new LogReader(new MysqlLogIdentity());
    reader.follow(statement, PLACE);
    statement.execute("XA START 'left', 'b', 7");
    statement.execute("INSERT INTO ponies VALUES ('a')");
    statement.execute("XA END 'left', 'b', 7");
    statement.execute("XA PREPARE 'left', 'b', 7");
    assertThat(reader.look(statement, PLACE).prepared()).containsExactly("X'6c656674',X'62',7");
    statement.execute("XA COMMIT X'6c656674',X'62',7");
    statement.execute("XA START 'one'");
    statement.execute("INSERT INTO ponies VALUES ('b')");
    statement.execute("XA END 'one'");
    statement.execute("XA COMMIT 'one' ONE PHASE");
    Ledger.Page page = reader.look(statement, PLACE);
    assertThat(page.prepared()).isEmpty();
    assertThat(page.tables()).containsExactly("ponies");
    assertThat(page.obstacle()).isEmpty();
  }

  private void insert(long length) throws SQLException {
    statement.execute("INSERT INTO ponies VALUES (repeat('a', %d))".formatted(length));
  }

  private long length() throws SQLException {
    return Sessions.query(statement, "SHOW MASTER STATUS", row -> row.getLong(2)).get(0);
  }
}
