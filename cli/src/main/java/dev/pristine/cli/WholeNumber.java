package dev.pristine.cli;

import dev.pristine.SettingsException;

/** Options that take a whole number, within bounds. */
final class WholeNumber {

  private WholeNumber() {}

  /**
   * Makes sure that an option's value is within its bounds.
   *
   * @throws SettingsException if it is not
   */
  static void require(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new SettingsException(
          "%s takes a whole number from %d to %d, but not [%d]."
              .formatted(option, least, most, value));
    }
  }
}
