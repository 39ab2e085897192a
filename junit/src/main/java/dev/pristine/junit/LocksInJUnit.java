package dev.pristine.junit;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;
import org.junit.platform.commons.support.AnnotationSupport;

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
    List<Class<?>> classes = classes(around, type);
    LockWishes wishes = LockWishes.ofClass(classes);
    Set<Lock> locks = wishes.inJUnit();
    if (!wishes.isEmpty() || LeaseAskers.ofClass(classes).ask()) {
      locks.add(ofNobodyElse(type.getName()));
    }
    return locks;
  }

  @Override
  public Set<Lock> provideForMethod(List<Class<?>> around, Class<?> type, Method method) {
    List<Class<?>> classes = classes(around, type);
    LockWishes wishes = LockWishes.ofMethod(classes, method);
    Set<Lock> locks = wishes.inJUnit();
    if (AnnotationSupport.isAnnotated(method, TestFactory.class)
        && (!wishes.isEmpty() || LeaseAskers.ofMethod(classes, method).ask())) {
      locks.add(ofNobodyElse(type.getName() + "." + method.getName()));
    }
    return locks;
  }

  /**
   * Returns a lock that keeps several tests in the thread of the class, or of the test factory,
   * that holds something for all of them: one that waits for tests in other threads may begin,
   * meanwhile, a test that waits for what it holds.
   */
  private static Lock ofNobodyElse(String holder) {
    return new Lock(LocksInJUnit.class.getName() + "/" + holder);
  }

  private static List<Class<?>> classes(List<Class<?>> around, Class<?> type) {
    List<Class<?>> classes = new ArrayList<>(around);
    classes.add(type);
    return classes;
  }
}
