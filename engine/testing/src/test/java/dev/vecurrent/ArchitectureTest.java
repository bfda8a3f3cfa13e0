package dev.vecurrent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.pack.GatePacker;
import dev.vecurrent.internal.start.KernelChoice;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows of {@code docs/architecture.md}. */
class ArchitectureTest {

  private static final String OPERATORS = "dev.vecurrent.internal.op";

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
        .layer("draft")
        .definedBy("dev.vecurrent.internal.draft..")
        .layer("probe")
        .definedBy("dev.vecurrent.internal.probe..")
        .layer("run")
        .definedBy("dev.vecurrent.internal.run..")
        .layer("exec")
        .definedBy("dev.vecurrent.internal.exec..")
        .layer("cell")
        .definedBy("dev.vecurrent.internal.cell..")
        .layer("op")
        .definedBy("dev.vecurrent.internal.op..")
        .layer("parallel")
        .definedBy("dev.vecurrent.internal.parallel..")
        .layer("pack")
        .definedBy("dev.vecurrent.internal.pack..")
        .layer("kernel")
        .definedBy("dev.vecurrent.internal.kernel..")
        .layer("start")
        .definedBy("dev.vecurrent.internal.start..")
        .layer("random")
        .definedBy("dev.vecurrent.internal.random..")
        .layer("spec")
        .definedBy("dev.vecurrent.spec..")
        .layer("tensor")
        .definedBy("dev.vecurrent.tensor..")
        .whereLayer("api")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("plan")
        .mayOnlyBeAccessedByLayers("api", "probe")
        .whereLayer("draft")
        .mayOnlyBeAccessedByLayers("plan")
        .whereLayer("probe")
        .mayOnlyBeAccessedByLayers("api")
        .whereLayer("run")
        .mayOnlyBeAccessedByLayers("api", "probe", "plan")
        .whereLayer("exec")
        .mayOnlyBeAccessedByLayers("plan", "run", "draft")
        .whereLayer("cell")
        .mayOnlyBeAccessedByLayers("exec", "op")
        .whereLayer("op")
        .mayOnlyBeAccessedByLayers("plan", "run", "probe", "draft")
        .whereLayer("parallel")
        .mayOnlyBeAccessedByLayers("api", "probe", "run", "exec")
        .layer("product")
        .definedBy("dev.vecurrent.internal.product..")
        .whereLayer("product")
        .mayOnlyBeAccessedByLayers("cell", "exec", "op", "plan")
        .whereLayer("pack")
        .mayOnlyBeAccessedByLayers(
            "cell", "exec", "op", "product", "kernel", "start", "plan", "draft")
        .whereLayer("kernel")
        .mayOnlyBeAccessedByLayers(
            "cell", "exec", "op", "product", "start", "probe", "run", "plan", "draft")
        .whereLayer("start")
        .mayOnlyBeAccessedByLayers("plan")
        .whereLayer("random")
        .mayOnlyBeAccessedByLayers("api", "op", "probe", "run", "plan")
        .whereLayer("spec")
        .mayOnlyBeAccessedByLayers(
            "api", "probe", "plan", "run", "exec", "cell", "op", "kernel", "draft")
        .check(CLASSES);
  }

  @Test
  void familiesOfOperatorsKnowTheFewThatTheyAreMadeOf() {
    Map<String, List<String>> below = new HashMap<>();
    below.put("base", List.of());
    for (String family : List.of("index", "loss", "ml", "optional", "random", "resize")) {
      below.put(family, List.of("base"));
    }
    for (String family : List.of("elementwise", "sequence", "shape", "signal")) {
      below.put(family, List.of("base"));
    }
    for (String family : List.of("legacy", "reduce", "text")) {
      below.put(family, List.of("base", "elementwise"));
    }
    below.put("matmul", List.of("base", "elementwise", "shape"));
    below.put("cell", List.of("base", "matmul"));
    below.put("sampling", List.of("base", "matmul"));
    below.put("norm", List.of("base", "elementwise", "matmul"));
    below.put("window", List.of("base", "elementwise", "matmul"));
    below.put("quant", List.of("base", "elementwise", "reduce", "shape", "window"));
    assertThat(families()).containsExactlyInAnyOrderElementsOf(below.keySet());
    below.forEach((family, known) -> {
      String[] allowed =
          Stream.concat(known.stream(), Stream.of(family))
              .map(ArchitectureTest::room)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(room(family))
          .should()
          .dependOnClassesThat(
              resideInAPackage(OPERATORS + "..").and(not(resideInAnyPackage(allowed))))
          .check(CLASSES);
    });
  }

  private static String room(String family) {
    return OPERATORS + "." + family;
  }

  /** All packages of operators but the registry, which knows every one. */
  private static Set<String> families() {
    return CLASSES.stream()
        .map(JavaClass::getPackageName)
        .filter(name -> name.startsWith(OPERATORS + "."))
        .map(name -> name.substring(OPERATORS.length() + 1))
        .filter(name -> !name.equals("catalog"))
        .collect(Collectors.toSet());
  }

  @Test
  void noPackageHasOverThirtyTypes() {
    Map<String, Long> types =
        CLASSES.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    assertThat(types).hasSizeGreaterThan(25);
    assertThat(types).allSatisfy((name, count) -> assertThat(count).isLessThanOrEqualTo(30));
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

  /** Which twin runs is chosen once for a model; everybody else is handed the choice. */
  @Test
  void onlyTheCompilerChoosesKernels() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.vecurrent.internal.plan.Compiler")
        .and()
        .resideOutsideOfPackage("dev.vecurrent.internal.start..")
        .should()
        .callMethod(KernelChoice.class, "ofModel")
        .orShould()
        .callMethod(Kernels.class, "vector")
        .check(CLASSES);
  }

  /** A matrix is packed by those who own one: layers, and the operators' one way to pack. */
  @Test
  void matricesArePackedInOnePlaceEach() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.vecurrent.internal.pack..", "dev.vecurrent.internal.kernel..")
        .should()
        .callConstructor(GatePacker.class, int.class)
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
