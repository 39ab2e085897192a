package dev.pristine.examples.orders;

/** The shop's rules forbid what was asked for; nothing was done. */
final class Refused extends RuntimeException {

  Refused(String reason) {
    super(reason);
  }
}
