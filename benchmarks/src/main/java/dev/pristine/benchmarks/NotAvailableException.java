package dev.pristine.benchmarks;

/** A tool cannot do what a cell asks for; the message says why, for the report. */
final class NotAvailableException extends Exception {

  private static final long serialVersionUID = 1;

  NotAvailableException(String message) {
    super(message);
  }
}
