package dev.pristine.junit;

import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** JUnit's contexts, of tests and of the classes around them, and what each has of its own. */
final class Contexts {

  private Contexts() {}

  /** Returns a context and those around it, from the inside outwards. */
  static Stream<ExtensionContext> around(ExtensionContext context) {
    return Stream.iterate(Optional.of(context), Optional::isPresent, each -> each.get().getParent())
        .map(Optional::get);
  }

  /**
   * Returns what a context has of a type, made if there is none, and closed by JUnit when the
   * context ends. Those inside it do not find it: they have ones of their own.
   */
  static <T extends StoredResource> T own(
      ExtensionContext owner, Class<T> type, Function<ExtensionContext, T> maker) {
    return store(owner, type)
        .getOrComputeIfAbsent(owner.getUniqueId(), key -> maker.apply(owner), type);
  }

  /** Returns what a context has of a type, if anybody made it. */
  static <T extends StoredResource> Optional<T> existing(ExtensionContext owner, Class<T> type) {
    return Optional.ofNullable(store(owner, type).get(owner.getUniqueId(), type));
  }

  private static Store store(ExtensionContext owner, Class<?> type) {
    return owner.getStore(Namespace.create(type));
  }
}
