package dev.pristine.mariadb;

import dev.pristine.Migration;
import dev.pristine.enginetests.SchemaMigration;

/** Runs something of the administrator's when another migration has run. */
record AndThen(SchemaMigration first, Last last) implements Migration {

  interface Last {
    void of(String place) throws Exception;
  }

  @Override
  public String fingerprint() {
    return first.fingerprint();
  }

  @Override
  public void apply(Target target) throws Exception {
    first.apply(target);
    last.of(TestServer.place(target.jdbcUrl()));
  }
}
