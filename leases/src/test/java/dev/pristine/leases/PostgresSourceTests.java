package dev.pristine.leases;

/** Sources of a store on a server. */
final class PostgresSourceTests extends SourceContract {

  @Override
  Place newPlace() {
    return TestServer.place();
  }
}
