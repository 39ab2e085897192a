package dev.pristine.junit;

/**
 * Says what a failed test had changed in its database. Never thrown: it is added to what the test
 * failed by, because every runner prints that.
 */
final class DatabaseChanged extends Exception {

  DatabaseChanged(String changes) {
    super(changes, null, false, false);
  }
}
