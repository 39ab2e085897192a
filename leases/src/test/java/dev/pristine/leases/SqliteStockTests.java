package dev.pristine.leases;

/** Leases in a file. */
final class SqliteStockTests extends StockContract {

  @Override
  Place newPlace() {
    return () -> folder.resolve("leases.db").toString();
  }
}
