package dev.vecurrent.internal.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What sessions split, by the sizes of a call: LSTMs with I = H, panels of 32 units. */
class SplitPolicyTest {

  private static final int UNITS_OF_PANELS = 32;

  private static LayerSplit split(int threads, int directions, int batch, int steps, int hidden) {
    LayerSplit split = new LayerSplit();
    SplitPolicy.DEFAULT.split(
        threads,
        directions,
        batch,
        (long) batch * steps,
        16.0 * hidden * hidden,
        hidden / UNITS_OF_PANELS,
        1,
        split);
    return split;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 64, 100, 512, one thread",
    "2, 1, 1, 1, 1024, one thread",
    "2, 1, 1, 100, 64, one thread",
    "2, 1, 32, 1, 128, one thread",
    "2, 2, 1, 10, 128, one thread",
    "2, 1, 32, 100, 128, 2 ranges of rows",
    "2, 1, 16, 100, 1024, 2 ranges of rows",
    "2, 1, 1, 100, 1024, 2 ranges of units",
    "2, 1, 1, 100, 512, 2 ranges of units",
    "2, 1, 8, 100, 64, 2 ranges of rows",
    "2, 1, 2, 1000, 64, one thread",
    "2, 2, 1, 100, 256, directions",
    "2, 2, 64, 100, 256, directions",
    "4, 2, 64, 100, 256, directions by 2 ranges of rows",
    "4, 2, 1, 100, 512, directions by 2 ranges of units",
    "3, 2, 64, 100, 128, directions by 3 ranges of rows",
    "8, 1, 16, 100, 512, 2 ranges of rows by 4 ranges of units",
    "64, 1, 1, 100, 64, one thread",
  })
  void splits(int threads, int directions, int batch, int steps, int hidden, String expected) {
    assertThat(split(threads, directions, batch, steps, hidden).describe()).isEqualTo(expected);
  }

  @Test
  void noMorePartsThanThreadsWherePartsWait() {
    for (int threads = 2; threads <= 9; threads++) {
      for (int directions = 1; directions <= 2; directions++) {
        for (int batch = 1; batch <= 40; batch++) {
          for (int hidden = 32; hidden <= 1024; hidden *= 2) {
            LayerSplit split = split(threads, directions, batch, 1_000, hidden);
            if (split.unitParts() > 1) {
              assertThat(split.parts()).isLessThanOrEqualTo(threads);
              assertThat(split.unitParts()).isLessThanOrEqualTo(hidden / UNITS_OF_PANELS);
            }
            assertThat(split.rowParts()).isLessThanOrEqualTo(batch);
            assertThat(split.gain()).isGreaterThanOrEqualTo(1);
          }
        }
      }
    }
  }

  @Test
  void twoWaitsAStepTakeLongerSteps() {
    LayerSplit split = new LayerSplit();
    SplitPolicy.DEFAULT.split(2, 1, 1, 100, 1e6, 8, 1, split);
    assertThat(split.unitParts()).isEqualTo(2);
    SplitPolicy.DEFAULT.split(2, 1, 1, 100, 1e6, 8, 2, split);
    assertThat(split.unitParts()).isEqualTo(1);
  }

  @Test
  void anEmptyCallIsNotSplit() {
    assertThat(split(4, 1, 0, 0, 512).parts()).isEqualTo(1);
    assertThat(split(4, 2, 5, 0, 512).parts()).isEqualTo(1);
  }

  @Test
  void wavefrontsWhereLayersAreEvenAndSequencesLong() {
    SplitPolicy policy = SplitPolicy.DEFAULT;
    int tile = policy.waveTile(2, 1, 100);
    assertThat(tile).isEqualTo(8);
    int tiles = Math.ceilDiv(100, tile);
    assertThat(policy.waves(2, tiles, 100e6, 50e6, 1)).isTrue();
    assertThat(policy.waves(2, tiles, 100e6, 90e6, 1)).as("uneven").isFalse();
    assertThat(policy.waves(2, tiles, 100e6, 50e6, 2)).as("rows are better").isFalse();
    assertThat(policy.waves(2, 1, 100e6, 50e6, 1)).as("one tile").isFalse();
    assertThat(policy.waves(2, tiles, 1e6, 5e5, 1)).as("little work").isFalse();
    assertThat(policy.waves(1, tiles, 100e6, 100e6, 1)).as("one thread").isFalse();
    assertThat(policy.waveTile(2, 64, 100)).isEqualTo(6);
    assertThat(policy.waveTile(2, 64, 1)).isEqualTo(1);
  }
}
