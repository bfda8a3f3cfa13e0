package dev.vecurrent.slots;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.slots.Slot.Kind;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Tags each character with O, or with B- or I- of a slot, and reads the slots off the tags. */
final class Tagger {

  /** O is tag 0, B- of a slot is 1 + 2 * its place among the kinds, I- is the next. */
  private static final Kind[] KINDS = Kind.values();

  private static final int TAGS = 1 + 2 * KINDS.length;

  /** The longest sentence, in characters. */
  static final int MOST = 100_000;

  private final Session session;
  private final Vocabulary vocabulary;
  private final Tensor[] outputs = {Tensor.growable(ElementType.FLOAT32)};

  /** A tagger with a model {@code tokens [batch, time] -> logits [batch, time, 9]}. */
  Tagger(Model model) throws IOException {
    session = model.newSession();
    vocabulary = Vocabulary.read(Tagger.class, "vocab.txt");
  }

  /** Logits {@code [characters, 9]} of a sentence: code points in normal form, at least one. */
  float[] logits(int[] sentence) {
    if (sentence.length > MOST) {
      throw new IllegalArgumentException(
          "a sentence of %,d characters: expected at most %,d".formatted(sentence.length, MOST));
    }
    long[] ids =
        IntStream.of(sentence).mapToLong(c -> vocabulary.id(Character.toString(c))).toArray();
    session.run(new Tensor[] {Tensor.of(ids, 1, ids.length)}, outputs);
    if (!Arrays.equals(outputs[0].shape(), new int[] {1, ids.length, TAGS})) {
      throw new IllegalArgumentException(
          "logits: expected [1, %d, %d], found %s".formatted(ids.length, TAGS, outputs[0]));
    }
    return Arrays.copyOf(outputs[0].floats(), ids.length * TAGS);
  }

  /** The slots of a sentence in the order of their characters. */
  List<Slot> slots(int[] sentence) {
    return sentence.length == 0 ? List.of() : slots(logits(sentence));
  }

  /** Greedy: the largest logit, the first of equal ones. An I- without its B- opens a slot. */
  static List<Slot> slots(float[] logits) {
    List<Slot> slots = new ArrayList<>();
    int before = 0;
    for (int i = 0; i < logits.length / TAGS; i++) {
      int tag = 0;
      for (int other = 1; other < TAGS; other++) {
        tag = logits[i * TAGS + other] > logits[i * TAGS + tag] ? other : tag;
      }
      if (tag > 0) {
        boolean goesOn = tag % 2 == 0 && (before == tag || before == tag - 1);
        slots.add(new Slot(KINDS[(tag - 1) / 2], goesOn ? slots.removeLast().from() : i, i + 1));
      }
      before = tag;
    }
    return slots;
  }
}
