package dev.vecurrent.spec;

import java.util.List;

/** A recurrent layer without its weights: one of the ONNX operators LSTM, GRU and RNN. */
public sealed interface Cell permits Lstm, Gru, Rnn {

  /** Which way the sequence is read. */
  Direction direction();

  /** {@code hidden_size} (H), or 0 to take it from the shape of R. */
  int hiddenSize();

  /** Activations of direction 0, then of direction 1: 3, 2 or 1 of each for LSTM, GRU, RNN. */
  List<Activation> activations();

  /** Pre-activations are cut to {@code [-clip, clip]}; infinite where there is no clip. */
  float clip();

  /** The order of the dimensions of input, states and outputs. */
  Layout layout();

  /** The number of gates (G): 4, 3 or 1. */
  int gates();

  /**
   * The same cell, read another way. A second direction has the activations of the first; of two,
   * those of the first are kept.
   */
  Cell withDirection(Direction newDirection);

  /** The ONNX operator: {@code LSTM}, {@code GRU} or {@code RNN}. */
  String operator();
}
