package dev.pristine.junit;

import dev.pristine.Pristine;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Keeps the embedded server from being stopped and started for each run of samples. */
final class ServerStaysUp implements BeforeAllCallback {

  private record Guest(Pristine pristine) implements StoredResource {
    @Override
    public void close() {
      pristine.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(ServerStaysUp.class))
        .getOrComputeIfAbsent(Guest.class, key -> new Guest(Pristine.open()));
  }
}
