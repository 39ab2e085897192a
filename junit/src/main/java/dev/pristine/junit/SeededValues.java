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

  private SeededValues(ExtensionContext owner) {
    this.owner = owner;
    // A seed may not be as long as JUnit's ids are.
    UUID test = UUID.nameUUIDFromBytes(owner.getUniqueId().getBytes(StandardCharsets.UTF_8));
    this.unique = Unique.withSeed(seed(owner) + "/" + test);
  }

  static Unique of(ExtensionContext owner) {
    return Contexts.own(owner, SeededValues.class, SeededValues::new).unique;
  }

  /** Sees to it that a test's failure tells the seed where only its class has values of it. */
  static void watch(ExtensionContext test) {
    boolean used =
        Contexts.around(test)
            .anyMatch(each -> Contexts.existing(each, SeededValues.class).isPresent());
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
