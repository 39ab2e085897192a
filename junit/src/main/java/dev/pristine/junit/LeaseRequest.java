package dev.pristine.junit;

import static java.util.stream.Collectors.toCollection;

import java.lang.annotation.Annotation;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

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
    Class<?> type = context.getRequiredTestClass();
    Set<Executable> askers = new LinkedHashSet<>(constructors(context));
    LockWishes locks;
    if (context.getTestMethod().isPresent()) {
      classes.forEach(each -> askers.addAll(methods(each, BeforeEach.class)));
      askers.add(context.getRequiredTestMethod());
      classes.forEach(each -> askers.addAll(methods(each, AfterEach.class)));
      locks = LockWishes.ofMethod(classes, context.getRequiredTestMethod());
    } else {
      askers.addAll(methods(type, BeforeAll.class));
      askers.addAll(methods(type, AfterAll.class));
      locks = LockWishes.ofClass(classes.subList(0, classes.size() - 1), type);
    }
    Set<LeaseWish> leases = new LinkedHashSet<>();
    askers.forEach(asker -> leases.addAll(LeaseWish.of(asker).values()));
    return new LeaseRequest(leases, locks, patience(askers, context));
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
            DatabaseRequest.around(context)
                .flatMap(each -> each.getTestClass().stream())
                .collect(toCollection(LinkedHashSet::new)));
    Collections.reverse(classes);
    return classes;
  }

  /**
   * Returns the constructors that are called for a test, or for a class that has one instance:
   * those of the classes around as well, as far out as their instances are not there already.
   */
  private static Set<Executable> constructors(ExtensionContext context) {
    Set<Executable> constructors = new LinkedHashSet<>();
    for (ExtensionContext each : DatabaseRequest.around(context).toList()) {
      if (each.getTestMethod().isPresent() || each.getTestClass().isEmpty()) {
        continue;
      }
      boolean own = each.equals(context);
      boolean oneInstance =
          each.getTestInstanceLifecycle().filter(Lifecycle.PER_CLASS::equals).isPresent();
      if (oneInstance != own) {
        break;
      }
      Collections.addAll(constructors, each.getRequiredTestClass().getDeclaredConstructors());
    }
    return constructors;
  }

  private static List<Method> methods(Class<?> type, Class<? extends Annotation> annotation) {
    return AnnotationSupport.findAnnotatedMethods(
        type, annotation, HierarchyTraversalMode.TOP_DOWN);
  }

  private static Duration patience(Set<Executable> askers, ExtensionContext context) {
    return askers.stream()
        .flatMap(asker -> Stream.of(asker.getParameters()))
        .flatMap(parameter -> AnnotationSupport.findAnnotation(parameter, Leased.class).stream())
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
