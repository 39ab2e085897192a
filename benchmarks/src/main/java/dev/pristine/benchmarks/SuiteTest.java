package dev.pristine.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A test that creates users with roles and checks counts.
 *
 * @param name the test's name
 * @param tables the tables that it needs, in an order in which they can be made
 * @param roles how many roles it creates
 * @param users how many users, each with all roles
 */
record SuiteTest(String name, List<String> tables, int roles, int users) {

  private static final List<String> ALWAYS = List.of("role", "account", "account_role");
  private static final int MOST_ROLES = 3;
  private static final int MOST_USERS = 5;
  private static final int MOST_OTHER_TABLES = 3;

  /** Makes up a test, the same one each time. */
  static SuiteTest random(String name, Random random) {
    Set<String> tables = new LinkedHashSet<>(ALWAYS);
    List<String> all = SuiteSchema.tables();
    for (int i = random.nextInt(MOST_OTHER_TABLES + 1); i > 0; i--) {
      tables.add(all.get(random.nextInt(all.size())));
    }
    return new SuiteTest(
        name,
        SuiteSchema.withReferredTo(tables),
        1 + random.nextInt(MOST_ROLES),
        1 + random.nextInt(MOST_USERS));
  }

  /**
   * Runs it.
   *
   * @param run a text that makes its names differ from those of another run in the same database
   * @return whether its database was pristine
   */
  boolean run(Connection connection, String run, long thinkMillis)
      throws SQLException, InterruptedException {
    connection.setAutoCommit(true);
    long accountsBefore = count(connection, "account");
    long linksBefore = count(connection, "account_role");
    String prefix = name + "-" + run + "-";
    for (int role = 0; role < roles; role++) {
      update(connection, "INSERT INTO public.role (name) VALUES (?)", prefix + role);
    }
    for (int user = 0; user < users; user++) {
      createUser(connection, prefix + user, prefix);
    }
    if (thinkMillis > 0) {
      Thread.sleep(thinkMillis);
    }
    verify(accountsBefore + users, count(connection, "account"));
    verify(linksBefore + (long) users * roles, count(connection, "account_role"));
    update(connection, "UPDATE public.account SET active = false WHERE name = ?", prefix + 0);
    update(
        connection,
        "DELETE FROM public.account_role WHERE account_id IN (SELECT id FROM public.account WHERE name = ?)",
        prefix + 0);
    verify(linksBefore + (long) (users - 1) * roles, count(connection, "account_role"));
    return accountsBefore == 0 && linksBefore == 0;
  }

  /** In a transaction of its own, as the application would. */
  private static void createUser(Connection connection, String user, String rolePrefix)
      throws SQLException {
    connection.setAutoCommit(false);
    update(
        connection,
        "INSERT INTO public.account (name, email) VALUES (?, ? || '@example.org')",
        user,
        user);
    update(
        connection,
        """
        INSERT INTO public.account_role (account_id, role_id)
        SELECT a.id, r.id FROM public.account a, public.role r
        WHERE a.name = ? AND r.name BETWEEN ? AND ? || '9'
        """,
        user,
        rolePrefix,
        rolePrefix);
    connection.commit();
    connection.setAutoCommit(true);
  }

  private void verify(long expected, long found) throws SQLException {
    if (expected != found) {
      throw new SQLException(
          "The test [%s] expected %d rows and found %d".formatted(name, expected, found));
    }
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT count(*) FROM public." + table);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void update(Connection connection, String sql, String... texts)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < texts.length; i++) {
        statement.setString(i + 1, texts[i]);
      }
      statement.executeUpdate();
    }
  }
}
