package dev.vecurrent.cli;

import dev.vecurrent.spec.Dimension;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Lists within lists of a line to a tensor. All lists of one level must be as long as each other,
 * and as a declared size; of the outermost list, that is said of steps.
 */
final class NestedLists {

  private static final int UNKNOWN = -1;
  private static final int LONGEST_INTEGER = 64;

  private final ScoreInput input;
  private final String field;
  private final int[] sizes = new int[Tensor.MAX_RANK];
  private final int[] path = new int[Tensor.MAX_RANK];

  /** The level that holds numbers, from 0; not known before the first number. */
  private int depth = UNKNOWN;

  private double[] doubles = new double[0];
  private float[] floats = new float[0];
  private long[] longs = new long[0];
  private String[] texts = new String[0];
  private int count;

  private NestedLists(ScoreInput input, String field) {
    this.input = input;
    this.field = field;
    Arrays.fill(sizes, UNKNOWN);
    switch (input.info().type()) {
      case FLOAT32 -> floats = new float[64];
      case FLOAT64 -> doubles = new double[64];
      case STRING -> texts = new String[64];
      default -> longs = new long[64];
    }
  }

  /**
   * Reads a value.
   *
   * @param field its name in the line, for messages
   * @return of the rank of a row of the input, or of the whole input
   * @throws IllegalArgumentException if it is no such list; says where
   */
  static Tensor read(JsonParser json, ScoreInput input, String field) {
    NestedLists lists = new NestedLists(input, field);
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException(
          "field '" + field + "': expected a list of steps: " + input.form());
    }
    lists.list(json, 0);
    return lists.tensor();
  }

  private int most() {
    return input.takesWhole() ? input.rank() : input.rank() - 1;
  }

  private int least() {
    return input.takesRows() ? input.rank() - 1 : input.rank();
  }

  /** Reads a list whose opening bracket was read. */
  private void list(JsonParser json, int level) {
    int size = 0;
    for (JsonToken t = json.nextToken(); t != JsonToken.END_ARRAY; t = json.nextToken()) {
      path[level] = size++;
      if (t == JsonToken.START_ARRAY) {
        if (level + 1 >= most() || depth == level) {
          throw wrong(level + 1, "expected " + word());
        }
        list(json, level + 1);
      } else if (level + 1 < least() || (depth != UNKNOWN && depth != level)) {
        throw wrong(level + 1, "expected a list of " + words());
      } else {
        depth = level;
        number(json, t);
      }
    }
    // A list of steps with a declared size has a message of its own; see Scorer.check.
    int wanted = sizes[level] != UNKNOWN ? sizes[level] : declared(level);
    if (level > 0 && wanted != UNKNOWN && size != wanted) {
      throw wrong(level, "expected " + wanted + " " + words() + ", found " + size);
    }
    sizes[level] = size;
  }

  /** What is wrong at the place that was read last, down to a level. */
  private IllegalArgumentException wrong(int levels, String what) {
    StringBuilder place = new StringBuilder(field);
    for (int i = 0; i < levels; i++) {
      place.append('[').append(path[i]).append(']');
    }
    return new IllegalArgumentException(place + ": " + what);
  }

  private int declared(int level) {
    int rank = depth == UNKNOWN ? least() : depth + 1;
    List<Dimension> dims =
        rank == input.rank() || !input.takesRows() ? input.dims() : input.rowDims();
    return level < dims.size() ? dims.get(level).size() : UNKNOWN;
  }

  private String word() {
    return input.isIntegers() ? "an integer" : "a number";
  }

  private String words() {
    if (input.info().type() == ElementType.STRING) {
      return "texts";
    }
    return input.isIntegers() ? "integers" : "numbers";
  }

  private void number(JsonParser json, JsonToken token) {
    switch (input.info().type()) {
      case FLOAT32 -> {
        requireNumber(token);
        float value = json.getFloatValue();
        requireFinite(Float.isFinite(value), json, "a float");
        floats = count == floats.length ? Arrays.copyOf(floats, 2 * count) : floats;
        floats[count++] = value;
      }
      case FLOAT64 -> {
        requireNumber(token);
        double value = json.getDoubleValue();
        requireFinite(Double.isFinite(value), json, "a double");
        doubles = count == doubles.length ? Arrays.copyOf(doubles, 2 * count) : doubles;
        doubles[count++] = value;
      }
      case STRING -> {
        if (token != JsonToken.VALUE_STRING) {
          throw wrong(depth + 1, "expected a text");
        }
        texts = count == texts.length ? Arrays.copyOf(texts, 2 * count) : texts;
        texts[count++] = Unicode.required("field '" + field + "'", json.getString());
      }
      case BOOL -> add(truth(json, token) ? 1 : 0);
      default -> add(integer(json, token));
    }
  }

  private void add(long value) {
    longs = count == longs.length ? Arrays.copyOf(longs, 2 * count) : longs;
    longs[count++] = value;
  }

  private void requireNumber(JsonToken token) {
    if (!token.isNumeric()) {
      throw wrong(depth + 1, "expected a number");
    }
  }

  private void requireFinite(boolean finite, JsonParser json, String type) {
    if (!finite) {
      throw wrong(depth + 1, json.getString() + " is too large for " + type);
    }
  }

  private boolean truth(JsonParser json, JsonToken token) {
    boolean number = token == JsonToken.VALUE_NUMBER_INT;
    boolean one = token == JsonToken.VALUE_TRUE || (number && json.getString().equals("1"));
    if (!one && token != JsonToken.VALUE_FALSE && !(number && json.getString().equals("0"))) {
      throw wrong(depth + 1, "expected true, false, 1 or 0");
    }
    return one;
  }

  private long integer(JsonParser json, JsonToken token) {
    if (token != JsonToken.VALUE_NUMBER_INT) {
      throw wrong(depth + 1, "expected an integer");
    }
    // A number of any length is text until its size is known to be bearable.
    boolean fits = json.getStringLength() <= LONGEST_INTEGER;
    BigInteger value = fits ? json.getBigIntegerValue() : BigInteger.ZERO;
    int bits = input.info().type() == ElementType.INT32 ? Integer.SIZE : Long.SIZE;
    if (!fits || value.bitLength() >= bits) {
      throw wrong(depth + 1, "the integer is too large for " + input.info().type());
    }
    return value.longValue();
  }

  /** The tensor; an empty list takes the sizes of further axes from what is declared. */
  private Tensor tensor() {
    int rank = depth == UNKNOWN ? least() : depth + 1;
    int[] shape = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      shape[axis] = sizes[axis] != UNKNOWN ? sizes[axis] : Math.max(0, declared(axis));
    }
    Tensor tensor = Tensor.zeros(input.info().type(), shape);
    switch (tensor.type()) {
      case FLOAT32 -> System.arraycopy(floats, 0, tensor.floats(), 0, count);
      case FLOAT64 -> System.arraycopy(doubles, 0, tensor.doubles(), 0, count);
      case STRING -> System.arraycopy(texts, 0, tensor.strings(), 0, count);
      case INT64 -> System.arraycopy(longs, 0, tensor.longs(), 0, count);
      case INT32 -> {
        for (int i = 0; i < count; i++) {
          tensor.ints()[i] = (int) longs[i];
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          tensor.booleans()[i] = longs[i] != 0;
        }
      }
    }
    return tensor;
  }
}
