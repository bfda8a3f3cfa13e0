package dev.vecurrent.gradients;

import java.util.Locale;

/** A network of the sample: its cell, how its weights began, and the colour of its curve. */
enum Network {
  RNN_DEFAULT(Cell.RNN, "PyTorch's default", 0xe69f00),
  RNN_ORTHOGONAL(Cell.RNN, "W orthogonal", 0xd55e00),
  RNN_TIMES_3(Cell.RNN, "default W x 3", 0x8b3a00),
  GRU_DEFAULT(Cell.GRU, "PyTorch's default", 0x56b4e9),
  GRU_UPDATE_3(Cell.GRU, "update bias + 3", 0x0072b2),
  LSTM_DEFAULT(Cell.LSTM, "PyTorch's default", 0x9ad0b5),
  LSTM_FORGET_1(Cell.LSTM, "forget bias + 1", 0x009e73),
  LSTM_FORGET_3(Cell.LSTM, "forget bias + 3", 0x00573f);

  /** The kinds of cells of the lecture. */
  enum Cell {
    RNN,
    GRU,
    LSTM
  }

  final Cell cell;
  final String title;
  final int color;

  Network(Cell cell, String beginning, int color) {
    this.cell = cell;
    this.title = cell + ", " + beginning;
    this.color = color;
  }

  /** As the training script calls it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
