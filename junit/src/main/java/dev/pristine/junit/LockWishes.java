package dev.pristine.junit;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.parallel.ResourceAccessMode.READ;
import static org.junit.jupiter.api.parallel.ResourceAccessMode.READ_WRITE;

import dev.pristine.leases.Requirement;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLocksProvider.Lock;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * The locks that stand on classes and methods. Both JUnit and the lease store are asked for what
 * this says, JUnit always first.
 *
 * @param modes the strongest mode of each
 */
record LockWishes(TreeMap<String, ResourceAccessMode> modes) {

  /** Keeps our locks apart from those that are JUnit's alone. */
  private static final String IN_JUNIT = "dev.pristine.leases/";

  /**
   * Returns the locks that a class holds for all its tests: none, if each test holds them for
   * itself. JUnit takes the locks of the methods together with those of their class; so do we,
   * since a test must not wait for a lock while its class holds one.
   *
   * @param classes the class last, and those that it is nested in before it
   */
  static LockWishes ofClass(List<Class<?>> classes) {
    Class<?> type = classes.get(classes.size() - 1);
    LockWishes locks = new LockWishes(new TreeMap<>());
    if (runsBesideTests(type)) {
      classes.forEach(locks::add);
      if (!locks.isEmpty()) {
        locks.addBelow(type);
      }
    }
    return locks;
  }

  /** Returns the locks of a test: its own, and those of the classes that it is in. */
  static LockWishes ofMethod(List<Class<?>> classes, Method method) {
    LockWishes locks = new LockWishes(new TreeMap<>());
    classes.forEach(locks::add);
    locks.add(method);
    return locks;
  }

  /** Tells whether code of a class runs that is no part of a test. */
  private static boolean runsBesideTests(Class<?> type) {
    return has(type, BeforeAll.class) || has(type, AfterAll.class) || hasOneInstance(type);
  }

  /** Tells whether a class says that all its tests have one instance. The configuration may too. */
  static boolean hasOneInstance(Class<?> type) {
    return AnnotationSupport.findAnnotation(type, TestInstance.class)
        .filter(annotation -> annotation.value() == Lifecycle.PER_CLASS)
        .isPresent();
  }

  private static boolean has(Class<?> type, Class<? extends Annotation> annotation) {
    return !AnnotationSupport.findAnnotatedMethods(
            type, annotation, HierarchyTraversalMode.TOP_DOWN)
        .isEmpty();
  }

  private void addBelow(Class<?> type) {
    ReflectionSupport.findMethods(type, method -> true, HierarchyTraversalMode.TOP_DOWN)
        .forEach(this::add);
    for (Class<?> nested :
        ReflectionSupport.findNestedClasses(type, LockWishes::isPartOfItsTests)) {
      add(nested);
      addBelow(nested);
    }
  }

  /** Tells whether JUnit runs a class's tests among those of the class around it. */
  private static boolean isPartOfItsTests(Class<?> nested) {
    return !Modifier.isStatic(nested.getModifiers())
        && AnnotationSupport.isAnnotated(nested, Nested.class);
  }

  private void add(AnnotatedElement element) {
    AnnotationSupport.findRepeatableAnnotations(element, Shared.class)
        .forEach(lock -> modes.putIfAbsent(lock.value(), READ));
    AnnotationSupport.findRepeatableAnnotations(element, Exclusive.class)
        .forEach(lock -> modes.put(lock.value(), READ_WRITE));
  }

  boolean isEmpty() {
    return modes.isEmpty();
  }

  /** Returns what is left to ask for where others are held already. */
  LockWishes without(LockWishes held) {
    TreeMap<String, ResourceAccessMode> left = new TreeMap<>(modes);
    left.entrySet()
        .removeIf(
            lock -> {
              ResourceAccessMode mode = held.modes.get(lock.getKey());
              return mode == READ_WRITE || mode == lock.getValue();
            });
    return new LockWishes(left);
  }

  List<Requirement> requirements() {
    return modes.entrySet().stream()
        .map(
            lock ->
                lock.getValue() == READ_WRITE
                    ? Requirement.exclusive(lock.getKey())
                    : Requirement.shared(lock.getKey()))
        .toList();
  }

  /** Returns them as JUnit is told of them. */
  Set<Lock> inJUnit() {
    return modes.entrySet().stream()
        .map(lock -> new Lock(IN_JUNIT + lock.getKey(), lock.getValue()))
        .collect(toCollection(LinkedHashSet::new));
  }

  /** Says them in words. */
  Stream<String> words() {
    return requirements().stream().map(lock -> "the " + lock);
  }
}
