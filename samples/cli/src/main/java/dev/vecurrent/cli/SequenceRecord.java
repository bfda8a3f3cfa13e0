package dev.vecurrent.cli;

import dev.vecurrent.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * A line of the input: a sequence to be scored, then with its answers, or what is wrong with it.
 */
final class SequenceRecord {

  private static final int OVERHEAD = 256;
  private static final int LONGEST_REASON = 1000;

  private final long line;
  private final String id;
  private final List<Tensor> values;
  private final Map<String, Tensor> outputs = new LinkedHashMap<>();
  private String failure = "";

  /**
   * A sequence.
   *
   * @param line its line, from 1
   * @param id any JSON scalar, as JSON
   * @param values what it gives for each input of the model
   */
  SequenceRecord(long line, String id, List<Tensor> values) {
    this.line = line;
    this.id = id;
    this.values = List.copyOf(values);
  }

  /** A line that is no sequence. */
  static SequenceRecord bad(long line, String reason) {
    SequenceRecord record = new SequenceRecord(line, "null", List.of());
    record.fail(reason);
    return record;
  }

  long line() {
    return line;
  }

  List<Tensor> values() {
    return values;
  }

  /** Time steps: the first axis of the first input. */
  int steps() {
    return values.isEmpty() || values.getFirst().rank() == 0 ? 0 : values.getFirst().dim(0);
  }

  void answer(String name, Tensor output) {
    outputs.put(name, output);
  }

  void fail(String reason) {
    failure = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
  }

  /** Bytes that this holds, about, without answers. */
  long bytes() {
    long elements = 0;
    for (Tensor value : values) {
      elements += (long) value.size() * value.type().bytes();
    }
    return OVERHEAD + elements + 2L * (id.length() + failure.length());
  }

  /** Why it could not be scored; empty where it was. */
  String failure() {
    return failure;
  }

  void write(JsonGenerator json) {
    json.writeStartObject();
    json.writeName("id");
    json.writeRawValue(id);
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
        case INT8 -> json.writeNumber(tensor.bytes()[from]);
        case UINT8 -> json.writeNumber(tensor.bytes()[from] & 0xff);
        case INT16 -> json.writeNumber(tensor.shorts()[from]);
        case UINT16 -> json.writeNumber(tensor.shorts()[from] & 0xffff);
        case FLOAT16 -> json.writeNumber(Float.float16ToFloat(tensor.shorts()[from]));
        case BFLOAT16 -> json.writeNumber(Float.intBitsToFloat(tensor.shorts()[from] << 16));
        case UINT32 -> json.writeNumber(Integer.toUnsignedLong(tensor.ints()[from]));
        case UINT64 -> json.writeRawValue(Long.toUnsignedString(tensor.longs()[from]));
        case INT4, UINT4 -> json.writeNumber(tensor.bytes()[from]);
        case STRING -> json.writeString(Unicode.required("an output", tensor.strings()[from]));
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
