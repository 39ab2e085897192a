package dev.pristine.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * The constructors and methods on whose parameters stands what a class or a test leases. They are
 * found in the classes alone: JUnit asks for locks before there is a context, and the lease store
 * has to be told the same.
 */
record LeaseAskers(Set<Executable> executables) {

  /**
   * Returns those that a class leases by for all its tests.
   *
   * @param classes the class last, and those that it is nested in before it
   */
  static LeaseAskers ofClass(List<Class<?>> classes) {
    Class<?> type = classes.get(classes.size() - 1);
    Set<Executable> executables = new LinkedHashSet<>();
    if (LockWishes.hasOneInstance(type)) {
      executables.addAll(ofOneInstance(classes).executables);
    }
    executables.addAll(methods(type, BeforeAll.class));
    executables.addAll(methods(type, AfterAll.class));
    return new LeaseAskers(executables);
  }

  /** Returns the constructors that are called for a class if it has one instance. */
  static LeaseAskers ofOneInstance(List<Class<?>> classes) {
    int last = classes.size() - 1;
    Set<Executable> constructors = new LinkedHashSet<>();
    Collections.addAll(constructors, classes.get(last).getDeclaredConstructors());
    constructors.addAll(constructorsPerTest(classes.subList(0, last)));
    return new LeaseAskers(constructors);
  }

  /** Returns those that a test leases by. */
  static LeaseAskers ofMethod(List<Class<?>> classes, Method method) {
    Set<Executable> executables = new LinkedHashSet<>(constructorsPerTest(classes));
    classes.forEach(each -> executables.addAll(methods(each, BeforeEach.class)));
    executables.add(method);
    classes.forEach(each -> executables.addAll(methods(each, AfterEach.class)));
    return new LeaseAskers(executables);
  }

  /**
   * Returns the constructors of the innermost class and of those around it, as far out as their
   * instances are not there already.
   */
  private static Set<Executable> constructorsPerTest(List<Class<?>> classes) {
    Set<Executable> constructors = new LinkedHashSet<>();
    for (int i = classes.size() - 1; i >= 0; i--) {
      if (LockWishes.hasOneInstance(classes.get(i))) {
        break;
      }
      Collections.addAll(constructors, classes.get(i).getDeclaredConstructors());
    }
    return constructors;
  }

  private static List<Method> methods(Class<?> type, Class<? extends Annotation> annotation) {
    return AnnotationSupport.findAnnotatedMethods(
        type, annotation, HierarchyTraversalMode.TOP_DOWN);
  }

  /** Returns what they ask for; refuses what is wrong with the annotations. */
  Set<LeaseWish> wishes() {
    Set<LeaseWish> wishes = new LinkedHashSet<>();
    executables.forEach(each -> wishes.addAll(LeaseWish.of(each).values()));
    return wishes;
  }

  /** Tells whether they ask for anything, right or wrong: to refuse it is left to the test. */
  boolean ask() {
    return leased().findAny().isPresent();
  }

  /** Returns what stands on their parameters. */
  Stream<Leased> leased() {
    return executables.stream()
        .flatMap(each -> Stream.of(each.getParameters()))
        .flatMap(each -> AnnotationSupport.findAnnotation(each, Leased.class).stream());
  }
}
