package dev.pristine.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Runs tests while nobody else holds the lock, {@linkplain Shared shared} or not, in whatever
 * thread, process or machine. Needs the artifact {@code pristine-leases}.
 *
 * <p>Stands on a test method, on a test class, whose subclasses inherit it, or on an annotation of
 * your own. A lock on a class is held whenever code of the class or of its nested classes runs: by
 * each test for itself, or, where the class has {@code @BeforeAll} or {@code @AfterAll} methods or
 * {@code @TestInstance(PER_CLASS)} on it, by the class from its beginning to its end, together with
 * the locks of all its methods, and its tests run one after the other. Where a class says shared
 * and a method exclusive, the method is exclusive.
 *
 * <p>A test gets its locks together with what it {@linkplain Leased leases}, all or nothing, so
 * that no two tests wait for one another. JUnit knows of the lock as well, and keeps the tests of
 * this process from waiting in a thread that others could use. {@link ResourceLock} works beside
 * it.
 */
@Documented
@Inherited
@Repeatable(Exclusive.Several.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(LeaseExtension.class)
@ResourceLock(providers = LocksInJUnit.class)
public @interface Exclusive {

  /** The name of the lock. */
  String value();

  /** What the compiler makes of more than one. */
  @Documented
  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @interface Several {
    /** The locks. */
    Exclusive[] value();
  }
}
