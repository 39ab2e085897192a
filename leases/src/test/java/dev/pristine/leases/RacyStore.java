package dev.pristine.leases;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** A store with a planted race: it looks, and then takes, in two steps. */
final class RacyStore extends SqliteStore {

  private static final String TAKE = "UPDATE resource SET state = 'busy'";

  RacyStore(Path file) {
    super(file);
  }

  @Override
  <T> T inTransaction(Work<T> work) throws SQLException {
    Session session = session();
    return work.run(new Session(racy(connection()), session.now(), ""));
  }

  private static Connection racy(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              Object[] given = arguments;
              if (method.getName().equals("prepareStatement")
                  && String.valueOf(arguments[0]).startsWith(TAKE)) {
                Thread.sleep(1);
                given =
                    new Object[] {String.valueOf(arguments[0]).replace(" AND state = 'free'", "")};
              }
              try {
                return method.invoke(connection, given);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
