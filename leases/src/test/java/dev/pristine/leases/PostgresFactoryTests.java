package dev.pristine.leases;

/** Factories on a server. */
final class PostgresFactoryTests extends FactoryContract {

  @Override
  Place newPlace() {
    return TestServer.place();
  }
}
