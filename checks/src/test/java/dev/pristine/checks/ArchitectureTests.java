package dev.pristine.checks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.pristine.spi.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules of {@code docs/architecture.md}, for all published modules and the examples. */
final class ArchitectureTests {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.pristine");

  private static final int MOST_PUBLIC_TYPES = 12;

  /** What only one DBMS has: its functions, views, catalogs and settings. */
  private static final Pattern SQL_OF_ONE =
      Pattern.compile(
          "\\bpg_[a-z]{3,}|datname|FILE_COPY|session_replication_role"
              + "|GET_LOCK|SHOW CREATE|foreign_key_checks"
              + "|\\bsqlite_[a-z]{3,}|\\bpragma_[a-z]{3,}|\\bPRAGMA [a-z]");

  @Test
  void allModulesAreLookedAt() {
    assertThat(CLASSES.stream().map(JavaClass::getPackageName).collect(Collectors.toSet()))
        .contains(
            "dev.pristine",
            "dev.pristine.spi",
            "dev.pristine.sql",
            "dev.pristine.embedded",
            "dev.pristine.postgresql",
            "dev.pristine.mariadb",
            "dev.pristine.sqlite",
            "dev.pristine.migrations",
            "dev.pristine.leases",
            "dev.pristine.junit",
            "dev.pristine.cli",
            "dev.pristine.enginetests");
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void arrowsPointOnlyDownwards() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.pristine..")
        .layer("commands")
        .definedBy("dev.pristine.cli..")
        .layer("examples")
        .definedBy("dev.pristine.examples..")
        .layer("integrations")
        .definedBy("dev.pristine.junit..")
        .layer("engines")
        .definedBy("dev.pristine.postgresql..", "dev.pristine.mariadb..", "dev.pristine.sqlite..")
        .layer("embedded servers")
        .definedBy("dev.pristine.embedded..")
        .layer("migrations")
        .definedBy("dev.pristine.migrations..")
        .layer("leases")
        .definedBy("dev.pristine.leases..")
        .layer("engine tests")
        .definedBy("dev.pristine.enginetests..")
        .layer("face")
        .definedBy("dev.pristine")
        .layer("engine interface")
        .definedBy("dev.pristine.spi")
        .layer("phrases")
        .definedBy("dev.pristine.sql")
        .whereLayer("commands")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("examples")
        .mayOnlyBeAccessedByLayers("commands")
        .whereLayer("integrations")
        .mayOnlyBeAccessedByLayers("commands", "examples")
        .whereLayer("engines")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("embedded servers")
        .mayOnlyBeAccessedByLayers("engines")
        .whereLayer("migrations")
        .mayOnlyBeAccessedByLayers("commands", "examples", "integrations")
        .whereLayer("leases")
        .mayOnlyBeAccessedByLayers("commands", "examples", "integrations")
        .whereLayer("engine tests")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("engine interface")
        // Engine tests have an engine of their own: the one with planted faults.
        .mayOnlyBeAccessedByLayers("face", "engines", "embedded servers", "engine tests")
        .whereLayer("phrases")
        .mayOnlyBeAccessedByLayers("face", "engine interface", "engines", "commands")
        .check(CLASSES);
  }

  @Test
  void enginesShowNothingButTheirProvider() {
    classes()
        .that()
        .resideInAnyPackage(
            "dev.pristine.postgresql..", "dev.pristine.mariadb..", "dev.pristine.sqlite..")
        .and()
        .areTopLevelClasses()
        .and(not(describe("an engine", type -> type.isAssignableTo(Engine.class))))
        .should()
        .notBePublic()
        .check(CLASSES);
  }

  @Test
  void embeddedServersKnowOfCoreOnlyWhatEnginesAreTold() {
    noClasses()
        .that()
        .resideInAPackage("dev.pristine.embedded..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.pristine")
        .check(CLASSES);
  }

  @Test
  void theFaceOfCoreIsSmall() {
    List<String> face =
        CLASSES.stream()
            .filter(type -> type.getPackageName().equals("dev.pristine"))
            .filter(type -> type.isTopLevelClass() && isPublic(type))
            .map(JavaClass::getSimpleName)
            .sorted()
            .toList();
    assertThat(face).hasSizeLessThanOrEqualTo(MOST_PUBLIC_TYPES).contains("Pristine");
  }

  @Test
  void onlyTheJunitModuleKnowsJunit() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.pristine.junit..",
            "dev.pristine.enginetests..",
            "dev.pristine.examples..",
            "dev.pristine.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.junit..")
        .check(CLASSES);
  }

  @Test
  void onlyAnEngineKnowsItsDriver() {
    noClasses()
        .that(
            not(
                resideInAnyPackage(
                    "dev.pristine.postgresql..",
                    "dev.pristine.migrations..",
                    "dev.pristine.leases..")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.postgresql..")
        .check(CLASSES);
    noClasses()
        .that(not(resideInAnyPackage("dev.pristine.mariadb..")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.mariadb..")
        .check(CLASSES);
    noClasses()
        .that(not(resideInAnyPackage("dev.pristine.sqlite..")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.sqlite..")
        .check(CLASSES);
  }

  @Test
  void leasesNeedNoOtherModule() {
    noClasses()
        .that()
        .resideInAPackage("dev.pristine.leases..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.pristine..")
                .and(not(resideInAnyPackage("dev.pristine.leases.."))))
        .check(CLASSES);
  }

  @Test
  void enginesDoNotKnowEachOther() {
    slices()
        .matching("dev.pristine.(postgresql|mariadb|sqlite)..")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
  }

  @Test
  void onlyAnEngineSpeaksItsSql() {
    classes()
        .that()
        .resideInAnyPackage(
            "dev.pristine", "dev.pristine.spi..", "dev.pristine.sql..", "dev.pristine.junit..")
        .or()
        .resideInAPackage("dev.pristine.embedded..")
        .or()
        .resideInAnyPackage(
            "dev.pristine.cli..", "dev.pristine.enginetests..", "dev.pristine.migrations..")
        .should(speakNoSqlOfOneEngine())
        .check(CLASSES);
  }

  @Test
  void namesSayWhatThingsAre() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Common")
        .orShould()
        .haveSimpleNameEndingWith("Impl")
        .check(CLASSES);
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC);
  }

  /** Looks for texts in the class file: that is where SQL stands. */
  private static ArchCondition<JavaClass> speakNoSqlOfOneEngine() {
    return new ArchCondition<>("speak no SQL that only one engine has") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String file = type.getName().replace('.', '/') + ".class";
        try (InputStream stream = type.reflect().getClassLoader().getResourceAsStream(file)) {
          String text = new String(stream.readAllBytes(), ISO_8859_1);
          SQL_OF_ONE
              .matcher(text)
              .results()
              .forEach(
                  found ->
                      events.add(
                          SimpleConditionEvent.violated(
                              type, type.getName() + " contains " + found.group())));
        } catch (IOException e) {
          events.add(SimpleConditionEvent.violated(type, "cannot read " + file + ": " + e));
        }
      }
    };
  }
}
