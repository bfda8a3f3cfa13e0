package dev.vecurrent.tensor;

/**
 * The element types a {@link Tensor} can hold, each with the Java array that stores it.
 *
 * <p>Numbers are those of {@code onnx.TensorProto.DataType}. {@link #FLOAT16} and {@link #BFLOAT16}
 * are storage types: their elements are kept as raw 16-bit patterns in a {@code short[]}, and
 * models that use them are computed in {@link #FLOAT32}. {@link #INT4} and {@link #UINT4} take a
 * {@code byte} each in memory, although files pack two into one.
 */
public enum ElementType {
  /** IEEE 754 binary32 in a {@code float[]}. */
  FLOAT32(1, 4),
  /** Unsigned 8-bit integers in a {@code byte[]}. */
  UINT8(2, 1),
  /** Signed 8-bit integers in a {@code byte[]}. */
  INT8(3, 1),
  /** Unsigned 16-bit integers in a {@code short[]}. */
  UINT16(4, 2),
  /** Signed 16-bit integers in a {@code short[]}. */
  INT16(5, 2),
  /** Signed 32-bit integers in an {@code int[]}. */
  INT32(6, 4),
  /** Signed 64-bit integers in a {@code long[]}. */
  INT64(7, 8),
  /**
   * Text in a {@code String[]}, never {@code null}; counted as 64 bytes where memory is bounded.
   */
  STRING(8, 64),
  /** Truth values in a {@code boolean[]}. */
  BOOL(9, 1),
  /** IEEE 754 binary16 bit patterns in a {@code short[]}. */
  FLOAT16(10, 2),
  /** IEEE 754 binary64 in a {@code double[]}. */
  FLOAT64(11, 8),
  /** Unsigned 32-bit integers in an {@code int[]}. */
  UINT32(12, 4),
  /** Unsigned 64-bit integers in a {@code long[]}. */
  UINT64(13, 8),
  /** The upper half of IEEE 754 binary32, as bit patterns in a {@code short[]}. */
  BFLOAT16(16, 2),
  /** Unsigned 4-bit integers, 0 to 15, one in each element of a {@code byte[]}. */
  UINT4(21, 1),
  /** Signed 4-bit integers, -8 to 7, one in each element of a {@code byte[]}. */
  INT4(22, 1);

  private static final ElementType[] BY_ONNX = new ElementType[23];

  static {
    for (ElementType type : values()) {
      BY_ONNX[type.onnx] = type;
    }
  }

  private final int onnx;
  private final int bytes;

  ElementType(int onnx, int bytes) {
    this.onnx = onnx;
    this.bytes = bytes;
  }

  /** The number of this type in {@code onnx.TensorProto.DataType}. */
  public int onnxNumber() {
    return onnx;
  }

  /** Bytes of one element in memory. */
  public int bytes() {
    return bytes;
  }

  /** Whether elements are floating point numbers of any width. */
  public boolean isFloatingPoint() {
    return this == FLOAT32 || this == FLOAT64 || this == FLOAT16 || this == BFLOAT16;
  }

  /** The type this one is computed in: {@link #FLOAT32} for 16-bit floats, itself otherwise. */
  public ElementType computeType() {
    return this == FLOAT16 || this == BFLOAT16 ? FLOAT32 : this;
  }

  /**
   * The type with the given ONNX number.
   *
   * @throws IllegalArgumentException if no supported type has that number
   */
  public static ElementType ofOnnx(int number) {
    if (number > 0 && number < BY_ONNX.length && BY_ONNX[number] != null) {
      return BY_ONNX[number];
    }
    throw new IllegalArgumentException("element type " + number + " is not supported");
  }
}
