package dev.vecurrent.internal.op.legacy;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Element;
import dev.vecurrent.internal.op.base.Elements;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Types;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * ONNX's experiments ConstantFill, one {@code value} everywhere, and GivenTensorFill, the list
 * {@code values}. The shape is the attribute {@code shape}, that of the input, or with {@code
 * input_as_shape} the input's elements; {@code extra_shape} is appended to the latter two.
 * ConstantFill makes FLOAT32, INT32, INT64 or BOOL, as {@code dtype} says.
 */
final class Fill implements Operator {

  private static final Set<ElementType> TYPES =
      EnumSet.of(ElementType.FLOAT32, ElementType.INT32, ElementType.INT64, ElementType.BOOL);

  private final String name;
  private final ElementType type;

  /** One number that is everywhere, or all of them. */
  private final float[] values;

  private final boolean everywhere;
  private final long @Nullable [] shape;
  private final boolean inputIsShape;
  private final long[] extra;

  private Fill(NodeReader reader, ElementType type, float[] values, boolean everywhere) {
    reader.requireInputs(0, 1);
    reader.requireOutputs(1, 1);
    this.name = reader.operator();
    this.type = type;
    this.values = values;
    this.everywhere = everywhere;
    long[] given = reader.integers("shape");
    long[] appended = reader.integers("extra_shape");
    boolean hasInput = reader.hasInput(0);
    this.inputIsShape = reader.flag("input_as_shape", false) && hasInput;
    // Exporters write an empty list beside an input.
    this.shape = hasInput ? null : given;
    this.extra = appended == null || !hasInput ? new long[0] : appended;
    if (!hasInput && given == null) {
      reader.refuse("shape", "", "is required where there is no input");
    }
    if (hasInput && given != null && given.length > 0) {
      reader.refuse("shape", Arrays.toString(given), "expected none beside an input");
    }
    for (long dim : shape == null ? extra : shape) {
      if (dim < 0 || dim > Integer.MAX_VALUE - 8) {
        reader.refuse("shape, extra_shape", Long.toString(dim), "expected a possible dimension");
      }
    }
  }

  static Operator constant(NodeReader reader) {
    long number = reader.integer("dtype", ElementType.FLOAT32.onnxNumber());
    ElementType type = ElementType.FLOAT32;
    boolean found = false;
    for (ElementType one : TYPES) {
      if (one.onnxNumber() == number) {
        type = one;
        found = true;
      }
    }
    if (!found) {
      reader.refuse("dtype", Long.toString(number), "expected FLOAT32, INT32, INT64 or BOOL");
    }
    return new Fill(reader, type, new float[] {reader.number("value", 0)}, true);
  }

  static Operator given(NodeReader reader) {
    float[] values = reader.numbers("values");
    return new Fill(reader, ElementType.FLOAT32, values == null ? new float[0] : values, false);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    int[] dims = dims(Ports.optional(inputs, 0));
    if (dims == null) {
      return new Fact[] {Fact.of(type)};
    }
    Shapes.rank(name, dims.length);
    long size = 1;
    for (int dim : dims) {
      size = dim < 0 || size < 0 ? -1 : Shapes.times(size, dim);
    }
    if (!everywhere || !Elements.followed(type) || size < 0 || size > Fact.MOST_ELEMENTS) {
      return new Fact[] {new Fact(type, dims, null, null)};
    }
    Element[] elements = new Element[(int) size];
    Arrays.fill(elements, Element.of(element()));
    return new Fact[] {Elements.fact(type, dims, elements)};
  }

  private long element() {
    return type == ElementType.BOOL ? (values[0] != 0 ? 1 : 0) : (long) values[0];
  }

  private int @Nullable [] dims(@Nullable Fact input) {
    if (input == null) {
      return shape == null ? null : dims(new int[0], shape);
    }
    int[] dims = input.dims();
    if (!inputIsShape) {
      return dims == null ? null : dims(dims, extra);
    }
    Types.require(name, "input", input, Types.INDICES);
    Element[] elements = Elements.of(input);
    if (elements == null) {
      int length = Shapes.vectorLength(name, "input", input);
      return length < 0 ? null : dims(Shapes.unknown(Shapes.rank(name, length)), extra);
    }
    int[] known = new int[Shapes.rank(name, elements.length)];
    for (int i = 0; i < known.length; i++) {
      known[i] = elements[i].dim(name);
    }
    return dims(known, extra);
  }

  private int[] dims(int[] first, long[] rest) {
    int[] dims = Arrays.copyOf(first, Shapes.rank(name, (long) first.length + rest.length));
    for (int i = 0; i < rest.length; i++) {
      dims[first.length + i] = (int) rest[i];
    }
    return dims;
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor input = Ports.optional(inputs, 0);
    Tensor out = Ports.required(name, outputs, 0);
    int rank = 0;
    if (input != null && !inputIsShape) {
      rank = Shapes.copyDims(input, workspace.dims);
    } else if (input != null) {
      rank = Shapes.rank(name, input.size());
      for (int axis = 0; axis < rank; axis++) {
        workspace.dims[axis] = Shapes.dim(name, Shapes.integer(input, axis));
      }
    }
    long[] rest = shape != null ? shape : extra;
    Shapes.rank(name, (long) rank + rest.length);
    for (long dim : rest) {
      workspace.dims[rank++] = (int) dim;
    }
    out.resize(workspace.dims, rank);
    if (!everywhere && values.length != out.size()) {
      throw new IllegalArgumentException(
          name + ": " + values.length + " values do not fill " + out);
    }
    for (int at = 0; at < out.size(); ) {
      int end = workspace.piece(at, out.size(), 1);
      fill(out, at, end);
      at = end;
    }
  }

  private void fill(Tensor out, int from, int end) {
    switch (type) {
      case FLOAT32 -> {
        for (int i = from; i < end; i++) {
          out.floats()[i] = values[everywhere ? 0 : i];
        }
      }
      case INT32 -> Arrays.fill(out.ints(), from, end, (int) element());
      case INT64 -> Arrays.fill(out.longs(), from, end, element());
      default -> Arrays.fill(out.booleans(), from, end, element() != 0);
    }
  }
}
