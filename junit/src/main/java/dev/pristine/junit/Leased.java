package dev.pristine.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a parameter a resource of a pool, such as a test account, that nobody else has meanwhile,
 * whatever process or machine they run in. Needs the artifact {@code pristine-leases}.
 *
 * <pre>{@code
 * @LeasePools(ShopPools.class)
 * class CheckoutTests {
 *   record Shopper(String login, String password) {}
 *
 *   @Test
 *   void theCartIsPaid(@Leased(value = "shoppers", with = "company=ACME") Shopper shopper) { … }
 * }
 * }</pre>
 *
 * <p>Stands on parameters of test methods, constructors and lifecycle methods, or on an annotation
 * of your own. The parameter's type is one of these:
 *
 * <ul>
 *   <li>a record: each component gets the attribute of its name, converted as JUnit converts the
 *       arguments of parameterized tests. A component {@code name} gets the resource's name where
 *       there is no such attribute;
 *   <li>{@link dev.pristine.leases.Resource};
 *   <li>{@link dev.pristine.leases.Lease}, with the generation that a write can be checked by. It
 *       is closed for you.
 * </ul>
 *
 * <p>Where the parameter stands tells how long the resource is held. A test's own, from before its
 * constructor until its end: on the test method, on {@code @BeforeEach} and {@code @AfterEach}
 * methods, on the constructor. Its class's, from before the first until after the last test: on
 * {@code @BeforeAll} and {@code @AfterAll} methods, and on the constructor where
 * {@code @TestInstance(PER_CLASS)} stands on the class; one instance for all tests by configuration
 * alone is refused there. Parameters that ask for the same get the same: a {@code @BeforeEach}
 * method the shopper of the test, a test the shopper of its class. Two in one method get two.
 *
 * <p>All that a test or a class holds, {@linkplain Exclusive locks} included, it gets at once or
 * not at all, in the order in which they came. Nobody waits while he holds something, so nobody
 * waits for ever: where a class holds something for all its tests, a test that asks for more is
 * refused.
 *
 * <p>When it is given back, report entries tell what it was ({@code pristine.leases}) and how long
 * it was waited for ({@code pristine.leases-wait-ms}).
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@ExtendWith(LeaseExtension.class)
public @interface Leased {

  /**
   * The name of the pool. What is in it tell {@link LeasePools}, or whoever defined it in the store
   * before.
   */
  String value();

  /** Which attributes the resource must have, such as {@code company=ACME}. */
  String[] with() default {};

  /** The name of the one resource that is wanted. Empty: any. */
  String named() default "";

  /**
   * How long to wait for it, such as {@code 90s}, {@code 2m} or {@code PT2M}; {@code 0s} to have it
   * now or not at all. Where several are wanted at once, the longest counts. Empty: as the JUnit
   * configuration parameter {@code dev.pristine.leases.patience} says, or else five minutes.
   */
  String patience() default "";
}
