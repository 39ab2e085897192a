package dev.pristine.junit;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Settings;
import dev.pristine.junit.PristineDatabase.Scope;
import dev.pristine.migrations.Migrations;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * What the nearest {@link PristineDatabase} asks for.
 *
 * @param annotation the annotation, which makes sense in itself
 * @param bearer the class or method that it stands on
 */
record DatabaseRequest(PristineDatabase annotation, AnnotatedElement bearer) {

  /** Finds what a context's test or class asks for; empty if neither it nor any around it does. */
  static Optional<DatabaseRequest> of(ExtensionContext context) {
    return Contexts.around(context)
        .flatMap(each -> each.getElement().stream())
        .flatMap(element -> on(element).stream())
        .findFirst();
  }

  /**
   * Returns the context whose end is the end of the database: that of the test, or that of the
   * annotated class. Empty if the database is for a test and the context is not in one.
   */
  Optional<ExtensionContext> owner(ExtensionContext context) {
    if (annotation.scope() == Scope.METHOD) {
      return Contexts.around(context).filter(each -> each.getTestMethod().isPresent()).findFirst();
    }
    // A class that is run several times with different arguments has several contexts, the
    // outermost being its own.
    return Contexts.around(context)
        .filter(each -> each.getElement().equals(Optional.of(bearer)))
        .reduce((inner, outer) -> outer);
  }

  /** Tells whether the database is held while several tests begin and end. */
  boolean spansTests(ExtensionContext owner) {
    return annotation.scope() == Scope.CLASS
        || AnnotationSupport.isAnnotated(owner.getTestMethod(), TestFactory.class);
  }

  /**
   * Tells whether a method writes what the tests of its class start from, instead of to the
   * database of a test.
   */
  boolean writesBase(Executable executable) {
    return annotation.scope() == Scope.METHOD
        && AnnotationSupport.isAnnotated(executable, BeforeAll.class);
  }

  /**
   * Tells whether the database can be given to a constructor or method. JUnit also calls methods
   * that belong to no test, such as those that supply arguments.
   */
  boolean reaches(Executable executable, ExtensionContext context) {
    if (annotation.scope() == Scope.CLASS) {
      return true;
    }
    if (executable instanceof Constructor<?> constructor) {
      return testClasses(context).anyMatch(constructor.getDeclaringClass()::equals);
    }
    return executable.equals(context.getTestMethod().orElse(null))
        || AnnotationSupport.isAnnotated(executable, BeforeEach.class)
        || AnnotationSupport.isAnnotated(executable, AfterEach.class);
  }

  Isolation isolation(Settings settings) {
    Isolation[] isolation = annotation.isolation();
    return isolation.length == 0 ? settings.isolation() : isolation[0];
  }

  Migration migration(ExtensionContext context, Settings settings) {
    Migration top = Migrations.withFixtures(base(context, settings), annotation.fixtures());
    for (Class<? extends Migration> fixture : annotation.fixturedBy()) {
      top = Migrations.withFixture(top, inCode(fixture, context));
    }
    return top;
  }

  private Migration base(ExtensionContext context, Settings settings) {
    Class<? extends Migration> type = annotation.migratedBy();
    if (type != Migration.class) {
      return inCode(type, context);
    }
    String location = annotation.migrations();
    return Migrations.at(location.isEmpty() ? settings.migrations() : location);
  }

  /** Returns the one object of a class that a run has. */
  private static Migration inCode(Class<? extends Migration> type, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(PristineExtension.NAMESPACE)
        .getOrComputeIfAbsent(type, ReflectionSupport::newInstance, Migration.class);
  }

  Optional<String> urlProperty(Settings settings) {
    String name = annotation.urlProperty();
    return name.isEmpty() ? settings.urlProperty() : Optional.of(name);
  }

  private static Stream<Class<?>> testClasses(ExtensionContext context) {
    return Contexts.around(context).flatMap(each -> each.getTestClass().stream());
  }

  private static Optional<DatabaseRequest> on(AnnotatedElement element) {
    Set<PristineDatabase> declared = new LinkedHashSet<>();
    collect(element, declared, new HashSet<>());
    if (declared.size() > 1) {
      throw Refusal.twoAnnotations(element, List.copyOf(declared));
    }
    return AnnotationSupport.findAnnotation(element, PristineDatabase.class)
        .map(annotation -> new DatabaseRequest(annotation, element).checked());
  }

  /** Collects what stands on an element itself, and on the annotations that stand there. */
  private static void collect(
      AnnotatedElement element, Set<PristineDatabase> found, Set<Class<?>> visited) {
    for (Annotation annotation : element.getDeclaredAnnotations()) {
      if (annotation instanceof PristineDatabase database) {
        found.add(database);
      } else if (visited.add(annotation.annotationType())) {
        collect(annotation.annotationType(), found, visited);
      }
    }
  }

  private DatabaseRequest checked() {
    if (annotation.isolation().length > 1) {
      throw Refusal.severalIsolations(bearer);
    }
    if (annotation.migratedBy() != Migration.class && !annotation.migrations().isEmpty()) {
      throw Refusal.twoMigrations(bearer, annotation);
    }
    if (annotation.fixtures().length > 0 && annotation.fixturedBy().length > 0) {
      throw Refusal.twoKindsOfFixtures(bearer, annotation);
    }
    if (annotation.scope() == Scope.CLASS && bearer instanceof Method) {
      throw Refusal.classScopeOfMethod(bearer);
    }
    return this;
  }
}
