package dev.pristine.mariadb;

import dev.pristine.embedded.ServerTrials;

/** What many processes do to one embedded server. */
class EmbeddedMariadbTrials extends ServerTrials {

  EmbeddedMariadbTrials() {
    super(new EmbeddedMariadbInLab());
  }
}
