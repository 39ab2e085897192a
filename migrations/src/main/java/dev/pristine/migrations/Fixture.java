package dev.pristine.migrations;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.util.Optional;

/**
 * A migration on top of another.
 *
 * @param below what it starts from
 * @param fixture what it adds
 */
record Fixture(Migration below, Migration fixture) implements Migration {

  Fixture {
    if (fixture.base().isPresent()) {
      throw new MigrationException(
          "[%s] cannot be put on top of [%s]: it has a base of its own, [%s]. Acquire it without another."
              .formatted(fixture, below, fixture.base().get()));
    }
  }

  @Override
  public Optional<Migration> base() {
    return Optional.of(below);
  }

  @Override
  public String fingerprint() {
    return fixture.fingerprint();
  }

  @Override
  public void apply(Target target) throws Exception {
    fixture.apply(target);
  }

  @Override
  public String toString() {
    return fixture + " on top of " + below;
  }
}
