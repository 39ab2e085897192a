package dev.pristine.leases;

/** Sources of a store in a file. */
final class SqliteSourceTests extends SourceContract {

  @Override
  Place newPlace() {
    return () -> folder.resolve("leases.db").toString();
  }
}
