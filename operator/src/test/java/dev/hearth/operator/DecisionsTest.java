package dev.hearth.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Decisions are pure, and nobody takes the time but where the process is wired. */
class DecisionsTest {
  private static final String DECISIONS =
      "Pool(Plan|Memory|Wish|Limits|Decision|Report)(\\$.*)?|SandboxState(\\$.*)?|ObservedSandbox|ClaimRate";

  private final JavaClasses ours =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.hearth.operator");

  @Test
  void what_a_pool_does_is_decided_by_java_alone() {
    String pool = "dev\\.hearth\\.operator\\.pool\\.(" + DECISIONS + ")";
    classes()
        .that()
        .haveNameMatching(pool)
        .should()
        .onlyAccessClassesThat()
        .haveNameMatching("java\\..*|" + pool + "|\\[.*")
        .check(ours);
  }

  @Test
  void the_time_is_an_argument() {
    noClasses()
        .that()
        .doNotHaveSimpleName("OperatorParts")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.InstantSource.class, "system")
        .check(ours);
  }

  @Test
  void the_parts_know_each_other_in_one_direction_only() {
    noClasses()
        .that()
        .resideInAnyPackage("..operator.code..", "..operator.image..", "..operator.gateway..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..operator.function..", "..operator.pool..")
        .check(ours);
    noClasses()
        .that()
        .resideInAPackage("..operator.pool..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..operator.function..", "..operator.code..", "..operator.image..")
        .check(ours);
  }
}
