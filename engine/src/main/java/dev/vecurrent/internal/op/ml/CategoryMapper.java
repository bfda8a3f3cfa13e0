package dev.vecurrent.internal.op.ml;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;

/**
 * ai.onnx.ml CategoryMapper, and LabelEncoder of version 1, whose integers are the places in its
 * list: text to INT64, or INT64 to text, whichever the input is; of any shape.
 */
final class CategoryMapper implements Operator {

  private final String name;
  private final Lookup toIntegers;
  private final Lookup toTexts;

  private CategoryMapper(String name, Lookup toIntegers, Lookup toTexts) {
    this.name = name;
    this.toIntegers = toIntegers;
    this.toTexts = toTexts;
  }

  static Operator read(NodeReader reader) {
    String[] texts = reader.strings("cats_strings");
    long[] integers = reader.integers("cats_int64s");
    int ofTexts = texts == null ? 0 : texts.length;
    int ofIntegers = integers == null ? 0 : integers.length;
    if (ofTexts != ofIntegers || ofTexts == 0) {
      reader.refuse(
          "cats_strings, cats_int64s",
          ofTexts + ", " + ofIntegers + " values",
          "expected as many of one as of the other");
    }
    return of(
        reader,
        texts == null || ofTexts != ofIntegers ? new String[0] : texts,
        integers == null || ofTexts != ofIntegers ? new long[0] : integers);
  }

  /** LabelEncoder of version 1. */
  static Operator ofClasses(NodeReader reader) {
    String[] texts = reader.strings("classes_strings");
    if (texts == null || texts.length == 0) {
      reader.refuse("classes_strings", "", "is required");
      texts = new String[0];
    }
    long[] places = new long[texts.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    return of(reader, texts, places);
  }

  private static Operator of(NodeReader reader, String[] texts, long[] integers) {
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    Tensor text = Tensor.of(texts, texts.length);
    Tensor integer = Tensor.of(integers, integers.length);
    Tensor noInteger = Tensor.of(new long[] {reader.integer("default_int64", -1)});
    Tensor noText = Tensor.of(new String[] {reader.string("default_string", "_Unused")});
    return new CategoryMapper(
        reader.operator(),
        new Lookup(text, integer, noInteger, true),
        new Lookup(integer, text, noText, true));
  }

  private Lookup lookup(ElementType type) {
    return switch (type) {
      case STRING -> toIntegers;
      case INT64 -> toTexts;
      default ->
          throw new IllegalArgumentException(
              name + ": input X is " + type + ", expected STRING or INT64");
    };
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required(name, inputs, 0);
    return new Fact[] {lookup(x.type()).fact(x)};
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return lookup(Ports.required(name, inputs, 0).type()).work(Work.elements(inputs, outputs));
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(name, inputs, 0);
    Tensor out = Ports.required(name, outputs, 0);
    lookup(x.type()).run(x, out, workspace.bounds().watch());
  }
}
