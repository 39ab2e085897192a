package dev.pristine.junit;

import dev.pristine.leases.Unique;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The unique values of a test, or of a class for its {@code @BeforeAll} methods: they follow from a
 * seed and the id that JUnit gives to the test, so that each test has others, and the same one has
 * the same again by the same seed.
 */
final class SeededValues implements StoredResource {

  private static final String SEED = "dev.pristine.leases.seed";
  private static final Namespace NAMESPACE = Namespace.create(SeededValues.class);

  private final ExtensionContext owner;
  private final Unique unique;

  /** A key that nobody finds in the stores of inner contexts, which have values of their own. */
  private record Key(String context) {
    static Key of(ExtensionContext owner) {
      return new Key(owner.getUniqueId());
    }
  }

  private SeededValues(ExtensionContext owner) {
    this.owner = owner;
    // A seed may not be as long as JUnit's ids are.
    UUID test = UUID.nameUUIDFromBytes(owner.getUniqueId().getBytes(StandardCharsets.UTF_8));
    this.unique = Unique.withSeed(seed(owner) + "/" + test);
  }

  static Unique of(ExtensionContext owner) {
    return owner
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Key.of(owner), key -> new SeededValues(owner), SeededValues.class)
        .unique;
  }

  /** Sees to it that a test's failure tells the seed where only its class has values of it. */
  static void watch(ExtensionContext test) {
    boolean used =
        DatabaseRequest.around(test)
            .anyMatch(each -> each.getStore(NAMESPACE).get(Key.of(each)) != null);
    if (used) {
      test.getStore(NAMESPACE).put("watch", (StoredResource) () -> tell(test));
    }
  }

  @Override
  public void close() {
    tell(owner);
  }

  private static void tell(ExtensionContext context) {
    Outcome.failureOf(context)
        .filter(
            failure ->
                Arrays.stream(failure.getSuppressed()).noneMatch(SeedOfFailure.class::isInstance))
        .ifPresent(
            failure ->
                failure.addSuppressed(
                    new SeedOfFailure(
                        "The unique values of [%s] follow from the seed [%s]. With -D%s=%s the test has the same again."
                            .formatted(
                                HolderName.of(context), seed(context), SEED, seed(context)))));
  }

  /**
   * Returns the seed that was asked for, or else one that nobody had before. It lasts as long as
   * the root does, not the launcher's session: a test that is run again must not stumble over what
   * its first run left.
   */
  private static String seed(ExtensionContext context) {
    return context
        .getConfigurationParameter(SEED)
        .orElseGet(
            () ->
                context
                    .getRoot()
                    .getStore(NAMESPACE)
                    .getOrComputeIfAbsent(SEED, key -> Unique.create().seed(), String.class));
  }

  /**
   * Says where the values came from. Never thrown: it is added to what the test failed by, because
   * every runner prints that.
   */
  private static final class SeedOfFailure extends Exception {
    SeedOfFailure(String text) {
      super(text, null, false, false);
    }
  }
}
