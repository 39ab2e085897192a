package dev.pristine.leases;

/** The ledger in a file. */
final class SqliteLedgerTests extends LedgerContract {

  @Override
  Place newPlace() {
    return () -> folder.resolve("leases.db").toString();
  }
}
