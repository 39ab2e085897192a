package dev.pristine.junit;

import dev.pristine.TestDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The system properties that tell a database's address, while they do. */
final class UrlProperty implements StoredResource {

  private static final String PARALLEL = "junit.jupiter.execution.parallel.";

  private final Map<String, @Nullable String> before = new HashMap<>();

  private UrlProperty(Map<String, String> values) {
    values.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
  }

  /** Sets the properties until the owner ends, unless they are set for it already. */
  static void handOver(String name, HeldDatabase held, ExtensionContext owner) {
    if (threadsRunInParallel(owner)) {
      throw Refusal.urlPropertyInThreads(name, owner);
    }
    Store store = owner.getStore(PristineExtension.NAMESPACE);
    String key = "url property of " + owner.getUniqueId();
    if (store.get(key) == null) {
      store.put(key, new UrlProperty(values(name, held.get())));
    }
  }

  /** Sets the properties as they were before. */
  @Override
  public void close() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private static Map<String, String> values(String name, TestDatabase database) {
    return Map.of(
        name,
        urlWithCredentials(database),
        name + ".user",
        database.user(),
        name + ".password",
        database.password());
  }

  private static String urlWithCredentials(TestDatabase database) {
    String url = database.jdbcUrl();
    if (database.user().isEmpty()) {
      // An engine without users, whose driver may not know the words.
      return url;
    }
    return url
        + (url.contains("?") ? "&" : "?")
        + ("user=" + encode(database.user()))
        + ("&password=" + encode(database.password()));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static boolean threadsRunInParallel(ExtensionContext context) {
    if (!is(context, "enabled", "true")) {
      return false;
    }
    if (is(context, "mode.default", "concurrent")
        || is(context, "mode.classes.default", "concurrent")) {
      return true;
    }
    for (ExtensionContext each = context; each != null; each = each.getParent().orElse(null)) {
      if (each.getExecutionMode() == ExecutionMode.CONCURRENT) {
        return true;
      }
    }
    return false;
  }

  private static boolean is(ExtensionContext context, String parameter, String value) {
    return context
        .getConfigurationParameter(PARALLEL + parameter)
        .filter(value::equalsIgnoreCase)
        .isPresent();
  }
}
