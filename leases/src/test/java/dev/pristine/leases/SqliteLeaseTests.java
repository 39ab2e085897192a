package dev.pristine.leases;

/** Leases in a file. */
final class SqliteLeaseTests extends LeaseContract {

  @Override
  Place newPlace() {
    return () -> folder.resolve("leases.db").toString();
  }
}
