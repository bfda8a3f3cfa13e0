package dev.vecurrent.text;

import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** Answers as JSON. */
public final class Json {

  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  /**
   * One line of JSON.
   *
   * @param value maps, lists, records, strings, numbers
   */
  public static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }
}
