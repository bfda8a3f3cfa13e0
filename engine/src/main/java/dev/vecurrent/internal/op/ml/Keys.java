package dev.vecurrent.internal.op.ml;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where in a list a key stands. Text is looked up by hash, numbers by bisection; neither allocates.
 * Of floats, NaN equals every NaN, and -0 equals 0.
 */
final class Keys {

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
    Map<Long, Integer> sorted = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      if (type == ElementType.STRING) {
        put(texts, keys.strings()[i], i, lastWins);
      } else {
        put(sorted, bits(keys, i), i, lastWins);
      }
    }
    numbers = sorted.keySet().stream().mapToLong(Long::longValue).toArray();
    places = sorted.values().stream().mapToInt(Integer::intValue).toArray();
  }

  private static <K> void put(Map<K, Integer> map, K key, int place, boolean lastWins) {
    if (lastWins) {
      map.put(key, place);
    } else {
      map.putIfAbsent(key, place);
    }
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
