package dev.pristine.postgresql;

import dev.pristine.embedded.Room;
import dev.pristine.spi.Access;
import dev.pristine.spi.DatabaseEntry;
import dev.pristine.spi.Databases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates, copies, renames and drops databases, and only those that are ours. Thread-safe. */
final class PostgresDatabases implements Databases {

  private static final Logger log = LoggerFactory.getLogger(PostgresDatabases.class);

  private final Sessions sessions;
  private final Login tester;
  private final UnaryOperator<String> clientCommand;
  private final CloneStrategy strategy;
  private final Optional<Room> room;
  private final Consumer<String> dropped;
  private final String life;
  private final String ours;
  private final Map<String, DatabaseAttributes> attributes = new ConcurrentHashMap<>();
  private final Map<String, Long> sizes = new ConcurrentHashMap<>();

  /**
   * Makes them.
   *
   * @param administrator the administering role's name
   * @param tester who migrates and tests, and owns what is made
   * @param clientCommand tells how people look into a database
   * @param room the room where the server's data lies, if that is known
   * @param dropped is told the name of each database that is dropped
   * @param life the {@link ServerLife} in which all this is done
   */
  PostgresDatabases(
      Sessions sessions,
      String administrator,
      Login tester,
      UnaryOperator<String> clientCommand,
      CloneStrategy strategy,
      Optional<Room> room,
      Consumer<String> dropped,
      String life) {
    this.sessions = sessions;
    this.tester = tester;
    this.clientCommand = clientCommand;
    this.strategy = strategy;
    this.room = room;
    this.dropped = dropped;
    this.life = life;
    this.ours =
        "d.datname LIKE 'pristine\\_%%' AND pg_get_userbyid(d.datdba) IN (%s, %s)"
            .formatted(Sql.literal(tester.user()), Sql.literal(administrator));
  }

  @Override
  public List<DatabaseEntry> list() throws SQLException {
    return sessions.with(
        statement ->
            Sessions.query(
                statement,
                """
                SELECT d.datname, coalesce(shobj_description(d.oid, 'pg_database'), ''),
                       (SELECT count(*) FROM pg_stat_activity a WHERE a.datid = d.oid),
                       d.datconnlimit <> -2, %s
                FROM pg_database d WHERE %s ORDER BY 1"""
                    .formatted(ServerLife.NOW, ours),
                row -> {
                  DatabaseNote note = DatabaseNote.parse(row.getString(2));
                  return new DatabaseEntry(
                      row.getString(1),
                      note.text(),
                      row.getInt(3),
                      // -2 marks what a DROP that was interrupted has left (since 15.4).
                      row.getBoolean(4) && note.isWholeIn(row.getString(5)));
                }));
  }

  @Override
  public Access create(String name) throws SQLException {
    sessions.use(
        statement ->
            statement.execute(
                "CREATE DATABASE %s OWNER %s"
                    .formatted(Sql.identifier(name), Sql.identifier(tester.user()))));
    return access(name);
  }

  @Override
  public void publish(String building, String template, String note) throws SQLException {
    sessions.use(statement -> endSessions(statement, building));
    boolean forOneLife;
    try (Connection connection = sessions.open(building);
        Statement statement = connection.createStatement()) {
      Settling.settle(statement);
      forOneLife = Settling.hasUnlogged(statement);
    }
    // Opened once more so that the file with the relation cache, which settling removed, is written
    // again: copies of files carry it along, and save every first connection 2 ms.
    sessions.open(building).close();
    sessions.use(
        statement -> {
          statement.execute(
              "ALTER DATABASE %s WITH ALLOW_CONNECTIONS false".formatted(Sql.identifier(building)));
          endSessions(statement, building);
          refuseAfterCrash(statement, building);
          writeNote(
              statement,
              building,
              note(statement, building).withText(note).inLife(forOneLife ? life : ""));
          statement.execute(renaming(building, template));
        });
  }

  @Override
  public Access clone(String template, String name) throws SQLException {
    sessions.use(
        statement -> {
          DatabaseAttributes inherited = attributes.get(template);
          if (inherited == null) {
            inherited = DatabaseAttributes.of(statement, template);
            attributes.put(template, inherited);
          }
          if (room.isEmpty()) {
            copy(statement, template, name);
          } else {
            try (Room.Taken taken = room.get().take(size(statement, template))) {
              copy(statement, template, name);
            }
          }
          inherited.applyTo(statement, name);
          if (inherited.forOneLife()) {
            refuseAfterCrash(statement, name);
          }
        });
    return access(name);
  }

  private void copy(Statement statement, String template, String name) throws SQLException {
    CloneStrategy.Way way = strategy.choose();
    long start = System.nanoTime();
    statement.execute(
        "CREATE DATABASE %s TEMPLATE %s STRATEGY %s OWNER %s"
            .formatted(
                Sql.identifier(name),
                Sql.identifier(template),
                way,
                Sql.identifier(tester.user())));
    strategy.took(way, System.nanoTime() - start);
  }

  private long size(Statement statement, String template) throws SQLException {
    Long known = sizes.get(template);
    if (known == null) {
      known =
          Sessions.query(
                  statement,
                  "SELECT pg_database_size(%s)".formatted(Sql.literal(template)),
                  row -> row.getLong(1))
              .get(0);
      sizes.put(template, known);
    }
    return known;
  }

  @Override
  public Access access(String name) {
    try {
      return new Access(
          sessions.address().url(name),
          tester.user(),
          tester.password(),
          clientCommand.apply(name),
          sessions.address().dataSource(name, tester.user(), tester.password()));
    } catch (SQLException e) {
      throw new IllegalStateException("The same parameters were taken before", e);
    }
  }

  @Override
  public void endSessions(String name) throws SQLException {
    sessions.use(statement -> endSessions(statement, name));
  }

  @Override
  public void rename(String from, String to) throws SQLException {
    sessions.use(
        statement -> {
          endSessions(statement, from);
          statement.execute(renaming(from, to));
        });
  }

  @Override
  public void note(String name, String note) throws SQLException {
    sessions.use(statement -> writeNote(statement, name, note(statement, name).withText(note)));
  }

  @Override
  public void drop(String name) throws SQLException {
    attributes.remove(name);
    sizes.remove(name);
    dropped.accept(name);
    sessions.use(
        statement -> {
          if (!exists(statement, name)) {
            return;
          }
          endSessions(statement, name);
          try {
            statement.execute("DROP DATABASE IF EXISTS " + Sql.identifier(name));
          } catch (SQLException e) {
            if (!SessionEnding.OBJECT_IN_USE.equals(e.getSQLState())) {
              throw e;
            }
            log.debug("{} is held by more than sessions", name, e);
            endWhatOutlivesSessions(name);
            endSessions(statement, name);
            statement.execute("DROP DATABASE IF EXISTS " + Sql.identifier(name));
          }
        });
  }

  private boolean exists(Statement statement, String name) throws SQLException {
    return !Sessions.query(
            statement,
            "SELECT 1 FROM pg_database d WHERE d.datname = %s AND %s"
                .formatted(Sql.literal(name), ours),
            row -> row.getInt(1))
        .isEmpty();
  }

  private static void endSessions(Statement statement, String name) throws SQLException {
    SessionEnding.end(statement, "datname = " + Sql.literal(name));
  }

  /**
   * Ends prepared transactions, replication slots and subscriptions, which keep a database from
   * being dropped.
   */
  private void endWhatOutlivesSessions(String name) throws SQLException {
    try (Connection connection = sessions.open(name);
        Statement statement = connection.createStatement()) {
      Settling.rollBackPrepared(statement);
      for (String subscription :
          Sessions.query(
              statement,
              "SELECT quote_ident(s.subname) FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE d.datname = current_database()",
              row -> row.getString(1))) {
        statement.execute("ALTER SUBSCRIPTION " + subscription + " DISABLE");
        statement.execute("ALTER SUBSCRIPTION " + subscription + " SET (slot_name = NONE)");
        statement.execute("DROP SUBSCRIPTION " + subscription);
      }
      statement.execute(
          "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database() AND NOT active");
    }
  }

  /** What was made meanwhile may lack what was there before the crash. */
  private void refuseAfterCrash(Statement statement, String name) throws SQLException {
    if (!ServerLife.of(statement).equals(life)) {
      throw new SQLException(
          "The server recovered from a crash before [%s] was ready, so that rows may be missing, or somebody reset all of its statistics"
              .formatted(name),
          "57P02");
    }
  }

  private static DatabaseNote note(Statement statement, String name) throws SQLException {
    return Sessions.query(
            statement,
            "SELECT coalesce(shobj_description(d.oid, 'pg_database'), '') FROM pg_database d WHERE d.datname = "
                + Sql.literal(name),
            row -> DatabaseNote.parse(row.getString(1)))
        .stream()
        .findFirst()
        .orElse(DatabaseNote.parse(""));
  }

  private static void writeNote(Statement statement, String name, DatabaseNote note)
      throws SQLException {
    statement.execute(
        "COMMENT ON DATABASE %s IS %s".formatted(Sql.identifier(name), Sql.literal(note.format())));
  }

  private static String renaming(String from, String to) {
    return "ALTER DATABASE %s RENAME TO %s".formatted(Sql.identifier(from), Sql.identifier(to));
  }
}
