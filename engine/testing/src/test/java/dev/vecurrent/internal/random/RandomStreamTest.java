package dev.vecurrent.internal.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The generator against its authors' answers, and what a session does with it. */
class RandomStreamTest {

  /** Known answers of the authors' own library, Random123. */
  @Test
  void blocksAreThoseOfPhilox() {
    assertBlock(0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertBlock(-1, -1, -1, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    assertBlock(
        0x299f31d0_a4093822L,
        0x03707344_13198a2eL,
        0x85a308d3_243f6a88L,
        0xd16cfe09,
        0x94fdcceb,
        0x5001e420,
        0x24126ea1);
  }

  private static void assertBlock(long key, long high, long low, int... expected) {
    int[] words = new int[4];
    Philox.block(key, high, low, words);
    assertThat(words).containsExactly(expected);
  }

  @Test
  void mixingIsThatOfSplitMix() {
    // The first numbers of SplitMix64 from the seed 1234567.
    assertThat(RandomStream.mix(1234567)).isEqualTo(6457827717110365317L);
    assertThat(RandomStream.mix(1234567 + 0x9E3779B97F4A7C15L)).isEqualTo(3203168211198807973L);
  }

  private static RandomStream stream(Draws draws, String name) {
    RandomStream stream = new RandomStream();
    stream.join(draws, RandomStream.place(List.of(name, "out")));
    return stream;
  }

  private static long[] words(RandomStream stream) {
    stream.begin();
    return new long[] {stream.word(), stream.word(), stream.word(), stream.word(), stream.word()};
  }

  @Test
  void eachCallDrawsOthersAndANewSessionTheSame() {
    Draws draws = new Draws();
    RandomStream stream = stream(draws, "node");
    draws.nextCall();
    long[] first = words(stream);
    long[] again = words(stream);
    draws.nextCall();
    long[] second = words(stream);
    assertThat(second).isNotEqualTo(first);
    assertThat(again).isNotEqualTo(first).isNotEqualTo(second);
    Draws other = new Draws();
    RandomStream same = stream(other, "node");
    other.nextCall();
    assertThat(words(same)).isEqualTo(first);
    assertThat(words(same)).isEqualTo(again);
    draws.restart(0);
    draws.nextCall();
    assertThat(words(stream)).isEqualTo(first);
    draws.restart(1);
    draws.nextCall();
    assertThat(words(stream)).isNotEqualTo(first);
  }

  @Test
  void placesDrawOthers() {
    Draws draws = new Draws();
    draws.nextCall();
    assertThat(words(stream(draws, "a"))).isNotEqualTo(words(stream(draws, "b")));
    assertThat(RandomStream.place(List.of("ab", "")))
        .isNotEqualTo(RandomStream.place(List.of("a", "b")));
  }

  @Test
  void aCallThatIsTakenBackLeavesNoTrace() {
    Draws draws = new Draws();
    RandomStream stream = stream(draws, "node");
    draws.nextCall();
    draws.nextCall();
    long[] second = words(stream);
    draws.undo();
    draws.undo(); // of one call only
    assertThat(draws.calls()).isEqualTo(1);
    draws.nextCall();
    assertThat(words(stream)).isEqualTo(second);
  }

  @Test
  void aSeedOfItsOwnIsAllThatCounts() {
    Draws draws = new Draws();
    draws.restart(5);
    draws.nextCall();
    RandomStream one = stream(draws, "a");
    one.beginWith(9);
    Draws others = new Draws();
    others.nextCall();
    RandomStream two = stream(others, "b");
    two.beginWith(9);
    assertThat(two.word()).isEqualTo(one.word());
    two.beginWith(10);
    one.beginWith(9);
    assertThat(two.word()).isNotEqualTo(one.word());
  }
}
