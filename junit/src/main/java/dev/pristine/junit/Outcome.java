package dev.pristine.junit;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tells failures from successes and from tests that ended themselves by an assumption. */
final class Outcome {

  private static final Set<String> ABORTED =
      Set.of(
          "org.opentest4j.TestAbortedException", "org.junit.internal.AssumptionViolatedException");

  private Outcome() {}

  /** Returns what a test or class failed by, as far as it has run. */
  static Optional<Throwable> failureOf(ExtensionContext context) {
    return context.getExecutionException().filter(Outcome::isFailure);
  }

  static boolean isFailure(Throwable thrown) {
    for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
      if (ABORTED.contains(type.getName())) {
        return false;
      }
    }
    return true;
  }
}
