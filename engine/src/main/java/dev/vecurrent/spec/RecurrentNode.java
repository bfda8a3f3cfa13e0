package dev.vecurrent.spec;

import java.util.List;

/**
 * A recurrent layer in a graph.
 *
 * <p>Inputs are those of the ONNX operator, in its order: X, W, R, B, sequence_lens, initial_h and,
 * for an LSTM, initial_c and P. Outputs are Y, Y_h and, for an LSTM, Y_c. Weights are usually
 * constants of the graph, but may be any value.
 *
 * @param name the name in the file
 * @param cell the operator's attributes
 * @param inputs names of the values read; empty or missing at the end for an absent input
 * @param outputs names of the values made; empty or missing at the end for an unwanted output
 */
public record RecurrentNode(String name, Cell cell, List<String> inputs, List<String> outputs)
    implements Node {

  /** Index of X {@code [T, N, I]} in {@link #inputs}. */
  public static final int X = 0;

  /** Index of W {@code [D, G*H, I]}. */
  public static final int W = 1;

  /** Index of R {@code [D, G*H, H]}. */
  public static final int R = 2;

  /** Index of B {@code [D, 2*G*H]}: Wb, then Rb. */
  public static final int B = 3;

  /** Index of sequence_lens {@code [N]}. */
  public static final int SEQUENCE_LENS = 4;

  /** Index of initial_h {@code [D, N, H]}. */
  public static final int INITIAL_H = 5;

  /** Index of initial_c {@code [D, N, H]}; LSTM only. */
  public static final int INITIAL_C = 6;

  /** Index of P {@code [D, 3*H]}, the peepholes i, o, f; LSTM only. */
  public static final int P = 7;

  /** Copies the lists and checks their lengths. */
  public RecurrentNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    boolean lstm = cell instanceof Lstm;
    int mostInputs = lstm ? 8 : 6;
    int mostOutputs = lstm ? 3 : 2;
    if (inputs.size() < 3 || inputs.size() > mostInputs || outputs.size() > mostOutputs) {
      throw new IllegalArgumentException(
          "%s takes 3 to %d inputs and at most %d outputs, found %d and %d"
              .formatted(cell.operator(), mostInputs, mostOutputs, inputs.size(), outputs.size()));
    }
    for (int required = 0; required < 3; required++) {
      if (inputs.get(required).isEmpty()) {
        throw new IllegalArgumentException(
            cell.operator() + ": input " + "XWR".charAt(required) + " is required");
      }
    }
  }

  @Override
  public String operator() {
    return cell.operator();
  }

  /** The name at an index of {@link #inputs}, empty where it is absent. */
  public String input(int index) {
    return index < inputs.size() ? inputs.get(index) : "";
  }

  /** The name at an index of {@link #outputs} (Y, Y_h, Y_c), empty where it is unwanted. */
  public String output(int index) {
    return index < outputs.size() ? outputs.get(index) : "";
  }
}
