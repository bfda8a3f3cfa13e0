package dev.vecurrent.spec;

/** Which way a recurrent layer reads its sequence: the three words of ONNX. */
public enum Direction {
  /** From the first step to the last. */
  FORWARD(1),
  /** From the last step of each sequence to the first. */
  REVERSE(1),
  /** Both, with weights of their own: direction 0 is forward, direction 1 is reverse. */
  BIDIRECTIONAL(2);

  private final int count;

  Direction(int count) {
    this.count = count;
  }

  /** {@code num_directions} (D): 1 or 2. */
  public int count() {
    return count;
  }
}
