package dev.vecurrent.bench.shape;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The recurrent cells that are measured, with default activations. */
public enum CellKind {
  /** LSTM without peepholes. */
  LSTM("lstm", "LSTM", 4),
  /** GRU with {@code linear_before_reset = 1}, as PyTorch has it. */
  GRU("gru", "GRU", 3),
  /** GRU with {@code linear_before_reset = 0}. */
  GRU_RESET_FIRST("gru0", "GRU", 3),
  /** RNN with tanh. */
  RNN("rnn", "RNN", 1);

  private final String label;
  private final String operator;
  private final int gates;

  CellKind(String label, String operator, int gates) {
    this.label = label;
    this.operator = operator;
    this.gates = gates;
  }

  /** The cell of a label. */
  @JsonCreator
  public static CellKind of(String label) {
    for (CellKind kind : values()) {
      if (kind.label.equals(label)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("cell: lstm, gru, gru0 or rnn, found " + label);
  }

  /** What it is called in tables and results. */
  @JsonValue
  public String label() {
    return label;
  }

  /** The ONNX operator. */
  public String operator() {
    return operator;
  }

  /** Gates (G). */
  public int gates() {
    return gates;
  }

  @Override
  public String toString() {
    return label;
  }
}
