package dev.pristine.junit;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests a migrated database that nobody else is in.
 *
 * <pre>{@code
 * @PristineDatabase
 * class CheckoutTests {
 *   @Test
 *   void anOrderIsPaidOnce(DataSource database) { … }
 * }
 * }</pre>
 *
 * <p>Stands on a test class, whose subclasses and {@link org.junit.jupiter.api.Nested} classes
 * inherit it, on a test method, or on an annotation of your own. The nearest one counts, alone:
 * that on the method, else that on the class, else that on the class around it.
 *
 * <p>Test methods, constructors and lifecycle methods other than {@code @AfterAll} then take
 * parameters of these types:
 *
 * <ul>
 *   <li>{@link javax.sql.DataSource}: as many connections as {@code pristine.connections} says;
 *   <li>{@link java.sql.Connection}: one connection for this parameter, which is closed at the end
 *       of the test, or of the class where there is no test;
 *   <li>{@link dev.pristine.TestDatabase}: the database itself, with its address. It is closed for
 *       you.
 * </ul>
 *
 * <p>The database is acquired when the first of them asks for it. All that belongs to one test gets
 * the same database: its constructor, its {@code @BeforeEach} and {@code @AfterEach} methods,
 * itself. Each repetition and each set of arguments is a test; all dynamic tests of one
 * {@code @TestFactory} are one. It does not matter whether tests run in one thread, in many, or in
 * several processes.
 *
 * <p>Data that the tests of a class start from is best a {@linkplain #fixtures() fixture}. Where
 * code must write it, {@code @BeforeAll} methods take the same parameters: they write to a database
 * of the class, and each test gets a copy of what that holds when the first test asks for its own.
 * What is not committed by then is lost, and what the methods were given is of no use afterwards.
 * Those of a nested class add to what the class around it has written. A class or test with an
 * annotation of its own starts from what that names, alone. {@code @AfterAll} methods get no
 * database: those of the tests are gone.
 *
 * <p>When the database is given back, these report entries are published: {@code pristine.database}
 * (its name), {@code pristine.acquire-ms} and {@code pristine.release-ms} (what the test waited for
 * it, in milliseconds). If the test failed and the setting {@code pristine.keep} says so, its
 * database is set aside; where to look is the entry {@code pristine.kept}, and stands under the
 * failure as a suppressed exception.
 *
 * <p>If the setting {@code pristine.show-changes} is {@code true}, what a failed test changed in
 * its database stands under the failure as another suppressed exception: counts, and some of the
 * rows.
 *
 * <p>Settings come from their usual places, see {@link dev.pristine.Settings}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(PristineExtension.class)
public @interface PristineDatabase {

  /**
   * Where the migrations are, such as {@code classpath:db/migration}. Empty: where the setting
   * {@code pristine.migrations} says.
   */
  String migrations() default "";

  /**
   * The code that migrates, instead of {@link #migrations()}: a class with a constructor that takes
   * nothing. One object of it is made in a run. {@code Migration} itself stands for none.
   */
  Class<? extends Migration> migratedBy() default Migration.class;

  /**
   * Where the fixtures are, such as {@code classpath:fixtures/orders.sql}: data that the tests
   * start from, on top of the migrations, each on top of the one before. Mostly plain SQL; see
   * {@link dev.pristine.migrations.Migrations#withFixtures}. Built once, like the migrations, and
   * shared with all classes that name the same ones in the same order; {@code {a, b}} shares {@code
   * a} with {@code {a}}.
   */
  String[] fixtures() default {};

  /** The code that makes the fixtures, instead of {@link #fixtures()}; as {@link #migratedBy()}. */
  Class<? extends Migration>[] fixturedBy() default {};

  /** How the database is kept apart; at most one. None: as {@code pristine.isolation} says. */
  Isolation[] isolation() default {};

  /** How long the database stays the same. */
  Scope scope() default Scope.METHOD;

  /**
   * The name of a system property that tells the database's address to code that cannot be given
   * it. Empty: the name in the setting {@code pristine.url-property}, if any.
   *
   * <p>Before the constructor of the test, or before {@code @BeforeAll} where the scope is the
   * class, these are set; when the database is given back they are as before:
   *
   * <ul>
   *   <li>the name itself: the JDBC URL, with user and password as parameters of the URL;
   *   <li>the name and {@code .user}, the name and {@code .password}: the same two again.
   * </ul>
   *
   * <p>A system property belongs to the whole process, so this is refused where JUnit runs tests in
   * parallel threads. It is meant for forks.
   */
  String urlProperty() default "";

  /** How long tests have the same database. */
  enum Scope {
    /** Each test has its own. */
    METHOD,

    /**
     * All tests of the annotated class, and of its nested classes unless they are annotated too,
     * have one together. Each subclass has its own.
     */
    CLASS
  }
}
