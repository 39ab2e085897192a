package dev.pristine.junit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * The store that is closed last. Surefire's forks run their classes one by one, each under a root
 * of its own; only the launcher's session spans them.
 */
final class LongestStore {

  /** Asks for the store of the launcher's session; JUnit 5.12 has none. */
  private static final @Nullable Method SESSION_STORE = sessionStore();

  private LongestStore() {}

  static Store of(ExtensionContext context, Namespace namespace) {
    ExtensionContext root = context.getRoot();
    if (SESSION_STORE == null) {
      return root.getStore(namespace);
    }
    try {
      Object session = SESSION_STORE.getParameterTypes()[0].getField("LAUNCHER_SESSION").get(null);
      return (Store) SESSION_STORE.invoke(root, session, namespace);
    } catch (IllegalAccessException | InvocationTargetException | NoSuchFieldException e) {
      throw new IllegalStateException("This version of JUnit has another StoreScope", e);
    }
  }

  private static @Nullable Method sessionStore() {
    try {
      Class<?> scope = Class.forName(ExtensionContext.class.getName() + "$StoreScope");
      return ExtensionContext.class.getMethod("getStore", scope, Namespace.class);
    } catch (ClassNotFoundException | NoSuchMethodException e) {
      return null;
    }
  }
}
