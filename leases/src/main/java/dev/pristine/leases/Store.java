package dev.pristine.leases;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
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

  /**
   * Lends what somebody wants, if that is a single thing, it is free, nobody waits for it, and the
   * store has a quick way to do so.
   */
  default Optional<Grant> lendQuickly(Applicant to) {
    return Optional.empty();
  }

  /** Gives something back, if the store has a quick way to do so. */
  default Optional<GivenBack> giveBackQuickly(String test, Grant grant) {
    return Optional.empty();
  }

  /**
   * What came of giving something back.
   *
   * @param done whether it was still held
   * @param wanted whether somebody waits for it, who has to be served
   */
  record GivenBack(boolean done, boolean wanted) {}

  /** Reads something; may run while others write. */
  <T> T read(String doing, Work<T> work);

  /** Returns those of the other owners in the store that are certainly dead. */
  Set<String> dead();

  /** Tells owners, once the transaction has ended well, that they were given something. */
  void wake(Session session, Collection<String> owners);

  /** Waits until this owner may have been given something, but not for ever. */
  void awaitNews(long millis) throws InterruptedException;

  /** Tells whether it can no longer be seen by others that this process lives. */
  boolean isLost();

  @Override
  void close();
}
