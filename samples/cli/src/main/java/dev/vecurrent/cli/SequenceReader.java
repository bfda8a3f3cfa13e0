package dev.vecurrent.cli;

import dev.vecurrent.console.Printable;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lines {@code {"id": ..., "x": [[...], ...]}} to sequences. Inputs have their own names as fields,
 * at the top or within {@code "inputs"}; {@code x} is the first one too.
 */
final class SequenceReader {

  private static final String X = "x";

  private final JsonMapper mapper;
  private final List<ScoreInput> inputs;
  private final Map<String, Integer> fields = new HashMap<>();

  SequenceReader(JsonMapper mapper, List<ScoreInput> inputs) {
    this.mapper = mapper;
    this.inputs = List.copyOf(inputs);
    for (int i = 0; i < inputs.size(); i++) {
      fields.put(inputs.get(i).info().name(), i);
    }
    fields.putIfAbsent(X, 0);
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
        throw new IllegalArgumentException(
            "expected an object {\"id\": ..., \"x\": " + inputs.getFirst().form() + "}");
      }
      String id = null;
      List<@Nullable Tensor> values = new ArrayList<>(Collections.nCopies(inputs.size(), null));
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        json.nextToken();
        if (name.equals("id")) {
          id = id(json, id);
        } else if (name.equals("inputs") && json.currentToken() == JsonToken.START_OBJECT) {
          while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String inner = json.currentName();
            json.nextToken();
            value(json, inner, values);
          }
        } else {
          value(json, name, values);
        }
      }
      if (json.nextToken() != null) {
        throw new IllegalArgumentException("something follows the object");
      }
      return new SequenceRecord(number, id == null ? "null" : id, whole(values));
    }
  }

  private void value(JsonParser json, String name, List<@Nullable Tensor> values) {
    Integer input = fields.get(name);
    if (input == null) {
      throw new IllegalArgumentException(
          "unknown field '" + name + "': expected id and " + names());
    }
    if (values.get(input) != null) {
      throw new IllegalArgumentException("field '" + name + "' occurs twice");
    }
    values.set(input, NestedLists.read(json, inputs.get(input), name));
  }

  private List<Tensor> whole(List<@Nullable Tensor> values) {
    List<Tensor> whole = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      Tensor value = values.get(i);
      if (value == null) {
        String name = inputs.size() == 1 ? X : inputs.get(i).info().name();
        throw new IllegalArgumentException("field '" + name + "' is missing");
      }
      whole.add(value);
    }
    return whole;
  }

  private String names() {
    return inputs.size() == 1
        ? X
        : String.join(", ", inputs.stream().map(input -> input.info().name()).toList());
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
        ? Printable.line(
            mapper.writeValueAsString(Unicode.required("field 'id'", json.getString())))
        : json.getString();
  }
}
