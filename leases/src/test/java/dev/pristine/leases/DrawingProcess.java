package dev.pristine.leases;

import java.time.Duration;

/** Draws half of a small range. */
final class DrawingProcess {

  static final int NUMBERS = 20;

  private DrawingProcess() {}

  public static void main(String[] arguments) {
    try (Leases leases = Leases.open(arguments[0], Duration.ofSeconds(20))) {
      Unique unique = leases.unique("test " + ProcessHandle.current().pid());
      for (int i = 0; i < NUMBERS; i++) {
        System.out.println("drew " + unique.number(1, 2 * NUMBERS));
      }
    }
  }
}
