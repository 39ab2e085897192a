package dev.pristine.leases;

/** Pools on a server. */
final class PostgresPoolTests extends PoolContract {

  @Override
  Place newPlace() {
    return TestServer.place();
  }
}
