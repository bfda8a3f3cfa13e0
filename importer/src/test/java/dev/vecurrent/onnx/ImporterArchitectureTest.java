package dev.vecurrent.onnx;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rooms of the importer. */
class ImporterArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(place -> !place.contains("/onnx/proto/"))
          .importPackages("dev.vecurrent.onnx", "dev.vecurrent.io");

  @Test
  void packagesFormNoCycle() {
    slices().matching("dev.vecurrent.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void noPackageHasOverThirtyTypes() {
    Map<String, Long> types =
        CLASSES.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    assertThat(types).hasSizeGreaterThanOrEqualTo(3);
    assertThat(types).allSatisfy((name, count) -> assertThat(count).isLessThanOrEqualTo(30));
  }
}
