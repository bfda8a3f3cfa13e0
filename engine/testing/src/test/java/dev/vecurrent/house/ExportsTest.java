package dev.vecurrent.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.vecurrent.Model;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.net.URL;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What leaves the engine: four packages, and no type of another in their signatures. */
class ExportsTest {

  private static final Set<String> API =
      Set.of("dev.vecurrent", "dev.vecurrent.limit", "dev.vecurrent.spec", "dev.vecurrent.tensor");

  /** The engine as it is shipped: its jar, or the folder of its classes. */
  private static final URL ENGINE = Model.class.getProtectionDomain().getCodeSource().getLocation();

  private static final JavaClasses CLASSES = new ClassFileImporter().importUrl(ENGINE);

  private static ModuleDescriptor module() throws IOException {
    String place = ENGINE.getPath().endsWith(".jar") ? "jar:" + ENGINE + "!/" : ENGINE.toString();
    try (InputStream in = URI.create(place + "module-info.class").toURL().openStream()) {
      return ModuleDescriptor.read(in);
    }
  }

  @Test
  void theModuleExportsTheApiAndTwoPackagesToTheImporter() throws IOException {
    assertThat(
            module().exports().stream()
                .filter(exports -> !exports.isQualified())
                .map(ModuleDescriptor.Exports::source))
        .containsExactlyInAnyOrderElementsOf(API);
    assertThat(
            module().exports().stream()
                .filter(ModuleDescriptor.Exports::isQualified)
                .map(exports -> exports.source() + " to " + exports.targets()))
        .containsExactlyInAnyOrder(
            "dev.vecurrent.internal to [dev.vecurrent.importer]",
            "dev.vecurrent.internal.op.catalog to [dev.vecurrent.importer]");
  }

  @Test
  void noTestCodeIsShipped() {
    assertThat(CLASSES.size()).isGreaterThan(200);
    assertThat(CLASSES)
        .extracting(JavaClass::getName)
        .noneMatch(name -> name.matches(".*\\b(testing|reference)\\..*"));
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.vecurrent.testing..")
        .check(CLASSES);
  }

  @Test
  void signaturesOfTheApiNameNoInternalType() {
    codeUnits()
        .that(areOfTheApi())
        .should(
            new ArchCondition<>("name no internal type") {
              @Override
              public void check(JavaCodeUnit unit, ConditionEvents events) {
                String internal =
                    Stream.concat(
                            Stream.of(unit.getRawReturnType()),
                            unit.getRawParameterTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .filter(resideInAPackage("dev.vecurrent.internal.."))
                        .map(JavaClass::getName)
                        .collect(Collectors.joining(", "));
                events.add(
                    new SimpleConditionEvent(
                        unit, internal.isEmpty(), unit.getFullName() + " names " + internal));
              }
            })
        .check(CLASSES);
  }

  private static DescribedPredicate<JavaCodeUnit> areOfTheApi() {
    return DescribedPredicate.describe(
        "are of the API",
        unit ->
            API.contains(unit.getOwner().getPackageName())
                && isVisible(unit)
                && unit.getOwner().getModifiers().contains(JavaModifier.PUBLIC));
  }

  private static boolean isVisible(JavaCodeUnit unit) {
    return unit.getModifiers().contains(JavaModifier.PUBLIC)
        || unit.getModifiers().contains(JavaModifier.PROTECTED);
  }
}
