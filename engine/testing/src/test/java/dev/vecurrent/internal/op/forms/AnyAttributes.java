package dev.vecurrent.internal.op.forms;

import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Attributes of any operator: those that it knows, with sensible values and odd ones. */
final class AnyAttributes {

  private static final String[] FLAGS = {
    "align_corners",
    "allowzero",
    "antialias",
    "broadcast",
    "ceil_mode",
    "center_point_box",
    "channels_last",
    "count_include_pad",
    "detect_negative",
    "detect_positive",
    "exclude_outside",
    "exclusive",
    "fmod",
    "input_as_shape",
    "interleaved",
    "inverse",
    "is_case_sensitive",
    "is_causal",
    "is_test",
    "keepdims",
    "largest",
    "new_axis",
    "noop_with_empty_axes",
    "onesided",
    "periodic",
    "reverse",
    "saturate",
    "select_last_index",
    "sorted",
    "spatial",
    "storage_order",
    "training_mode",
    "transA",
    "transB",
    "upper"
  };

  private static final String[] INTEGERS = {
    "axis",
    "batch_axis",
    "batch_dims",
    "block_size",
    "blocksize",
    "default_int64",
    "dtype",
    "end",
    "group",
    "ignore_index",
    "k",
    "kv_num_heads",
    "max_gram_length",
    "max_skip_count",
    "maxsplit",
    "min_gram_length",
    "num_groups",
    "num_heads",
    "num_outputs",
    "offset_group",
    "opset",
    "output_datatype",
    "output_dtype",
    "output_height",
    "output_width",
    "p",
    "q_num_heads",
    "qk_matmul_output_mode",
    "replaced_value_int64",
    "rotary_embedding_dim",
    "sample_size",
    "sampling_ratio",
    "seed",
    "size",
    "softmax_precision",
    "start",
    "stash_type",
    "time_axis",
    "to",
    "value_int",
    "zeros"
  };

  private static final String[] LISTS = {
    "axes",
    "border",
    "cats_int64s",
    "dilations",
    "ends",
    "extra_shape",
    "imputed_value_int64s",
    "inputdimensions",
    "kernel_shape",
    "keys_int64s",
    "ngram_counts",
    "ngram_indexes",
    "output_padding",
    "output_shape",
    "pads",
    "perm",
    "pool_int64s",
    "scale",
    "shape",
    "split",
    "starts",
    "strides",
    "value_ints",
    "values_int64s"
  };

  private static final String[] NUMBERS = {
    "alpha",
    "beta",
    "bias",
    "cubic_coeff_a",
    "default_float",
    "epsilon",
    "extrapolation_value",
    "gamma",
    "height_scale",
    "high",
    "lambd",
    "low",
    "max",
    "mean",
    "min",
    "momentum",
    "p",
    "ratio",
    "replaced_value_float",
    "scale",
    "seed",
    "softcap",
    "spatial_scale",
    "threshold",
    "value",
    "value_float",
    "width_scale"
  };

  private static final String[] NUMBER_LISTS = {
    "bias",
    "imputed_value_floats",
    "keys_floats",
    "offset",
    "scale",
    "scales",
    "value_floats",
    "values",
    "values_floats",
    "weights"
  };

  private static final String[] TEXT_LISTS = {
    "cats_strings",
    "classes_strings",
    "keys_strings",
    "pool_strings",
    "stopwords",
    "value_strings",
    "values_strings"
  };

  private static final Map<String, List<String>> TEXTS =
      Map.ofEntries(
          Map.entry("approximate", List.of("none", "tanh")),
          Map.entry("auto_pad", List.of("NOTSET", "SAME_UPPER", "SAME_LOWER", "VALID")),
          Map.entry("case_change_action", List.of("LOWER", "UPPER", "NONE")),
          Map.entry(
              "coordinate_transformation_mode",
              List.of(
                  "half_pixel",
                  "align_corners",
                  "asymmetric",
                  "tf_crop_and_resize",
                  "half_pixel_symmetric",
                  "output_half_pixel")),
          Map.entry("default_string", List.of("", "_Unused")),
          Map.entry("delimiter", List.of("", " ", "a")),
          Map.entry("direction", List.of("LEFT", "RIGHT")),
          Map.entry(
              "equation",
              List.of(
                  "ij,jk->ik",
                  "ii->i",
                  "i",
                  "...ij,...jk->...ik",
                  "a...,a...->...",
                  "ab->ba",
                  "->",
                  ",",
                  "ij,ij",
                  "iij,j")),
          Map.entry("keep_aspect_ratio_policy", List.of("stretch", "not_larger", "not_smaller")),
          Map.entry("locale", List.of("en_US", "")),
          Map.entry(
              "mode",
              List.of(
                  "nearest",
                  "linear",
                  "cubic",
                  "bilinear",
                  "bicubic",
                  "constant",
                  "reflect",
                  "edge",
                  "wrap",
                  "avg",
                  "max",
                  "DCR",
                  "CRD",
                  "TF",
                  "IDF",
                  "TFIDF")),
          Map.entry(
              "nearest_mode", List.of("round_prefer_floor", "round_prefer_ceil", "floor", "ceil")),
          Map.entry("norm", List.of("MAX", "L1", "L2")),
          Map.entry("padding_mode", List.of("zeros", "border", "reflection")),
          Map.entry("pattern", List.of("a*", "(", "[a-c]+b?")),
          Map.entry("reduction", List.of("none", "add", "mul", "max", "min", "sum", "mean")),
          Map.entry("value_string", List.of("", "text")),
          Map.entry("to", List.of("FLOAT", "INT64", "BOOL")));

  private static final Map<String, long[]> USUAL =
      Map.of(
          "group", new long[] {1},
          "dtype", new long[] {1, 1, 1, 6, 7, 9, 11},
          "output_dtype", new long[] {2, 3},
          "output_datatype", new long[] {6, 7},
          "stash_type", new long[] {1},
          "to", new long[] {1, 2, 6, 7, 8, 9, 10, 11},
          "blocksize", new long[] {1, 2, 3},
          "num_heads", new long[] {1, 2},
          "opset", new long[] {13});

  private static final long[] ODD = {
    -1,
    -2,
    8,
    9,
    100,
    65536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 31,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 4711
  };

  private final Map<String, List<Function<Random, AttributeValue>>> makers = new HashMap<>();

  private AnyAttributes() {
    for (String name : FLAGS) {
      add(name, random -> new AttributeValue.OfInt(odd(random, 40) ? 2 : random.nextInt(2)));
    }
    for (String name : INTEGERS) {
      long[] usual = USUAL.get(name);
      add(
          name,
          random ->
              new AttributeValue.OfInt(
                  usual == null || odd(random, 6)
                      ? integer(random)
                      : usual[random.nextInt(usual.length)]));
    }
    for (String name : LISTS) {
      add(name, name.equals("pads") ? AnyAttributes::pads : AnyAttributes::list);
    }
    for (String name : NUMBERS) {
      add(name, random -> new AttributeValue.OfFloat(number(random)));
    }
    for (String name : NUMBER_LISTS) {
      add(name, AnyAttributes::numbers);
    }
    for (String name : TEXT_LISTS) {
      add(name, AnyAttributes::texts);
    }
    TEXTS.forEach((name, texts) ->
        add(name, random -> new AttributeValue.OfString(texts.get(random.nextInt(texts.size())))));
    for (String name : new String[] {"value", "default_tensor", "keys_tensor", "values_tensor"}) {
      add(name, AnyAttributes::tensor);
    }
    add("type", random -> new AttributeValue.OfType(AnyValues.type(random), random.nextBoolean()));
  }

  private void add(String name, Function<Random, AttributeValue> maker) {
    makers.computeIfAbsent(name, key -> new ArrayList<>()).add(maker);
  }

  private static final Map<String, Map<String, List<Function<Random, AttributeValue>>>> KNOWN =
      new ConcurrentHashMap<>();

  /** The attributes that an operator knows in some opset. */
  static Map<String, List<Function<Random, AttributeValue>>> of(
      Function<Map<String, AttributeValue>, OperatorNode> node) {
    OperatorNode plain = node.apply(Map.of());
    String key = plain.domain() + "." + plain.operator() + "-" + plain.opset();
    return KNOWN.computeIfAbsent(key, form -> known(node, new Random(key.hashCode())));
  }

  /** Tries all attributes. */
  private static Map<String, List<Function<Random, AttributeValue>>> known(
      Function<Map<String, AttributeValue>, OperatorNode> node, Random random) {
    Map<String, List<Function<Random, AttributeValue>>> known = new TreeMap<>();
    new AnyAttributes()
        .makers.forEach((name, makers) -> {
          for (Function<Random, AttributeValue> maker : makers) {
            List<Finding> findings = new ArrayList<>();
            AttributeValue value = maker.apply(random);
            Operators.create(node.apply(Map.of(name, value)), findings);
            String kind = "expected " + value.getClass().getSimpleName().substring(2);
            boolean fits =
                findings.stream()
                    .noneMatch(finding ->
                        finding.field().equals(name)
                            && (finding.reason().startsWith("attribute is not known")
                                || finding.reason().equals(kind.isEmpty() ? "" : kind)
                                || isOtherKind(finding.reason())));
            if (fits) {
              known.computeIfAbsent(name, key -> new ArrayList<>()).add(maker);
            }
          }
        });
    return known;
  }

  /** A value of one of the kinds that an attribute may be of. */
  static AttributeValue draw(List<Function<Random, AttributeValue>> makers, Random random) {
    return makers.get(random.nextInt(makers.size())).apply(random);
  }

  /** Attributes that an operator needs all together; empty for most operators. */
  static Map<String, AttributeValue> together(String operator) {
    return switch (operator) {
      case "TfIdfVectorizer" ->
          Map.of(
              "mode", new AttributeValue.OfString("TFIDF"),
              "min_gram_length", new AttributeValue.OfInt(1),
              "max_gram_length", new AttributeValue.OfInt(2),
              "max_skip_count", new AttributeValue.OfInt(1),
              "ngram_counts", new AttributeValue.OfInts(List.of(0L, 2L)),
              "ngram_indexes", new AttributeValue.OfInts(List.of(0L, 2L, 1L)),
              "pool_int64s", new AttributeValue.OfInts(List.of(1L, 2L, 2L, 3L)));
      case "ai.onnx.ml.LabelEncoder" ->
          Map.of(
              "keys_int64s", new AttributeValue.OfInts(List.of(1L, 2L)),
              "values_strings", new AttributeValue.OfStrings(List.of("one", "two")));
      case "ai.onnx.ml.CategoryMapper" ->
          Map.of(
              "cats_int64s", new AttributeValue.OfInts(List.of(1L, 2L)),
              "cats_strings", new AttributeValue.OfStrings(List.of("a", "b")));
      case "ai.onnx.ml.OneHotEncoder" ->
          Map.of("cats_int64s", new AttributeValue.OfInts(List.of(1L, 2L)));
      case "ai.onnx.ml.Imputer" ->
          Map.of("imputed_value_floats", new AttributeValue.OfFloats(List.of(1f)));
      default -> Map.of();
    };
  }

  private static boolean isOtherKind(String reason) {
    return List.of(
            "expected Int",
            "expected Ints",
            "expected Float",
            "expected Floats",
            "expected String",
            "expected Strings",
            "expected Tensor",
            "expected Type")
        .contains(reason);
  }

  private static boolean odd(Random random, int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private static long integer(Random random) {
    return odd(random, 12) ? ODD[random.nextInt(ODD.length)] : random.nextInt(7) - 2;
  }

  private static float number(Random random) {
    return odd(random, 12)
        ? new float[] {Float.NaN, Float.POSITIVE_INFINITY, -1, 0, 1e30f}[random.nextInt(5)]
        : random.nextInt(4) * 0.5f;
  }

  private static AttributeValue list(Random random) {
    List<Long> list = new ArrayList<>();
    int length =
        odd(random, 15) ? random.nextInt(20) : random.nextBoolean() ? 2 : random.nextInt(5);
    boolean places = random.nextInt(3) == 0;
    boolean oddOnes = odd(random, 10);
    for (int i = 0; i < length; i++) {
      list.add(
          places ? length - 1 - i : oddOnes ? integer(random) : (long) (1 + random.nextInt(2)));
    }
    return new AttributeValue.OfInts(list);
  }

  private static AttributeValue pads(Random random) {
    if (odd(random, 6)) {
      return list(random);
    }
    List<Long> list = new ArrayList<>();
    int length = 2 * (1 + random.nextInt(3));
    for (int i = 0; i < length; i++) {
      list.add((long) random.nextInt(2));
    }
    return new AttributeValue.OfInts(list);
  }

  private static AttributeValue numbers(Random random) {
    List<Float> list = new ArrayList<>();
    int length = random.nextInt(5);
    for (int i = 0; i < length; i++) {
      list.add(number(random));
    }
    return new AttributeValue.OfFloats(list);
  }

  private static AttributeValue texts(Random random) {
    List<String> list = new ArrayList<>();
    int length = random.nextInt(4);
    for (int i = 0; i < length; i++) {
      list.add(AnyValues.text(random) + i);
    }
    return new AttributeValue.OfStrings(list);
  }

  private static AttributeValue tensor(Random random) {
    int[] shape = random.nextBoolean() ? new int[] {1} : AnyValues.shape(random, 3);
    Tensor tensor = AnyValues.tensor(random, AnyValues.type(random), shape);
    return new AttributeValue.OfTensor(
        tensor.type() == ElementType.INT4 ? Tensor.zeros(ElementType.FLOAT32, 1) : tensor);
  }
}
