package dev.vecurrent.gradients;

import java.util.Locale;

/** A network of the sample, by its cell and how its weights began. */
enum Network {
  RNN_DEFAULT('A', "RNN, PyTorch's default"),
  RNN_ORTHOGONAL('B', "RNN, W orthogonal"),
  RNN_TIMES_3('C', "RNN, default W x 3"),
  GRU_DEFAULT('D', "GRU, PyTorch's default"),
  GRU_UPDATE_3('E', "GRU, update bias + 3"),
  LSTM_DEFAULT('F', "LSTM, PyTorch's default"),
  LSTM_FORGET_1('G', "LSTM, forget bias + 1"),
  LSTM_FORGET_3('H', "LSTM, forget bias + 3");

  /** The kinds of cells of the lecture. */
  enum Cell {
    RNN,
    GRU,
    LSTM
  }

  /** Before and after training. */
  enum Stage {
    INITIAL,
    TRAINED
  }

  private final char letter;
  private final String title;

  Network(char letter, String title) {
    this.letter = letter;
    this.title = title;
  }

  /** For a table. */
  String title() {
    return title;
  }

  /** For charts of text. */
  char letter() {
    return letter;
  }

  Cell cell() {
    return Cell.valueOf(name().substring(0, name().indexOf('_')));
  }

  /** As the training script calls it. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The resource with its weights. */
  String file(Stage stage) {
    return id() + "." + stage.name().toLowerCase(Locale.ROOT) + ".onnx";
  }
}
