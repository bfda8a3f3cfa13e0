package dev.vecurrent.internal.op.signal;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The operators of this package by name. */
public final class SignalOperators {

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("BlackmanWindow", reader -> CosineWindow.read(reader, 0.42, 0.5, 0.08)),
          entry("DFT", Dft::read),
          entry("HammingWindow", reader -> CosineWindow.read(reader, 25d / 46, 21d / 46, 0)),
          entry("HannWindow", reader -> CosineWindow.read(reader, 0.5, 0.5, 0)),
          entry("MelWeightMatrix", MelWeightMatrix::read),
          entry("STFT", Stft::read));

  private SignalOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }
}
