package dev.pristine.junit;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/**
 * Tells JUnit of the locks, so that tests of this process which exclude each other are not begun at
 * once: a thread that waits for another process's lock is one that no test runs in.
 */
final class LocksInJUnit implements ResourceLocksProvider {

  @Override
  public Set<Lock> provideForClass(Class<?> type) {
    return provideForNestedClass(List.of(), type);
  }

  @Override
  public Set<Lock> provideForNestedClass(List<Class<?>> around, Class<?> type) {
    LockWishes wishes = LockWishes.ofClass(around, type);
    Set<Lock> locks = wishes.inJUnit();
    if (!wishes.isEmpty() || leasesForAllTests(type)) {
      // Nobody else has this one. Its tests run one by one in the thread of their class: one that
      // waits for tests in other threads may begin, meanwhile, a test that waits for what it holds.
      locks.add(new Lock(LocksInJUnit.class.getName() + "/" + type.getName()));
    }
    return locks;
  }

  @Override
  public Set<Lock> provideForMethod(List<Class<?>> around, Class<?> type, Method method) {
    List<Class<?>> classes = new ArrayList<>(around);
    classes.add(type);
    return LockWishes.ofMethod(classes, method).inJUnit();
  }

  private static boolean leasesForAllTests(Class<?> type) {
    Stream<Executable> executables =
        Stream.of(BeforeAll.class, AfterAll.class)
            .flatMap(
                annotation ->
                    AnnotationSupport.findAnnotatedMethods(
                        type, annotation, HierarchyTraversalMode.TOP_DOWN)
                        .stream());
    if (LockWishes.hasOneInstance(type)) {
      executables = Stream.concat(executables, Stream.of(type.getDeclaredConstructors()));
    }
    // What is wrong with the annotations is told later, by the test: here it would end the run.
    return executables
        .flatMap(executable -> Stream.of(executable.getParameters()))
        .anyMatch(parameter -> AnnotationSupport.isAnnotated(parameter, Leased.class));
  }
}
