package dev.pristine.migrations;

import dev.pristine.Migration;

/** Java code that migrates; its caller answers for the fingerprint. */
final class CallbackMigration implements Migration {

  private final String fingerprint;
  private final Migrations.Callback callback;

  CallbackMigration(String fingerprint, Migrations.Callback callback) {
    this.fingerprint = fingerprint;
    this.callback = callback;
  }

  @Override
  public String fingerprint() {
    return new Fingerprint("callback").add(fingerprint).text();
  }

  @Override
  public void apply(Target target) throws Exception {
    callback.migrate(target);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CallbackMigration that && fingerprint.equals(that.fingerprint);
  }

  @Override
  public int hashCode() {
    return fingerprint.hashCode();
  }

  @Override
  public String toString() {
    return "callback " + fingerprint;
  }
}
