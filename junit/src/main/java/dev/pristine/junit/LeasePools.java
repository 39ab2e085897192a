package dev.pristine.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Tells which code defines the pools that the tests of a class {@linkplain Leased lease} from.
 * Stands on the class, on one that it extends or that is around it, or on an annotation of your
 * own; all that are found count.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ResourceLock(providers = LocksInJUnit.class)
public @interface LeasePools {

  /**
   * The classes that define them, each with a constructor that takes nothing. In a run, or in a
   * fork of it, each is asked once, when the first test leases something.
   */
  Class<? extends PoolProvider>[] value();
}
