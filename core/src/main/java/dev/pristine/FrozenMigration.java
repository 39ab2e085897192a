package dev.pristine;

/**
 * Stands for a frozen database where a migration is asked for. It migrates nothing: its template is
 * there already, as long as the session that froze it knows it.
 *
 * @param database the frozen database
 * @param holder who held it when it was frozen, for people
 */
record FrozenMigration(DatabaseName database, String holder) implements Migration {

  @Override
  public String fingerprint() {
    throw new PristineException(
        "[%s] is not there (any more): it belongs to the Pristine that froze it, until that forgets it. Acquire its copies before, and put no fixtures on top of it."
            .formatted(this));
  }

  @Override
  public void apply(Target target) {
    throw new IllegalStateException(this + " has no fingerprint, so nobody comes here");
  }

  @Override
  public String toString() {
    return "what [" + holder + "] left in " + database;
  }
}
