package dev.vecurrent.cli;

import dev.vecurrent.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** A sequence to be scored, then with its answers. */
final class SequenceRecord {

  private final long line;
  private final JsonNode id;
  private final float[] x;
  private final int steps;
  private final Map<String, Tensor> outputs = new LinkedHashMap<>();
  private String failure = "";

  /**
   * A sequence.
   *
   * @param line its line, from 1
   * @param id any JSON scalar
   * @param x {@code [steps, I]}
   * @param steps time steps
   */
  SequenceRecord(long line, JsonNode id, float[] x, int steps) {
    this.line = line;
    this.id = id;
    this.x = x;
    this.steps = steps;
  }

  long line() {
    return line;
  }

  float[] x() {
    return x;
  }

  int steps() {
    return steps;
  }

  void answer(String name, Tensor output) {
    outputs.put(name, output);
  }

  void fail(String reason) {
    failure = reason;
  }

  /** Why it could not be scored; empty where it was. */
  String failure() {
    return failure;
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeName("id");
    json.writeTree(id);
    json.writeName("outputs");
    json.writeStartObject();
    outputs.forEach((name, output) -> {
      json.writeName(name);
      write(json, output, 0, 0);
    });
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Writes the part of a tensor that starts at an element, as lists within lists. */
  private static int write(JsonGenerator json, Tensor tensor, int axis, int from) {
    if (axis == tensor.rank()) {
      switch (tensor.type()) {
        case FLOAT32 -> json.writeNumber(tensor.floats()[from]);
        case FLOAT64 -> json.writeNumber(tensor.doubles()[from]);
        case INT64 -> json.writeNumber(tensor.longs()[from]);
        case INT32 -> json.writeNumber(tensor.ints()[from]);
        case BOOL -> json.writeBoolean(tensor.booleans()[from]);
        default -> throw new IllegalArgumentException("outputs of type " + tensor.type());
      }
      return from + 1;
    }
    int at = from;
    json.writeStartArray();
    for (int i = 0; i < tensor.dim(axis); i++) {
      at = write(json, tensor, axis + 1, at);
    }
    json.writeEndArray();
    return at;
  }
}
