package dev.pristine.leases;

/** What a process knows of its leases on a server. */
final class PostgresPossessionTests extends PossessionContract {

  @Override
  Place newPlace() {
    return TestServer.place();
  }
}
