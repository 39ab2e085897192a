package dev.pristine.leases;

/** What a process knows of its leases in a file. */
final class SqlitePossessionTests extends PossessionContract {

  @Override
  Place newPlace() {
    return () -> folder.resolve("leases.db").toString();
  }
}
