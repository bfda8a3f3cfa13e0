package dev.vecurrent.internal.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which JVMs get the vector twin; the words are those of {@code java -version}. */
class KernelChoiceTest {

  private static final String HOTSPOT = "OpenJDK 64-Bit Server VM";

  @Test
  void hotSpotWithC2AndTheModuleGetsTheVectorTwin() {
    assertThat(KernelChoice.obstacle(true, HOTSPOT, "mixed mode, sharing")).isEmpty();
    assertThat(KernelChoice.obstacle(true, HOTSPOT, "compiled mode, sharing")).isEmpty();
  }

  @Test
  void withoutTheModuleTheLogSaysWhatToAdd() {
    assertThat(KernelChoice.obstacle(false, HOTSPOT, "mixed mode"))
        .hasValueSatisfying(why -> assertThat(why).contains("--add-modules jdk.incubator.vector"));
  }

  @Test
  void withoutC2TheLogSaysSo() {
    assertThat(KernelChoice.obstacle(true, HOTSPOT, "mixed mode, emulated-client, sharing"))
        .hasValueSatisfying(why -> assertThat(why).contains("C2"));
    assertThat(KernelChoice.obstacle(true, HOTSPOT, "interpreted mode, sharing"))
        .hasValueSatisfying(why -> assertThat(why).contains("-Xint"));
    assertThat(KernelChoice.obstacle(true, "OpenJDK 64-Bit Client VM", "mixed mode")).isPresent();
    assertThat(KernelChoice.obstacle(true, "Eclipse OpenJ9 VM", "")).isPresent();
  }
}
