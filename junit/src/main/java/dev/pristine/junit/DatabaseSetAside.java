package dev.pristine.junit;

/**
 * Says where the database of a failed test is. Never thrown: it is added to what the test failed
 * by, because every runner prints that.
 */
final class DatabaseSetAside extends Exception {

  DatabaseSetAside(String whereToLook) {
    super(whereToLook, null, false, false);
  }
}
