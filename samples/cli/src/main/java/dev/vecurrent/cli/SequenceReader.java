package dev.vecurrent.cli;

import dev.vecurrent.internal.Nullable;
import java.util.Arrays;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Lines {@code {"id": ..., "x": [[...], ...]}} to sequences. */
final class SequenceReader {

  private final JsonMapper mapper;
  private final int inputSize;
  private float[] x = new float[1024];
  private int size;

  SequenceReader(JsonMapper mapper, int inputSize) {
    this.mapper = mapper;
    this.inputSize = inputSize;
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException if it is JSON of another form; says where
   * @throws tools.jackson.core.JacksonException if it is no JSON
   */
  SequenceRecord read(byte[] line, int length, long number) {
    try (JsonParser json = mapper.createParser(line, 0, length)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("expected an object {\"id\": ..., \"x\": [[...], ...]}");
      }
      String id = null;
      int steps = -1;
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        switch (name) {
          case "id" -> id = id(json, id);
          case "x" -> steps = steps(json, steps);
          default -> throw new IllegalArgumentException("unknown field '" + name + "'");
        }
      }
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("something follows the object");
      }
      if (steps < 0) {
        throw new IllegalArgumentException("field 'x' is missing");
      }
      return new SequenceRecord(number, id == null ? "null" : id, Arrays.copyOf(x, size), steps);
    }
  }

  /** An id as JSON; numbers keep their digits, which no type of Java's might hold. */
  private String id(JsonParser json, @Nullable String before) {
    if (before != null || !json.currentToken().isScalarValue()) {
      throw new IllegalArgumentException(
          before != null
              ? "field 'id' occurs twice"
              : "field 'id': expected a string, a number, true, false or null");
    }
    return json.currentToken() == JsonToken.VALUE_STRING
        ? mapper.writeValueAsString(json.getString())
        : json.getString();
  }

  private int steps(JsonParser json, int before) {
    if (before >= 0) {
      throw new IllegalArgumentException("field 'x' occurs twice");
    }
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("field 'x': expected a list of steps");
    }
    size = 0;
    int steps = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      step(json, steps++);
    }
    return steps;
  }

  private void step(JsonParser json, int step) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new IllegalArgumentException("x[" + step + "]: expected a list of numbers");
    }
    int features = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (!json.currentToken().isNumeric()) {
        throw new IllegalArgumentException("x[" + step + "][" + features + "]: expected a number");
      }
      float value = json.getFloatValue();
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "x[" + step + "][" + features + "]: " + json.getString() + " is too large for a float");
      }
      if (size == x.length) {
        x = Arrays.copyOf(x, 2 * size);
      }
      x[size++] = value;
      features++;
    }
    if (features != inputSize) {
      throw new IllegalArgumentException(
          "x[" + step + "]: expected " + inputSize + " numbers, found " + features);
    }
  }
}
