package dev.pristine.enginetests;

import dev.pristine.spi.Databases;
import dev.pristine.spi.Rewindable;
import dev.pristine.spi.Rewindable.Verdict;
import dev.pristine.spi.Rewinder;
import dev.pristine.spi.Server;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plants a fault into a server of the suite's ponies. */
final class FaultyServer {

  private final Server server;
  private final Fault fault;

  private FaultyServer(Server server, Fault fault) {
    this.server = server;
    this.fault = fault;
  }

  static Server of(Server server, Fault fault) {
    FaultyServer faulty = new FaultyServer(server, fault);
    return proxy(
        Server.class,
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "rewinder" -> faulty.rewinder();
              case "databases" -> faulty.databases();
              default -> invoke(server, method, arguments);
            });
  }

  private Optional<Rewinder> rewinder() {
    return server
        .rewinder()
        .map(
            sound ->
                (template, clone, hurried) ->
                    rewindable(sound.follow(template, clone, hurried), clone));
  }

  private Rewindable rewindable(Rewindable sound, String clone) {
    return proxy(
        Rewindable.class,
        (proxy, method, arguments) -> {
          if (!method.getName().equals("rewind")) {
            return invoke(sound, method, arguments);
          }
          List<String> written = names(clone);
          Object outcome = invoke(sound, method, arguments);
          if (outcome instanceof Rewindable.Outcome told && told.verdict() == Verdict.REWOUND) {
            spoil(clone, written);
          }
          return outcome;
        });
  }

  private void spoil(String clone, Collection<String> written) throws SQLException {
    List<String> left = new ArrayList<>(written);
    left.removeAll(names(clone));
    if (fault == Fault.MISSED_TABLE) {
      for (String name : left) {
        update(clone, "INSERT INTO ponies (name) VALUES (?)", name);
      }
    } else if (fault == Fault.SEQUENCE_NOT_RESTORED && !left.isEmpty()) {
      update(clone, "INSERT INTO ponies (name) VALUES (?)", "Number");
      update(clone, "DELETE FROM ponies WHERE name = ?", "Number");
    }
  }

  private Databases databases() {
    Databases sound = server.databases();
    return proxy(
        Databases.class,
        (proxy, method, arguments) -> {
          if (method.getName().equals("publish") && fault == Fault.HALF_BUILT_TEMPLATE) {
            update((String) arguments[0], "DELETE FROM ponies WHERE name = ?", "Seed");
          }
          return invoke(sound, method, arguments);
        });
  }

  /** Returns the names of all ponies; none if there is no such table any more. */
  private List<String> names(String database) {
    List<String> names = new ArrayList<>();
    try (Connection connection = server.databases().access(database).unpooled().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name FROM ponies")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    } catch (SQLException e) {
      return List.of();
    }
    return names;
  }

  private void update(String database, String sql, String name) throws SQLException {
    try (Connection connection = server.databases().access(database).unpooled().getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      statement.executeUpdate();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static @Nullable Object invoke(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
