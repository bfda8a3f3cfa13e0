package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Every form of the operators of {@code ai.onnx.ml} that ONNX Runtime has code for. */
final class MlSubjects {

  static final String DOMAIN = "ai.onnx.ml";

  private static final ElementType[] NUMBERS = {
    ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT32, ElementType.INT64
  };

  private MlSubjects() {}

  static Map<String, Consumer<OneNode>> all() {
    Map<String, Consumer<OneNode>> all = new TreeMap<>();
    all.put("ArrayFeatureExtractor", MlSubjects::arrayFeatureExtractor);
    all.put("Binarizer", MlSubjects::binarizer);
    all.put("CategoryMapper", MlSubjects::categoryMapper);
    all.put("FeatureVectorizer", MlSubjects::featureVectorizer);
    all.put("Imputer", MlSubjects::imputer);
    all.put("LabelEncoder", MlSubjects::labelEncoder);
    all.put("Normalizer", MlSubjects::normalizer);
    all.put("OneHotEncoder", MlSubjects::oneHotEncoder);
    all.put("Scaler", MlSubjects::scaler);
    return all;
  }

  private static void domain(OneNode node, int version) {
    node.opset(9, 12, 17);
    node.domain(DOMAIN, version);
  }

  private static float[] floats(OneNode node, int count) {
    return Domain.ANY.draw(node.random(), ElementType.FLOAT32, count).floats();
  }

  /** Integers of which no two are equal. */
  private static long[] distinct(OneNode node, int count) {
    return node.random().ints(-10, 11).distinct().limit(count).asLongStream().toArray();
  }

  private static List<String> texts(long... numbers) {
    List<String> texts = new ArrayList<>();
    for (long number : numbers) {
      texts.add(Long.toString(number));
    }
    return texts;
  }

  private static void scaler(OneNode node) {
    domain(node, 1);
    int[] shape = node.shape(1, 2, true);
    node.data(node.type(NUMBERS), shape);
    int count = node.oneIn(2) ? 1 : Math.max(1, shape[shape.length - 1]);
    if (count != 1 && shape[shape.length - 1] == 0) {
      throw new Discarded("no features");
    }
    node.attribute(Attribute.numbers("offset", floats(node, count)));
    node.attribute(Attribute.numbers("scale", floats(node, count)));
    node.output(ElementType.FLOAT32);
  }

  private static void normalizer(OneNode node) {
    domain(node, 1);
    Tensor x = node.data(node.type(NUMBERS), node.shape(1, 2, true));
    if (node.oneIn(4) && x.type() == ElementType.FLOAT32) {
      java.util.Arrays.fill(x.floats(), 0);
    }
    String[] norms = {"MAX", "L1", "L2"};
    if (!node.oneIn(4)) {
      node.attribute(Attribute.text("norm", norms[node.random().nextInt(3)]));
    }
    node.output(ElementType.FLOAT32);
  }

  private static void binarizer(OneNode node) {
    domain(node, 1);
    node.data(ElementType.FLOAT32, node.shape(1, 4, true));
    if (node.oneIn(2)) {
      node.attribute(Attribute.number("threshold", node.between(-4, 4) / 2.0));
    }
    node.output(ElementType.FLOAT32);
  }

  private static void oneHotEncoder(OneNode node) {
    domain(node, 1);
    ElementType[] types = {
      ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT64, ElementType.STRING
    };
    ElementType type = node.type(types);
    node.data(type, node.shape(1, 2, true));
    long[] categories = distinct(node, node.between(1, 12));
    node.attribute(
        type == ElementType.STRING
            ? Attribute.texts("cats_strings", texts(categories))
            : Attribute.integers("cats_int64s", categories));
    if (node.oneIn(2)) {
      node.integer("zeros", 1);
    }
    node.output(ElementType.FLOAT32);
  }

  private static void categoryMapper(OneNode node) {
    domain(node, 1);
    ElementType type = node.type(ElementType.STRING, ElementType.INT64);
    node.data(type, node.shape(1, 3, false));
    long[] integers = distinct(node, node.between(1, 12));
    node.attribute(Attribute.integers("cats_int64s", integers));
    node.attribute(Attribute.texts("cats_strings", texts(distinct(node, integers.length))));
    if (node.oneIn(2)) {
      node.attribute(Attribute.integer("default_int64", 77));
      node.attribute(Attribute.text("default_string", "none of them"));
    }
    node.output(type == ElementType.STRING ? ElementType.INT64 : ElementType.STRING);
  }

  private static void labelEncoder(OneNode node) {
    int version = node.between(1, 4);
    domain(node, version);
    if (version == 1) {
      classes(node);
      return;
    }
    ElementType[] types =
        version == 4 && node.oneIn(2)
            ? new ElementType[] {
              ElementType.STRING, ElementType.INT64, ElementType.FLOAT64, ElementType.FLOAT32
            }
            : new ElementType[] {ElementType.STRING, ElementType.INT64, ElementType.FLOAT32};
    ElementType from = node.type(types);
    ElementType to = node.type(types);
    if (version == 4 && from == ElementType.STRING && node.oneIn(4)) {
      to = ElementType.INT16;
    }
    Tensor x = Domain.SMALL.draw(node.random(), from, node.shape(1, 3, false));
    whole(x);
    int count = node.between(1, 8);
    Tensor keys = Tensor.zeros(from, count);
    long[] numbers = distinct(node, count);
    for (int i = 0; i < count; i++) {
      set(keys, i, i == 0 && version == 4 && node.oneIn(3) ? Double.NaN : numbers[i] / 5);
    }
    requireDistinct(keys);
    if (from == ElementType.FLOAT32 && version == 4) {
      x.floats()[0] = Float.NaN;
    }
    node.data(x);
    list(node, "keys", keys, version);
    list(node, "values", Domain.ANY.draw(node.random(), to, count), version);
    if (node.oneIn(2)) {
      otherwise(node, to, version);
    }
    node.output(to);
  }

  private static void classes(OneNode node) {
    ElementType type = node.type(ElementType.STRING, ElementType.INT64);
    node.data(type, node.shape(1, 3, false));
    node.attribute(Attribute.texts("classes_strings", texts(distinct(node, 9))));
    if (node.oneIn(2)) {
      node.attribute(Attribute.integer("default_int64", -5));
      node.attribute(Attribute.text("default_string", ""));
    }
    node.output(type == ElementType.STRING ? ElementType.INT64 : ElementType.STRING);
  }

  private static void whole(Tensor x) {
    for (int i = 0; i < x.size(); i++) {
      switch (x.type()) {
        case FLOAT32 -> x.floats()[i] = (float) Math.rint(x.floats()[i]);
        case FLOAT64 -> x.doubles()[i] = Math.rint(x.doubles()[i]);
        default -> {
          // Integers and text are.
        }
      }
    }
  }

  private static void set(Tensor tensor, int i, double value) {
    switch (tensor.type()) {
      case FLOAT32 -> tensor.floats()[i] = (float) value;
      case FLOAT64 -> tensor.doubles()[i] = value;
      case INT64 -> tensor.longs()[i] = (long) value;
      default -> tensor.strings()[i] = Long.toString((long) value);
    }
  }

  /** ONNX Runtime means the first of equal keys, the text of version 4 the last. */
  private static void requireDistinct(Tensor keys) {
    List<Object> seen = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      Object key = java.lang.reflect.Array.get(keys.storage(), i);
      if (seen.contains(key)) {
        throw new Discarded("equal keys");
      }
      seen.add(key);
    }
  }

  private static void list(OneNode node, String kind, Tensor values, int version) {
    boolean other = values.type() == ElementType.FLOAT64 || values.type() == ElementType.INT16;
    if (other || (version == 4 && node.oneIn(3))) {
      node.attribute(Attribute.tensor(kind + "_tensor", values));
      return;
    }
    node.attribute(
        switch (values.type()) {
          case STRING -> Attribute.texts(kind + "_strings", List.of(values.strings()));
          case INT64 -> Attribute.integers(kind + "_int64s", values.longs());
          default -> Attribute.numbers(kind + "_floats", values.floats());
        });
  }

  private static void otherwise(OneNode node, ElementType type, int version) {
    boolean other = type == ElementType.FLOAT64 || type == ElementType.INT16;
    if (version == 4 && (other || node.oneIn(3))) {
      node.attribute(Attribute.tensor("default_tensor", Domain.ANY.draw(node.random(), type, 1)));
      return;
    }
    node.attribute(Attribute.number("default_float", 2.5));
    node.attribute(Attribute.integer("default_int64", 42));
    node.attribute(Attribute.text("default_string", "no key"));
  }

  private static void arrayFeatureExtractor(OneNode node) {
    domain(node, 1);
    ElementType[] types = {
      ElementType.FLOAT32,
      ElementType.FLOAT64,
      ElementType.INT32,
      ElementType.INT64,
      ElementType.STRING
    };
    ElementType type = node.type(types);
    int[] shape = node.shape(1, 4, false);
    node.data(type, shape);
    int[] by = node.shape(1, 2, false);
    long[] indices = new long[Tensor.zeros(ElementType.INT64, by).size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = node.random().nextInt(shape[shape.length - 1]);
    }
    node.parameter(Tensor.of(indices, by));
    node.output(type);
  }

  private static void featureVectorizer(OneNode node) {
    domain(node, 1);
    ElementType type = node.type(NUMBERS);
    int rows = node.between(1, 4);
    int inputs = node.between(1, 4);
    long[] sizes = new long[inputs];
    for (int i = 0; i < inputs; i++) {
      int columns = node.between(1, 5);
      sizes[i] = node.oneIn(2) ? columns : node.between(1, 6);
      int[] shape = rows == 1 && node.oneIn(2) ? new int[] {columns} : new int[] {rows, columns};
      node.data(type, shape);
    }
    node.attribute(Attribute.integers("inputdimensions", sizes));
    node.output(ElementType.FLOAT32);
  }

  private static void imputer(OneNode node) {
    domain(node, 1);
    ElementType type = node.type(ElementType.FLOAT32, ElementType.INT64);
    int[] shape = node.shape(1, 2, false);
    Tensor x = Domain.ANY.draw(node.random(), type, shape);
    int count = node.oneIn(2) ? 1 : shape[shape.length - 1];
    if (type == ElementType.INT64) {
      node.data(x);
      node.attribute(
          Attribute.integers(
              "imputed_value_int64s",
              Domain.ANY.draw(node.random(), ElementType.INT64, count).longs()));
      node.integer("replaced_value_int64", x.longs()[0]);
    } else {
      if (node.oneIn(2)) {
        x.floats()[0] = Float.NaN;
      }
      node.data(x);
      node.attribute(Attribute.numbers("imputed_value_floats", floats(node, count)));
      node.attribute(Attribute.number("replaced_value_float", x.floats()[0]));
    }
    node.output(type);
  }
}
