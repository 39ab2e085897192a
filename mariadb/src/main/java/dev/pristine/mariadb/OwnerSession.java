package dev.pristine.mariadb;

import dev.pristine.spi.Owner;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The session whose life is the owner's: it holds the owner's lock and its shared locks, and does
 * nothing that takes long. The owner's row in the registry tells all others whose lock to ask for.
 * Thread-safe: one at a time.
 */
final class OwnerSession implements AutoCloseable {

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final String LIVING =
      "SELECT id, description, since FROM owners WHERE %s ORDER BY since, id"
          .formatted(LockName.isAlive("id"));

  private static final int LONGEST_DESCRIPTION = 100;

  private final Connection connection;
  private final ReentrantLock turn = new ReentrantLock();
  private final String id;

  private OwnerSession(Connection connection, String id) {
    this.connection = connection;
    this.id = id;
  }

  static OwnerSession open(Sessions sessions, String project) throws SQLException {
    Connection connection = sessions.open(Registry.DATABASE);
    try (Statement statement = connection.createStatement()) {
      String id = newId();
      while (!UserLocks.tryLock(statement, LockName.owner(id))) {
        id = newId();
      }
      // Rows of those whose lock nobody holds tell nothing any more.
      statement.execute("DELETE FROM owners WHERE NOT " + LockName.isAlive("id"));
      statement.execute(
          "INSERT INTO owners VALUES ('%s', %s, utc_timestamp(6), 0, NULL)"
              .formatted(id, Sql.literal(describe(project))));
      return new OwnerSession(connection, id);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static String newId() {
    return "%08x".formatted(RANDOM.nextInt());
  }

  /** Returns the owner's id: eight hexadecimal digits. */
  String id() {
    return id;
  }

  <T> T with(Sessions.Work<T> work) throws SQLException {
    turn.lock();
    try (Statement statement = connection.createStatement()) {
      return work.on(statement);
    } finally {
      turn.unlock();
    }
  }

  List<Owner> living() throws SQLException {
    return with(
        statement ->
            Sessions.query(
                statement,
                LIVING,
                row ->
                    new Owner(
                        row.getString(1),
                        row.getString(2),
                        row.getObject(3, LocalDateTime.class).toInstant(ZoneOffset.UTC))));
  }

  /** Makes sure that the session that answers holds our lock, and that others know whose it is. */
  void verify() throws SQLException {
    boolean held =
        with(
            statement ->
                Sessions.query(
                        statement,
                        "SELECT IS_USED_LOCK('%s') = CONNECTION_ID() AND EXISTS (SELECT 1 FROM owners WHERE id = '%s')"
                            .formatted(LockName.owner(id), id),
                        row -> row.getBoolean(1))
                    .get(0));
    if (!held) {
      throw new SQLException(
          "The session no longer holds the lock, or somebody emptied the database %s: is there a proxy between us and the server that changes sessions?"
              .formatted(Registry.DATABASE),
          "08006");
    }
  }

  /**
   * Gives back all locks in so many words, because the server notices the end of a session only
   * some time after the client, and closes the session.
   */
  @Override
  public void close() throws SQLException {
    turn.lock();
    try (connection;
        Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM owners WHERE id = '%s'".formatted(id));
      statement.execute("DO RELEASE_ALL_LOCKS()");
    } finally {
      turn.unlock();
    }
  }

  private static String describe(String project) {
    String host = System.getenv().getOrDefault("HOSTNAME", "");
    String name = "pristine " + project + " pid " + ProcessHandle.current().pid();
    String full = host.isEmpty() ? name : name + " on " + host;
    return full.length() > LONGEST_DESCRIPTION ? full.substring(0, LONGEST_DESCRIPTION) : full;
  }
}
