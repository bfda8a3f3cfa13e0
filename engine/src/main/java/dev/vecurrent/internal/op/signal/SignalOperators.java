package dev.vecurrent.internal.op.signal;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.List;

/** The operators of this package by name. */
public final class SignalOperators {

  /** Names of the operators. */
  public static final List<String> NAMES =
      List.of("BlackmanWindow", "DFT", "HammingWindow", "HannWindow", "MelWeightMatrix", "STFT");

  private SignalOperators() {}

  /**
   * Reads a node.
   *
   * @return the operator, {@code null} where its name is not of {@link #NAMES}
   */
  public static @Nullable Operator read(String name, NodeReader reader) {
    return switch (name) {
      case "BlackmanWindow" -> CosineWindow.read(reader, 0.42, 0.5, 0.08);
      case "DFT" -> Dft.read(reader);
      case "HammingWindow" -> CosineWindow.read(reader, 25d / 46, 21d / 46, 0);
      case "HannWindow" -> CosineWindow.read(reader, 0.5, 0.5, 0);
      case "MelWeightMatrix" -> MelWeightMatrix.read(reader);
      case "STFT" -> Stft.read(reader);
      default -> null;
    };
  }
}
