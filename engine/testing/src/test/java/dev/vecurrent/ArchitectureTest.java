package dev.vecurrent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of {@code docs/architecture.md}. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("/dev/vecurrent/testing/"))
          .importPackages("dev.vecurrent");

  @Test
  void arrowsPointOneWay() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("api")
        .definedBy("dev.vecurrent")
        .layer("plan")
        .definedBy("dev.vecurrent.internal.plan..")
        .layer("exec")
        .definedBy("dev.vecurrent.internal.exec..")
        .layer("op")
        .definedBy("dev.vecurrent.internal.op..")
        .layer("parallel")
        .definedBy("dev.vecurrent.internal.parallel..")
        .layer("pack")
        .definedBy("dev.vecurrent.internal.pack..")
        .layer("kernel")
        .definedBy("dev.vecurrent.internal.kernel..")
        .layer("random")
        .definedBy("dev.vecurrent.internal.random..")
        .layer("spec")
        .definedBy("dev.vecurrent.spec..")
        .layer("tensor")
        .definedBy("dev.vecurrent.tensor..")
        .whereLayer("api")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("plan")
        .mayOnlyBeAccessedByLayers("api")
        .whereLayer("exec")
        .mayOnlyBeAccessedByLayers("plan")
        .whereLayer("op")
        .mayOnlyBeAccessedByLayers("plan")
        .whereLayer("parallel")
        .mayOnlyBeAccessedByLayers("api", "plan", "exec")
        .whereLayer("pack")
        .mayOnlyBeAccessedByLayers("exec", "plan", "op")
        .whereLayer("kernel")
        .mayOnlyBeAccessedByLayers("exec", "op", "plan")
        .whereLayer("random")
        .mayOnlyBeAccessedByLayers("api", "op", "plan")
        .whereLayer("spec")
        .mayOnlyBeAccessedByLayers("api", "plan", "exec", "op", "kernel")
        .check(CLASSES);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.vecurrent.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyKernelsKnowTheVectorApi() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.vecurrent.internal.kernel..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(CLASSES);
  }

  @Test
  void theEngineNeedsNothingButTheJdk() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("dev.vecurrent..", "java..", "jdk.incubator.vector..")
        .check(CLASSES);
  }
}
