package dev.hearth.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The packages keep to their sides. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.hearth.cli");

  @Test
  void packages_do_not_go_round_in_circles() {
    slices().matching("dev.hearth.cli.(*)..").should().beFreeOfCycles().check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage("dev.hearth.cli.*..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.hearth.cli")
        .check(CLASSES);
  }

  @Test
  void a_manifest_is_judged_without_files_processes_gateways_and_clocks() {
    noClasses()
        .that()
        .resideInAPackage("..manifest..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..", "io.vertx..", "dev.hearth.gateway..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Process.class)
        .check(CLASSES);
  }

  @Test
  void nobody_asks_for_the_time_of_day_or_throws_dice() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callConstructor(Random.class)
        .check(CLASSES);
  }

  @Test
  void only_local_mode_and_packaging_know_the_gateway() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..cli.local..", "..cli.code..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.hearth.gateway..")
        .check(CLASSES);
  }
}
