package dev.pristine.junit;

import dev.pristine.TestDatabase;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The database of one context, from the moment that somebody asks for it until the context ends.
 * Stands in that context's store. Thread-safe.
 */
final class HeldDatabase implements StoredResource {

  private final ExtensionContext owner;
  private final DatabaseRequest request;
  private final SharedPristine shared;
  private final LazyDatabase database;
  private volatile boolean failed;

  private HeldDatabase(ExtensionContext owner, DatabaseRequest request, SharedPristine shared) {
    this.owner = owner;
    this.request = request;
    this.shared = shared;
    this.database =
        new LazyDatabase(
            owner,
            shared,
            pristine ->
                pristine.acquire(
                    ClassBase.below(owner, request, shared.settings()),
                    request.isolation(shared.settings()),
                    HolderName.of(owner)));
    if (request.spansTests(owner)) {
      shared.spanTests(1);
    }
  }

  /** Returns the one of a context, which is made if there is none. Asks for no database yet. */
  static HeldDatabase of(ExtensionContext owner, DatabaseRequest request) {
    SharedPristine shared = SharedPristine.of(owner);
    return Contexts.own(owner, HeldDatabase.class, own -> new HeldDatabase(own, request, shared));
  }

  /** Returns the one of a context, if anybody made it. */
  static Optional<HeldDatabase> existing(ExtensionContext owner) {
    return Contexts.existing(owner, HeldDatabase.class);
  }

  /** Returns the database; whoever asks first waits until there is one. */
  TestDatabase get() {
    return database.get();
  }

  /** Notes that a test failed which is not the context's own. */
  void failed() {
    failed = true;
  }

  Optional<String> urlProperty() {
    return request.urlProperty(shared.settings());
  }

  /** Gives the database back, as that of a failed test if it failed. */
  @Override
  public void close() {
    if (request.spansTests(owner)) {
      shared.spanTests(-1);
    }
    database.giveBack(failed);
  }
}
