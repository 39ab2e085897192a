package dev.pristine.leases;

/** Leases on a server. */
final class PostgresLeaseTests extends LeaseContract {

  @Override
  Place newPlace() {
    return TestServer.place();
  }
}
