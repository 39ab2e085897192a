package dev.pristine.enginetests;

import dev.pristine.Migration;
import java.util.concurrent.atomic.AtomicInteger;

/** A migration whose files somebody edits all the time. */
final class RestlessMigration implements Migration {

  private final SchemaMigration schema;
  private final AtomicInteger edits = new AtomicInteger();

  RestlessMigration(SchemaMigration schema) {
    this.schema = schema;
  }

  @Override
  public String fingerprint() {
    return "restless " + edits.incrementAndGet();
  }

  @Override
  public void apply(Target target) throws Exception {
    schema.apply(target);
  }

  @Override
  public String toString() {
    return "restless";
  }
}
