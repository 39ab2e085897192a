package dev.pristine.leases;

/** Pools in a file. */
final class SqlitePoolTests extends PoolContract {

  @Override
  Place newPlace() {
    return () -> folder.resolve("leases.db").toString();
  }
}
