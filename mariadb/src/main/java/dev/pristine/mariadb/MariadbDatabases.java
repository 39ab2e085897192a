package dev.pristine.mariadb;

import dev.pristine.spi.Access;
import dev.pristine.spi.DatabaseEntry;
import dev.pristine.spi.Databases;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates, copies, names and drops schemas, and only those that are ours. Thread-safe.
 *
 * <p>A schema cannot be renamed. So each keeps for life the name under which it was made, its
 * place, and the registry tells by which name it goes. Renaming is one row's update, and that is
 * how a template is published: as the last step, which either happened or did not. What is half
 * made or half dropped is no database to anybody, whoever dies in between: its row says so from
 * before the schema's first moment until after its last.
 */
final class MariadbDatabases implements Databases {

  private static final Logger log = LoggerFactory.getLogger(MariadbDatabases.class);

  private static final int DUPLICATE_KEY = 1062;

  /** Of schemas, tables, and of accounts that are gone. */
  private static final Set<Integer> GONE_GRANTS = Set.of(1141, 1147, 1269);

  private final Sessions sessions;
  private final String owner;
  private final Login tester;
  private final @Nullable String testAccount;
  private final Address address;
  private final UnaryOperator<String> clientCommand;
  private final Blueprints blueprints;

  /** The places of what this process has made, renamed or seen. */
  private final Map<String, String> places = new ConcurrentHashMap<>();

  private final Map<String, Recipe> recipes = new ConcurrentHashMap<>();

  /**
   * Makes them.
   *
   * @param owner this owner's id
   * @param tester who migrates and tests
   * @param testAccount the tester as SQL has it, if it must be granted what it needs; else null
   * @param clientCommand tells how people look into a schema
   * @param blueprints of templates, which are to be forgotten when those are dropped
   */
  MariadbDatabases(
      Sessions sessions,
      String owner,
      Login tester,
      @Nullable String testAccount,
      UnaryOperator<String> clientCommand,
      Blueprints blueprints) {
    this.sessions = sessions;
    this.owner = owner;
    this.tester = tester;
    this.testAccount = testAccount;
    this.address =
        testAccount == null
            ? sessions.address()
            : sessions.address().with(sessions.dialect().parameters());
    this.clientCommand = clientCommand;
    this.blueprints = blueprints;
  }

  private record Row(String name, String place, String note, boolean making, boolean whole) {}

  @Override
  public List<DatabaseEntry> list() throws SQLException {
    return sessions.with(
        statement -> {
          // Schemas before rows and after: one without a row before is nobody's, for its row comes
          // first and goes last; a row without a schema afterwards has lost it.
          Set<String> before = schemas(statement);
          List<Row> rows = rows(statement);
          Set<String> after = schemas(statement);
          Map<String, Integer> sessionsIn = sessionsIn(statement);
          List<DatabaseEntry> entries = new ArrayList<>();
          for (Row row : rows) {
            before.remove(row.place);
            if (!row.making) {
              places.put(row.name, row.place);
              entries.add(
                  new DatabaseEntry(
                      row.name,
                      row.note,
                      sessionsIn.getOrDefault(row.place, 0),
                      row.whole && after.contains(row.place)));
            }
          }
          for (String nobodys : before) {
            if (!nobodys.equals(Registry.DATABASE)) {
              entries.add(
                  new DatabaseEntry(nobodys, "", sessionsIn.getOrDefault(nobodys, 0), false));
            }
          }
          return entries;
        });
  }

  @Override
  public Access create(String name) throws SQLException {
    make(
        name,
        statement -> {
          statement.execute("CREATE DATABASE " + Sql.identifier(name));
          if (testAccount != null) {
            statement.execute(
                Grant.everything(testAccount)
                    .toSql(Sql.identifier(name), sessions.dialect().granted(name)));
          }
        });
    return access(name);
  }

  @Override
  public void publish(String building, String template, String note) throws SQLException {
    sessions.use(
        statement -> {
          String place = place(statement, building);
          List<Grant> grants = Grant.on(statement, place);
          revoke(statement, place);
          SessionEnding.end(statement, place);
          Settling.settle(statement, place);
          Recipe recipe = RecipeReader.read(statement, place, grants, testAccount);
          Settling.quieten(statement, place);
          recipe.store(statement.getConnection(), place);
          if (!rename(statement, building, template, note, recipe.ephemeral())) {
            throw missing(building);
          }
          places.remove(building);
          places.put(template, place);
          recipes.put(place, recipe);
        });
  }

  @Override
  public Access clone(String template, String name) throws SQLException {
    make(
        name,
        statement -> {
          String source = place(statement, template);
          Recipe recipe = recipes.get(source);
          if (recipe == null) {
            recipe = Recipe.load(statement, source);
            recipes.put(source, recipe);
          }
          recipe.follow(statement, source, name);
        });
    return access(name);
  }

  @Override
  public Access access(String name) {
    String place = places.get(name);
    if (place == null) {
      throw new IllegalStateException("Nobody has made or seen [%s] here".formatted(name));
    }
    try {
      return new Access(
          address.url(place),
          tester.user(),
          tester.password(),
          clientCommand.apply(place),
          address.dataSource(place, tester.user(), tester.password(), SessionReset.DRIVER_OPTIONS));
    } catch (SQLException e) {
      throw new IllegalStateException("The same parameters were taken before", e);
    }
  }

  @Override
  public void endSessions(String name) throws SQLException {
    sessions.use(statement -> SessionEnding.end(statement, place(statement, name)));
  }

  @Override
  public void rename(String from, String to) throws SQLException {
    sessions.use(
        statement -> {
          String place = place(statement, from);
          SessionEnding.end(statement, place);
          int renamed =
              statement.executeUpdate(
                  "UPDATE places SET name = %s WHERE name = %s AND state = 'whole'"
                      .formatted(Sql.literal(to), Sql.literal(from)));
          if (renamed == 0) {
            throw missing(from);
          }
          places.remove(from);
          places.put(to, place);
        });
  }

  @Override
  public void note(String name, String note) throws SQLException {
    sessions.use(
        statement ->
            statement.executeUpdate(
                "UPDATE places SET note = %s WHERE name = %s"
                    .formatted(Sql.literal(note), Sql.literal(name))));
  }

  @Override
  public void drop(String name) throws SQLException {
    places.remove(name);
    sessions.use(
        statement -> {
          // From now on its name is free, and what is left of it is known to be good for nothing.
          List<String> known =
              Sessions.query(
                  statement,
                  "SELECT place FROM places WHERE name = " + Sql.literal(name),
                  row -> row.getString(1));
          if (known.isEmpty()) {
            dropIfNobodys(statement, name);
            return;
          }
          String place = known.get(0);
          recipes.remove(place);
          blueprints.forget(place);
          statement.executeUpdate(
              "UPDATE places SET name = place, state = 'remains' WHERE name = %s AND place = %s"
                  .formatted(Sql.literal(name), Sql.literal(place)));
          dropSchema(statement, place);
          statement.executeUpdate("DELETE FROM recipes WHERE place = " + Sql.literal(place));
          statement.executeUpdate("DELETE FROM places WHERE place = " + Sql.literal(place));
        });
  }

  /** Drops a schema that has no row, as the last statement of a process that was killed leaves. */
  private static void dropIfNobodys(Statement statement, String name) throws SQLException {
    boolean taken =
        !Sessions.query(
                statement,
                "SELECT 1 FROM places WHERE place = " + Sql.literal(name),
                row -> row.getInt(1))
            .isEmpty();
    if (!taken && schemas(statement).contains(name) && !name.equals(Registry.DATABASE)) {
      dropSchema(statement, name);
    }
  }

  private static void dropSchema(Statement statement, String place) throws SQLException {
    // First, so that whoever is thrown out does not come back.
    revoke(statement, place);
    SessionEnding.end(statement, place);
    statement.execute("DROP DATABASE IF EXISTS " + Sql.identifier(place));
  }

  private static void revoke(Statement statement, String place) throws SQLException {
    for (Grant grant : Grant.on(statement, place)) {
      try {
        statement.execute(grant.revoking());
      } catch (SQLException e) {
        if (!GONE_GRANTS.contains(e.getErrorCode())) {
          throw e;
        }
        log.debug("Another process was faster to revoke {}", grant, e);
      }
    }
  }

  /** Makes a schema: it is there for others when all of it is. */
  private void make(String name, Sessions.Action action) throws SQLException {
    boolean made = false;
    try {
      sessions.use(
          statement -> {
            statement.executeUpdate(
                "INSERT INTO places VALUES (%1$s, %1$s, 'making', '%2$s', '', NULL)"
                    .formatted(Sql.literal(name), owner));
            action.on(statement);
            statement.executeUpdate(
                "UPDATE places SET state = 'whole' WHERE place = " + Sql.literal(name));
          });
      made = true;
      places.put(name, name);
    } finally {
      if (!made) {
        dropAfterFailure(name);
      }
    }
  }

  private void dropAfterFailure(String name) {
    try {
      drop(name);
    } catch (SQLException e) {
      log.warn("Could not drop {}, which could not be made: a later run will", name, e);
    }
  }

  private boolean rename(
      Statement statement, String from, String to, String note, boolean ephemeral)
      throws SQLException {
    try {
      return statement.executeUpdate(
              "UPDATE places SET name = %s, note = %s, boot = %s WHERE name = %s AND state = 'whole'"
                  .formatted(
                      Sql.literal(to),
                      Sql.literal(note),
                      ephemeral ? "(SELECT id FROM boots)" : "NULL",
                      Sql.literal(from)))
          > 0;
    } catch (SQLException e) {
      if (e.getErrorCode() == DUPLICATE_KEY) {
        throw new SQLException(
            "There is a database [%s] already, made by another process meanwhile".formatted(to),
            "42P04",
            e);
      }
      throw e;
    }
  }

  /** Returns the schema of a database. */
  String place(String name) throws SQLException {
    String known = places.get(name);
    return known != null ? known : sessions.with(statement -> place(statement, name));
  }

  private static String place(Statement statement, String name) throws SQLException {
    List<String> found =
        Sessions.query(
            statement,
            "SELECT place FROM places WHERE state = 'whole' AND name = " + Sql.literal(name),
            row -> row.getString(1));
    if (found.isEmpty()) {
      throw missing(name);
    }
    return found.get(0);
  }

  private static SQLException missing(String name) {
    return new SQLException("There is no database [%s] (any more)".formatted(name), "42000");
  }

  private static Set<String> schemas(Statement statement) throws SQLException {
    return new HashSet<>(
        Sessions.query(statement, "SHOW DATABASES LIKE 'pristine\\_%'", row -> row.getString(1)));
  }

  private static List<Row> rows(Statement statement) throws SQLException {
    return Sessions.query(
        statement,
        """
        SELECT name, place, note, state = 'making' AND %s,
          state = 'whole' AND (boot IS NULL OR boot <=> (SELECT id FROM boots))
        FROM places ORDER BY name"""
            .formatted(LockName.isAlive("maker")),
        row ->
            new Row(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getBoolean(4),
                row.getBoolean(5)));
  }

  private static Map<String, Integer> sessionsIn(Statement statement) throws SQLException {
    Map<String, Integer> counts = new HashMap<>();
    Sessions.query(
        statement,
        "SELECT db, count(*) FROM information_schema.processlist WHERE db LIKE 'pristine\\_%' GROUP BY db",
        row -> counts.put(row.getString(1), row.getInt(2)));
    return counts;
  }
}
