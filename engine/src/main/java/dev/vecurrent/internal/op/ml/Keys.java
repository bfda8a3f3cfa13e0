package dev.vecurrent.internal.op.ml;

import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Where in a list a key stands. Text is looked up by hash, numbers by bisection; neither allocates.
 * Of floats, NaN equals every NaN, and -0 equals 0.
 */
final class Keys {

  /** The most keys: a table takes several times their memory. */
  static final int MOST = 1 << 22;

  /** The work of looking an element up. */
  private static final int LOOK_UP = 64;

  private final ElementType type;
  private final int size;

  /** Texts of a list of texts; empty otherwise. */
  private final Map<String, Integer> texts = new HashMap<>();

  /** Numbers as {@link #bits}, in order. */
  private final long[] numbers;

  /** The place of each of them in the list. */
  private final int[] places;

  private Keys(Tensor keys, boolean lastWins) {
    this.type = keys.type();
    this.size = keys.size();
    boolean isText = type == ElementType.STRING;
    numbers = isText ? new long[0] : sorted(keys);
    places = new int[numbers.length];
    for (int n = 0; n < size; n++) {
      int i = lastWins ? n : size - 1 - n; // what is put last stays
      if (isText) {
        texts.put(keys.strings()[i], i);
      } else {
        places[Arrays.binarySearch(numbers, bits(keys, i))] = i;
      }
    }
  }

  /** Each number once, in order. */
  private static long[] sorted(Tensor keys) {
    long[] sorted = new long[keys.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = bits(keys, i);
    }
    Arrays.sort(sorted);
    int distinct = 0;
    for (long number : sorted) {
      if (distinct == 0 || sorted[distinct - 1] != number) {
        sorted[distinct++] = number;
      }
    }
    return Arrays.copyOf(sorted, distinct);
  }

  /** The work of looking so many elements up; unstated for texts of any length. */
  static long work(ElementType type, long elements) {
    return type == ElementType.STRING ? Work.UNSTATED : Shapes.times(elements, LOOK_UP);
  }

  /** Counts the look-ups of some elements from one on; gives the end of them. */
  int piece(Watch watch, Tensor x, int from) {
    if (x.type() != ElementType.STRING) {
      return Pieces.end(watch, from, x.size(), LOOK_UP);
    }
    // The first look at a text goes through its characters.
    watch.spend(LOOK_UP + x.strings()[from].length() / 2);
    return from + 1;
  }

  /**
   * The keys of a list.
   *
   * @param lastWins whether of equal keys the last is meant, else the first
   */
  static Keys of(Tensor keys, boolean lastWins) {
    return new Keys(keys, lastWins);
  }

  ElementType type() {
    return type;
  }

  /** The length of the list. */
  int size() {
    return size;
  }

  /** The place of an element of a tensor of the keys' type; {@link #size} where there is none. */
  int find(Tensor x, int i) {
    if (type != ElementType.STRING) {
      return find(bits(x, i));
    }
    Integer place = texts.get(x.strings()[i]);
    return place == null ? size : place;
  }

  /** The place of an integer, or of {@link #bits}; {@link #size} where there is none. */
  int find(long bits) {
    int low = 0;
    int high = numbers.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (numbers[middle] < bits) {
        low = middle + 1;
      } else if (numbers[middle] > bits) {
        high = middle - 1;
      } else {
        return places[middle];
      }
    }
    return size;
  }

  /** A number that is the same for elements that are equal, and for no others. */
  private static long bits(Tensor x, int i) {
    return switch (x.type()) {
      case FLOAT32 -> Float.floatToIntBits(x.floats()[i] + 0f); // the sum makes -0 to 0
      case FLOAT64 -> Double.doubleToLongBits(x.doubles()[i] + 0.0);
      case INT64 -> x.longs()[i];
      case INT32 -> x.ints()[i];
      case INT16 -> x.shorts()[i];
      default -> throw new IllegalArgumentException("no keys are of type " + x.type());
    };
  }
}
