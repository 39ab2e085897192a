package dev.pristine.junit;

import static java.util.stream.Collectors.toCollection;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * All that a test, or a class for all its tests, has to ask for, known before any of its code runs.
 *
 * @param leases what parameters ask for
 * @param locks what stands on methods and classes
 * @param patience how long to wait
 */
record LeaseRequest(Set<LeaseWish> leases, LockWishes locks, Duration patience) {

  private static final String PATIENCE = "dev.pristine.leases.patience";
  private static final Duration PATIENCE_UNLESS_SET = Duration.ofMinutes(5);

  static LeaseRequest of(ExtensionContext context) {
    List<Class<?>> classes = classes(context);
    LeaseAskers askers;
    LockWishes locks;
    if (context.getTestMethod().isPresent()) {
      askers = LeaseAskers.ofMethod(classes, context.getRequiredTestMethod());
      locks = LockWishes.ofMethod(classes, context.getRequiredTestMethod());
    } else {
      refuseOneInstanceByConfiguration(classes, context);
      askers = LeaseAskers.ofClass(classes);
      locks = LockWishes.ofClass(classes);
    }
    return new LeaseRequest(askers.wishes(), locks, patience(askers, context));
  }

  /** JUnit asked for locks when nothing but the classes was known. */
  private static void refuseOneInstanceByConfiguration(
      List<Class<?>> classes, ExtensionContext context) {
    Class<?> type = context.getRequiredTestClass();
    boolean oneInstance =
        context.getTestInstanceLifecycle().filter(Lifecycle.PER_CLASS::equals).isPresent();
    if (oneInstance && !LockWishes.hasOneInstance(type)) {
      LeaseAskers.ofOneInstance(classes)
          .leased()
          .findAny()
          .ifPresent(
              leased -> {
                throw LeaseRefusal.oneInstanceByConfiguration(leased, type);
              });
    }
  }

  /** Returns what is left to ask for where something is held already. */
  LeaseRequest without(Set<LeaseWish> heldLeases, LockWishes heldLocks) {
    Set<LeaseWish> left = new LinkedHashSet<>(leases);
    left.removeAll(heldLeases);
    return new LeaseRequest(left, locks.without(heldLocks), patience);
  }

  boolean isEmpty() {
    return leases.isEmpty() && locks.isEmpty();
  }

  /** Returns who defines pools for the tests of a context: those of outer classes first. */
  static Set<Class<? extends PoolProvider>> providers(ExtensionContext context) {
    Set<Class<? extends PoolProvider>> providers = new LinkedHashSet<>();
    for (Class<?> type : classes(context)) {
      for (Class<?> each = type; each != null; each = each.getSuperclass()) {
        AnnotationSupport.findAnnotation(each, LeasePools.class)
            .ifPresent(pools -> providers.addAll(List.of(pools.value())));
      }
    }
    return providers;
  }

  /** Returns the test's class last, and those that it is nested in before it. */
  private static List<Class<?>> classes(ExtensionContext context) {
    List<Class<?>> classes =
        new ArrayList<>(
            Contexts.around(context)
                .flatMap(each -> each.getTestClass().stream())
                .collect(toCollection(LinkedHashSet::new)));
    Collections.reverse(classes);
    return classes;
  }

  private static Duration patience(LeaseAskers askers, ExtensionContext context) {
    return askers
        .leased()
        .map(Leased::patience)
        .filter(text -> !text.isEmpty())
        .map(text -> duration(text, "@Leased(patience)"))
        .max(Comparator.naturalOrder())
        .or(() -> context.getConfigurationParameter(PATIENCE, text -> duration(text, PATIENCE)))
        .orElse(PATIENCE_UNLESS_SET);
  }

  private static Duration duration(String text, String from) {
    try {
      Duration duration = Duration.parse(text.startsWith("P") ? text : "PT" + text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeParseException ignored) {
      // Refused below, with what would have been right.
    }
    throw LeaseRefusal.noDuration(text, from);
  }
}
