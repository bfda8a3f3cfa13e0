package dev.vecurrent.tensor;

/**
 * An ONNX optional value: a tensor or a sequence of tensors of a known element type, or nothing.
 *
 * <p>As an output it is a place that keeps its storage: a value that comes and goes allocates
 * nothing once it has been as large before.
 *
 * <p>Not safe for use by several threads while one of them writes.
 */
public final class OptionalValue implements Value {

  private final Value place;
  private boolean isPresent;

  private OptionalValue(Value place, boolean isPresent) {
    if (place instanceof OptionalValue) {
      throw new IllegalArgumentException("an optional value cannot hold another");
    }
    this.place = place;
    this.isPresent = isPresent;
  }

  /** A present value, which is not copied: a tensor or a sequence. */
  public static OptionalValue of(Value value) {
    return new OptionalValue(value, true);
  }

  /**
   * An absent value, which may become present.
   *
   * @param type the element type
   * @param isSequence whether it would be a sequence of tensors
   */
  public static OptionalValue absent(ElementType type, boolean isSequence) {
    return absentIn(isSequence ? TensorSequence.growable(type) : Tensor.growable(type));
  }

  /** An absent value that is kept in a tensor or sequence once it becomes present. */
  public static OptionalValue absentIn(Value place) {
    return new OptionalValue(place, false);
  }

  @Override
  public ElementType type() {
    return place.type();
  }

  /** Whether it is, or would be, a sequence of tensors. */
  public boolean isSequence() {
    return place instanceof TensorSequence;
  }

  /** Whether there is a value. */
  public boolean isPresent() {
    return isPresent;
  }

  /**
   * The tensor or sequence, to be read only.
   *
   * @throws IllegalArgumentException if it is absent
   */
  public Value get() {
    if (!isPresent) {
      throw new IllegalArgumentException("an " + this + " has no element");
    }
    return place;
  }

  /** Where the value is or would be kept. */
  public Value place() {
    return place;
  }

  /** Becomes absent. */
  public void clear() {
    isPresent = false;
  }

  /**
   * Becomes equal to a value of the same kind: an optional one, or a tensor or sequence.
   *
   * @throws IllegalArgumentException if the kinds differ or the value is too large; this is absent
   *     then
   */
  public void assign(Value value) {
    if (value == this) {
      return;
    }
    isPresent = false;
    Value from = value;
    boolean isThere = true;
    if (value instanceof OptionalValue other) {
      from = other.place;
      isThere = other.isPresent;
    }
    if (from.type() != type() || from instanceof TensorSequence != isSequence()) {
      throw new IllegalArgumentException("an " + this + " cannot hold " + from);
    }
    if (!isThere) {
      return;
    }
    if (from instanceof TensorSequence sequence) {
      ((TensorSequence) place).assign(sequence);
    } else if (from != place) {
      Tensor tensor = (Tensor) from;
      Tensor copy = (Tensor) place;
      copy.resizeLike(tensor);
      System.arraycopy(tensor.storage(), 0, copy.storage(), 0, tensor.size());
    }
    isPresent = true;
  }

  /** What it holds, or of which kind what is absent would be. */
  @Override
  public String toString() {
    String kind = isSequence() ? "sequence of " + type() : type().toString();
    return "optional " + (isPresent ? place.toString() : kind + " that is absent");
  }
}
