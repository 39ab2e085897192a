package dev.pristine.junit;

import dev.pristine.TestDatabase;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.commons.support.AnnotationSupport;

/** What cannot be meant, with the way out. */
final class Refusal {

  private static final String ONE_FOR_THE_CLASS =
      "say @PristineDatabase(scope = CLASS) to have one database for all tests of the class.";

  private Refusal() {}

  static ParameterResolutionException outsideOfTests(Executable executable) {
    return new ParameterResolutionException(
        "%s cannot have a test's database: %s. Take the database in the test or in a @BeforeEach method, or %s"
            .formatted(describe(executable), whyOutside(executable), ONE_FOR_THE_CLASS));
  }

  static ParameterResolutionException noConnection(TestDatabase database, SQLException cause) {
    return new ParameterResolutionException(
        "[%s] got its database [%s], but no connection to it: %s"
            .formatted(database.holder(), database.name(), cause.getMessage()),
        cause);
  }

  static ExtensionConfigurationException twoAnnotations(
      AnnotatedElement bearer, List<PristineDatabase> annotations) {
    return new ExtensionConfigurationException(
        "%s has %d different @PristineDatabase, through annotations of its own or yours. Keep one: an annotation on a method takes the place of that on its class."
            .formatted(describe(bearer), annotations.size()));
  }

  static ExtensionConfigurationException severalIsolations(AnnotatedElement bearer) {
    return new ExtensionConfigurationException(
        "The @PristineDatabase of %s names several isolations. Keep one, or none for that of the setting pristine.isolation."
            .formatted(describe(bearer)));
  }

  static ExtensionConfigurationException twoMigrations(
      AnnotatedElement bearer, PristineDatabase annotation) {
    return new ExtensionConfigurationException(
        "The @PristineDatabase of %s names migrations [%s] and code that migrates [%s]. Keep one."
            .formatted(
                describe(bearer), annotation.migrations(), annotation.migratedBy().getName()));
  }

  static ExtensionConfigurationException twoKindsOfFixtures(
      AnnotatedElement bearer, PristineDatabase annotation) {
    return new ExtensionConfigurationException(
        "The @PristineDatabase of %s names fixtures [%s] and code that makes fixtures [%s]. Keep one: nothing tells which of them come first."
            .formatted(
                describe(bearer),
                String.join(", ", annotation.fixtures()),
                Arrays.stream(annotation.fixturedBy())
                    .map(Class::getName)
                    .collect(Collectors.joining(", "))));
  }

  static ExtensionConfigurationException classScopeOfMethod(AnnotatedElement bearer) {
    return new ExtensionConfigurationException(
        "The @PristineDatabase of %s has the scope CLASS, but stands on a method. Move it to the class, or leave the scope out."
            .formatted(describe(bearer)));
  }

  static ExtensionConfigurationException urlPropertyInThreads(
      String name, ExtensionContext context) {
    return new ExtensionConfigurationException(
        "The system property [%s] cannot tell the address of one test's database [%s]: it belongs to the whole process, and JUnit runs tests in parallel threads here (junit.jupiter.execution.parallel.enabled). Take the database as a parameter, or run these tests in parallel processes instead (Surefire's forkCount, Gradle's maxParallelForks)."
            .formatted(name, HolderName.of(context)));
  }

  private static String whyOutside(Executable executable) {
    if (executable instanceof Constructor<?>) {
      return "it is called once for all tests (@TestInstance(PER_CLASS))";
    }
    if (AnnotationSupport.isAnnotated(executable, AfterAll.class)) {
      return "it is called once after all tests (@AfterAll)";
    }
    return "it is not called as part of a test";
  }

  static String describe(AnnotatedElement element) {
    if (element instanceof Constructor<?> constructor) {
      return "The constructor of [" + HolderName.of(constructor.getDeclaringClass()) + "]";
    }
    if (element instanceof Method method) {
      return "[" + HolderName.of(method.getDeclaringClass()) + "." + method.getName() + "]";
    }
    return "[" + HolderName.of((Class<?>) element) + "]";
  }
}
