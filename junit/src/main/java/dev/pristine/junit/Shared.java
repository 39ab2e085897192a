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
 * Runs tests while nobody holds the lock {@linkplain Exclusive exclusively}, in whatever thread,
 * process or machine; others may share it. Apart from that, as {@link Exclusive}.
 */
@Documented
@Inherited
@Repeatable(Shared.Several.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(LeaseExtension.class)
@ResourceLock(providers = LocksInJUnit.class)
public @interface Shared {

  /** The name of the lock. */
  String value();

  /** What the compiler makes of more than one. */
  @Documented
  @Inherited
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.TYPE, ElementType.METHOD})
  @interface Several {
    /** The locks. */
    Shared[] value();
  }
}
