package dev.vecurrent.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which JVMs get the vector twin; the words are those of {@code java -version}. */
class KernelProviderTest {

  private static final String HOTSPOT = "OpenJDK 64-Bit Server VM";

  @Test
  void hotSpotWithC2AndTheModuleGetsTheVectorTwin() {
    assertThat(KernelProvider.obstacle(true, HOTSPOT, "mixed mode, sharing")).isEmpty();
    assertThat(KernelProvider.obstacle(true, HOTSPOT, "compiled mode, sharing")).isEmpty();
  }

  @Test
  void withoutTheModuleTheLogSaysWhatToAdd() {
    assertThat(KernelProvider.obstacle(false, HOTSPOT, "mixed mode"))
        .hasValueSatisfying(why -> assertThat(why).contains("--add-modules jdk.incubator.vector"));
  }

  @Test
  void withoutC2TheLogSaysSo() {
    assertThat(KernelProvider.obstacle(true, HOTSPOT, "mixed mode, emulated-client, sharing"))
        .hasValueSatisfying(why -> assertThat(why).contains("C2"));
    assertThat(KernelProvider.obstacle(true, HOTSPOT, "interpreted mode, sharing"))
        .hasValueSatisfying(why -> assertThat(why).contains("-Xint"));
    assertThat(KernelProvider.obstacle(true, "OpenJDK 64-Bit Client VM", "mixed mode")).isPresent();
    assertThat(KernelProvider.obstacle(true, "Eclipse OpenJ9 VM", "")).isPresent();
  }
}
