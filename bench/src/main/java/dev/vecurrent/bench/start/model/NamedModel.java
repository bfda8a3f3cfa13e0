package dev.vecurrent.bench.start.model;

import com.google.protobuf.ByteString;
import java.util.List;

/**
 * A model and how it is called.
 *
 * @param name as the command line knows it
 * @param file the ONNX file
 * @param calls a line each: {@code input NAME SHAPE} of floats, {@code number NAME VALUE} of one
 *     INT64, {@code output NAME SHAPE}, or {@code state INPUT OUTPUT SHAPE}, zeros at first and
 *     then what the call before gave; shapes are written {@code 1,2,128}
 * @param hopMillis how long a call may take where the model hears live audio; 0 if it does not
 */
public record NamedModel(String name, ByteString file, List<String> calls, int hopMillis) {

  /** Copies the lines. */
  public NamedModel {
    calls = List.copyOf(calls);
  }
}
