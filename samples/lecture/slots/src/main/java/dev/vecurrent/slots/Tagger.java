package dev.vecurrent.slots;

import dev.vecurrent.Model;
import dev.vecurrent.Session;
import dev.vecurrent.slots.Slot.Kind;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.text.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Tags each character with O, or with B- or I- of a slot, and reads the slots off the tags. */
final class Tagger {

  /** O is tag 0, B- of a slot is 1 + 2 * its place here, I- is the next. */
  private static final List<Kind> KINDS = List.of(Kind.FROM, Kind.TO, Kind.DEP, Kind.ARR);

  private static final int TAGS = 1 + 2 * KINDS.size();

  /** The longest sentence, in characters. */
  static final int MOST = 100_000;

  private final Session session;
  private final Vocabulary vocabulary;
  private final Tensor[] outputs = {Tensor.growable(ElementType.FLOAT32)};

  /** A tagger with a model {@code tokens [batch, time] -> logits [batch, time, 9]}. */
  Tagger(Model model, Vocabulary vocabulary) {
    this.session = model.newSession();
    this.vocabulary = vocabulary;
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

  /** Greedy, with one repair: an I- without its B- opens a slot. */
  static List<Slot> slots(float[] logits) {
    List<Slot> slots = new ArrayList<>();
    @Nullable Kind open = null;
    int from = 0;
    int length = logits.length / TAGS;
    for (int i = 0; i <= length; i++) {
      int tag = i == length ? 0 : best(logits, i * TAGS);
      @Nullable Kind kind = tag == 0 ? null : KINDS.get((tag - 1) / 2);
      boolean begins = tag % 2 == 1;
      if (open != null && (begins || kind != open)) {
        slots.add(new Slot(open, from, i));
        open = null;
      }
      if (open == null && kind != null) {
        open = kind;
        from = i;
      }
    }
    return slots;
  }

  /** The tag with the largest logit, the first of equal ones. */
  private static int best(float[] logits, int at) {
    int best = 0;
    for (int tag = 1; tag < TAGS; tag++) {
      if (logits[at + tag] > logits[at + best]) {
        best = tag;
      }
    }
    return best;
  }
}
