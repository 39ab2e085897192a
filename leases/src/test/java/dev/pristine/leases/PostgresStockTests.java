package dev.pristine.leases;

/** Leases on a server. */
final class PostgresStockTests extends StockContract {

  @Override
  Place newPlace() {
    return TestServer.place();
  }
}
