package dev.pristine.junit;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.PristineException;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the tests of a class start from whose {@code @BeforeAll} methods asked for the database:
 * they write to one of the class's own, and when the first test asks for its database, that one is
 * frozen, and the tests get copies of it. Stands in the store of the class's context. Thread-safe.
 */
final class ClassBase implements StoredResource {

  private static final Logger log = LoggerFactory.getLogger(ClassBase.class);

  private final DatabaseRequest request;
  private final SharedPristine shared;
  private final LazyDatabase database;
  private final String holder;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Connection> lent = new ArrayList<>();
  private boolean written;
  private @Nullable Migration frozen;
  private @Nullable RuntimeException failure;

  private ClassBase(ExtensionContext owner, DatabaseRequest request, SharedPristine shared) {
    this.request = request;
    this.shared = shared;
    this.holder = HolderName.of(owner);
    ExtensionContext around = owner.getParent().orElseThrow();
    this.database =
        new LazyDatabase(
            owner,
            shared,
            pristine ->
                pristine.acquire(
                    below(around, request, shared.settings()), pristineIsolation(), holder));
    shared.spanTests(1);
  }

  /** Returns the one of a class, which is made if there is none. */
  static ClassBase of(ExtensionContext owner, DatabaseRequest request) {
    SharedPristine shared = SharedPristine.of(owner);
    return Contexts.own(owner, ClassBase.class, own -> new ClassBase(own, request, shared));
  }

  /**
   * Returns what the database of a test or class starts from: the base of the nearest class around
   * it, if that has the same request and a base, or else what the request says.
   */
  static Migration below(ExtensionContext context, DatabaseRequest request, Settings settings) {
    return Contexts.around(context)
        .flatMap(each -> Contexts.existing(each, ClassBase.class).stream())
        .filter(base -> base.request.equals(request))
        .findFirst()
        .map(ClassBase::freeze)
        .orElseGet(() -> request.migration(context, settings));
  }

  /** Returns the database to write to. */
  TestDatabase get() {
    return database.get();
  }

  /** Lends a connection until the base is frozen. */
  Connection connection() throws SQLException {
    Connection connection = get().dataSource().getConnection();
    lock.lock();
    try {
      lent.add(connection);
    } finally {
      lock.unlock();
    }
    return connection;
  }

  /** Returns that of the tests, if each of their databases is as its template. */
  private Isolation pristineIsolation() {
    Isolation wanted = request.isolation(shared.settings());
    return wanted == Isolation.REWIND ? wanted : Isolation.CLONE;
  }

  /** Freezes the database, unless that was done or tried. */
  private Migration freeze() {
    lock.lock();
    try {
      if (failure != null) {
        throw failure;
      }
      if (frozen == null) {
        endWriting();
        frozen =
            shared
                .get()
                .freeze(
                    database
                        .takeAway()
                        .orElseThrow(
                            () -> new PristineException("[" + holder + "] got no database.")));
      }
      return frozen;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private void endWriting() {
    if (!written) {
      written = true;
      shared.spanTests(-1);
    }
    for (Connection connection : lent) {
      try {
        connection.close();
      } catch (SQLException e) {
        log.debug("[{}] left a broken connection", holder, e);
      }
    }
    lent.clear();
  }

  /** Has the base dropped, or gives its database back if no test asked for one. */
  @Override
  public void close() {
    lock.lock();
    try {
      endWriting();
      database.giveBack(false);
      if (frozen != null) {
        shared.get().forget(frozen);
      }
    } finally {
      lock.unlock();
    }
  }
}
