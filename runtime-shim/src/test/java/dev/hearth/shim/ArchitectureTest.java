package dev.hearth.shim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses SHIM =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.hearth.shim");

  @Test
  void the_shim_depends_on_java_base_alone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.hearth.shim..",
            "java.io..",
            "java.lang..",
            "java.net..",
            "java.nio..",
            "java.security..",
            "java.time..",
            "java.util..")
        .check(SHIM);
  }

  @Test
  void what_waits_in_a_java_needs_the_shims_json_alone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.hearth.prestart..", "dev.hearth.shim.json..", "java..")
        .check(new ClassFileImporter().importPackages("dev.hearth.prestart"));
  }

  @Test
  void the_lifecycle_decides_and_does_nothing() {
    classes()
        .that()
        .resideInAPackage("..lifecycle..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("..lifecycle..", "java.lang..", "java.util..", "java.nio")
        .check(SHIM);
  }

  @Test
  void the_time_is_an_argument() {
    noClasses()
        .that()
        .doNotHaveSimpleName("ShimMain")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(SHIM);
  }

  @Test
  void packages_have_no_cycles() {
    SlicesRuleDefinition.slices()
        .matching("dev.hearth.shim.(*)..")
        .should()
        .beFreeOfCycles()
        .check(SHIM);
  }
}
