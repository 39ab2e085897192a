package dev.pristine.leases;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;

/**
 * Where it is written who holds what. Several processes use one store; each is an owner in it, as
 * long as it lives. Thread-safe.
 */
interface Store extends AutoCloseable {

  /** What is done with the store. */
  interface Work<T> {
    T run(Session session) throws SQLException;
  }

  /** Returns the id by which the store knows this process: 16 hexadecimal digits. */
  String owner();

  /** Names the store for people, without a password. */
  String place();

  /**
   * Does something while nobody else changes the store: all of it, or nothing.
   *
   * @param doing what it is for, as in "Could not …"
   */
  <T> T transact(String doing, Work<T> work);

  /** Reads something; may run while others write. */
  <T> T read(String doing, Work<T> work);

  /** Returns those of other owners that are certainly dead. */
  Set<String> dead(Collection<String> owners);

  /** Tells owners, once the transaction has ended well, that they were given something. */
  void wake(Session session, Collection<String> owners) throws SQLException;

  /** Waits until this owner may have been given something, but not for ever. */
  void awaitNews(long millis) throws InterruptedException;

  /** Tells whether it can no longer be seen by others that this process lives. */
  boolean isLost();

  @Override
  void close();
}
