package dev.vecurrent.internal.state;

import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * One of the states of all places of a {@link StateTable}: a layer's h, say, {@code [D, H]} a
 * place. Storage is by place, then half; offsets count elements.
 */
public final class StateColumn {

  private final StateTable table;
  private final String name;
  private final ElementType type;
  private Tensor values;

  /** Elements of a state; 0 before a call has told. */
  private int size;

  StateColumn(StateTable table, String name, ElementType type) {
    this.table = table;
    this.name = name;
    this.type = type;
    this.values = Tensor.zeros(type, 0);
  }

  /** Whose state it is. */
  public String name() {
    return name;
  }

  /** What its elements are. */
  public ElementType type() {
    return type;
  }

  /** Elements of the state of one place; 0 before a call has told. */
  public int size() {
    return size;
  }

  /**
   * Makes room for states of a size.
   *
   * @throws IllegalArgumentException if a place has a state of another size
   */
  public void fit(long newSize) {
    if (newSize == size) {
      return;
    }
    if (size > 0 && table.isAnyStarted()) {
      throw new IllegalArgumentException(
          "state %s of %d elements is carried, found %d".formatted(name, size, newSize));
    }
    long all = 2 * newSize * table.capacity();
    if (all > Budget.MOST_ELEMENTS) {
      throw new IllegalArgumentException(
          "states of %d elements for %d sequences are more than an array can hold"
              .formatted(newSize, table.capacity()));
    }
    table.budget().change("carried states", bytes(), all * type.bytes());
    values = Tensor.zeros(type, (int) all);
    size = (int) newSize;
  }

  /** The states of a FLOAT32 column. */
  public float[] floats() {
    return values.floats();
  }

  /** The states, an array of the column's type. */
  public Object storage() {
    return values.storage();
  }

  /** Where the state of a row of the call begins; -1 if it has none yet. */
  public int currentAt(int row) {
    int half = table.currentHalf(row);
    return half < 0 ? -1 : half * size;
  }

  /** Where the call leaves the state of a row. */
  public int nextAt(int row) {
    return table.nextHalf(row) * size;
  }

  /** Where a half begins, counted over all places. */
  int halfAt(int half) {
    return half * size;
  }

  void copy(StateColumn from, int fromHalf, int half) {
    fit(from.size);
    System.arraycopy(from.storage(), fromHalf * size, storage(), half * size, size);
  }

  /** Bytes that it holds. */
  long bytes() {
    return (long) values.size() * type.bytes();
  }
}
