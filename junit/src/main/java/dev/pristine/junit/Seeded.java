package dev.pristine.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a parameter of the type {@link dev.pristine.leases.Unique}: values that no other test uses,
 * whatever thread, process, machine or run it is in. Needs the artifact {@code pristine-leases}.
 *
 * <pre>{@code
 * @Test
 * void aPonyIsRegistered(@Seeded Unique unique) {
 *   register(unique.word("pony"), unique.email());
 * }
 * }</pre>
 *
 * <p>A test has one, which its constructor and its {@code @BeforeEach} and {@code @AfterEach}
 * methods get too; {@code @BeforeAll} methods get that of the class. The values follow from a seed
 * and from which test it is; a test that is run again, as by Surefire's {@code
 * rerunFailingTestsCount}, has another seed. If the test fails, the seed stands under the failure
 * as a suppressed exception; with the JUnit configuration parameter or system property {@code
 * dev.pristine.leases.seed} set to it, the same test gets the same values again.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.ANNOTATION_TYPE})
@ExtendWith(SeededExtension.class)
public @interface Seeded {}
