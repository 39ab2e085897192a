package dev.pristine.leases;

/** The ledger on a server. */
final class PostgresLedgerTests extends LedgerContract {

  @Override
  Place newPlace() {
    return TestServer.place();
  }
}
