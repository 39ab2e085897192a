package dev.pristine.leases;

/** Factories in a file. */
final class SqliteFactoryTests extends FactoryContract {

  @Override
  Place newPlace() {
    return () -> folder.resolve("leases.db").toString();
  }
}
