package dev.hearth.gateway;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.hearth.gateway.kubernetes.KubernetesGateway;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String BASE = "dev.hearth.gateway";

  /** What decides: given state, events and the time, it answers; it touches nothing. */
  private static final Set<String> DECISIONS =
      Set.of(
          "admission.AccountBook",
          "admission.Allotment",
          "admission.FunctionBook",
          "admission.Guarantees",
          "admission.Ledger",
          "admission.TokenBucket",
          "admission.VersionBook",
          "function.Accounts",
          "function.Revision",
          "function.AliasRoute",
          "function.Limits",
          "function.Publications",
          "http.ClientConnection",
          "http.Constraint",
          "http.EventFrames",
          "http.ForwardSeal",
          "http.FunctionReference",
          "http.InvokeHeaders",
          "http.JsonCheck",
          "http.JsonGrammar",
          "http.RequestIds",
          "http.Route",
          "http.TraceHeader",
          "invocation.FailureDocuments",
          "invocation.FunctionLookup",
          "invocation.Rejection",
          "kubernetes.AccountList",
          "kubernetes.Demand",
          "kubernetes.FunctionEntries",
          "kubernetes.PoolRef",
          "kubernetes.Spares",
          "ownership.Admissions",
          "ownership.Borrower",
          "ownership.Census",
          "ownership.Coordinator",
          "ownership.Lender",
          "ownership.Loans",
          "ownership.MemberName",
          "ownership.Membership",
          "ownership.Owners",
          "ownership.SharedOwnership",
          "ownership.Standing",
          "provisioning.Kept",
          "provisioning.Provisioning",
          "provisioning.UtilizationTracker",
          "sandbox.pool.FunctionPool",
          "sandbox.pool.PoolLimits",
          "sandbox.pool.PooledSandbox",
          "sandbox.pool.Pools",
          "sandbox.shim.Fields",
          "sandbox.shim.Hello",
          "sandbox.shim.ReplyParser",
          "sandbox.shim.Report",
          "sandbox.shim.ShimRequests");

  private static final JavaClasses GATEWAY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(BASE);

  @Test
  void http_stands_on_invocation_and_that_on_function_admission_and_sandbox() {
    noClasses()
        .that()
        .resideInAnyPackage(
            BASE + ".invocation..",
            BASE + ".function..",
            BASE + ".admission..",
            BASE + ".sandbox..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BASE + ".http..")
        .check(GATEWAY);
    noClasses()
        .that()
        .resideInAnyPackage(BASE + ".function..", BASE + ".admission..", BASE + ".sandbox..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BASE + ".invocation..")
        .check(GATEWAY);
    noClasses()
        .that()
        .resideInAPackage(BASE + ".admission..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(BASE + ".sandbox..")
        .check(GATEWAY);
    noClasses()
        .that()
        .resideInAPackage(BASE + ".function..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BASE + ".admission..", BASE + ".sandbox..")
        .check(GATEWAY);
    noClasses()
        .that()
        .resideInAnyPackage(BASE + ".*..")
        .and()
        .resideOutsideOfPackage(BASE + ".kubernetes..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BASE, BASE + ".kubernetes..")
        .check(GATEWAY);
  }

  @Test
  void the_pools_know_nothing_around_them_but_how_to_count() {
    noClasses()
        .that()
        .resideInAPackage(BASE + ".sandbox.pool..")
        .should()
        .dependOnClassesThat(
            not(resideInAnyPackage("java..", BASE + ".sandbox.pool..", BASE + ".admission..")))
        .check(GATEWAY);
  }

  @Test
  void decisions_use_nothing_but_java_and_our_own_values() {
    for (String name : DECISIONS) {
      GATEWAY.get(BASE + "." + name);
    }
    classes()
        .that(describe("decide", type -> DECISIONS.contains(outermost(type))))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "javax.crypto..", "dev.hearth.crds..", BASE + ".."))
        .check(GATEWAY);
  }

  @Test
  void time_and_chance_are_arguments_outside_the_wiring() {
    noClasses()
        .that(not(assignableTo(GatewayServer.class)))
        .and(not(assignableTo(KubernetesGateway.class)))
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat(assignableTo(ThreadLocalRandom.class))
        .check(GATEWAY);
  }

  private static String outermost(JavaClass type) {
    String name = type.getName().substring(Math.min(BASE.length() + 1, type.getName().length()));
    int dollar = name.indexOf('$');
    return dollar < 0 ? name : name.substring(0, dollar);
  }
}
