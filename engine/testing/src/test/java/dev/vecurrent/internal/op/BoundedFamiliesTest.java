package dev.vecurrent.internal.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Bounds;
import dev.vecurrent.internal.limit.Budget;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.limit.CallEndedException;
import dev.vecurrent.limit.CallLimits;
import dev.vecurrent.limit.CancelToken;
import dev.vecurrent.limit.LimitExceededException;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators on signals, samples, quanta, text and random numbers take time and memory as told. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BoundedFamiliesTest {

  private static final int LONG = 1 << 21;

  /** An operator with inputs. */
  private record Call(
      String name, int opset, Map<String, AttributeValue> attributes, List<Tensor> inputs) {

    static Call of(String name, int opset, Map<String, AttributeValue> attributes, Tensor... in) {
      return new Call(name, opset, attributes, Arrays.asList(in));
    }

    Tensor run(Workspace workspace) {
      boolean[] present = new boolean[inputs.size()];
      Arrays.fill(present, true);
      Operator operator = Nodes.operator(name, opset, attributes, present);
      @Nullable Fact[] facts = new Fact[present.length];
      @Nullable Tensor[] in = new Tensor[present.length];
      for (int i = 0; i < facts.length; i++) {
        facts[i] = Fact.of(inputs.get(i).type(), inputs.get(i).shape());
        in[i] = inputs.get(i);
      }
      Fact[] made = operator.infer(facts);
      @Nullable Tensor[] out = new Tensor[made.length];
      for (int i = 0; i < out.length; i++) {
        out[i] = Tensor.growable(made[i].type());
      }
      operator.run(in, out, workspace);
      return Objects.requireNonNull(out[0]);
    }

    @Override
    public String toString() {
      return name + inputs;
    }
  }

  private static Tensor floats(int... shape) {
    return Tensor.zeros(ElementType.FLOAT32, shape);
  }

  private static Tensor doubles(int... shape) {
    return Tensor.zeros(ElementType.FLOAT64, shape);
  }

  private static Tensor bytes(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.UINT8, shape);
    Arrays.fill(tensor.bytes(), (byte) 1);
    return tensor;
  }

  private static Tensor integer(long value) {
    return Tensor.of(new long[] {value}, 1);
  }

  private static Tensor one(float value) {
    return Tensor.of(new float[] {value}, 1);
  }

  private static Tensor zero() {
    return Tensor.zeros(ElementType.UINT8, 1);
  }

  private static Tensor texts(int count, String text) {
    return Tensor.of(Collections.nCopies(count, text).toArray(String[]::new), count);
  }

  private static Map<String, AttributeValue> none() {
    return Nodes.with();
  }

  private static AttributeValue strings(String... values) {
    return new AttributeValue.OfStrings(List.of(values));
  }

  private static Map<String, AttributeValue> words(int skips) {
    return Map.of(
        "mode", new AttributeValue.OfString("TF"),
        "min_gram_length", new AttributeValue.OfInt(2),
        "max_gram_length", new AttributeValue.OfInt(2),
        "max_skip_count", new AttributeValue.OfInt(skips),
        "pool_int64s", new AttributeValue.OfInts(List.of(0L, 0L, 1L)),
        "ngram_counts", new AttributeValue.OfInts(List.of(0L, 1L)),
        "ngram_indexes", new AttributeValue.OfInts(List.of(0L, 1L)));
  }

  /** Operators that need memory beside that of their output. */
  static Stream<Call> withScratch() {
    String word = "Words and words and words and words and words and words";
    return Stream.of(
        Call.of("DFT", 20, none(), floats(1, 64, 1)),
        Call.of("DFT", 20, none(), floats(1, 63, 2)),
        Call.of("STFT", 17, none(), floats(1, 64, 1), integer(1), floats(32)),
        Call.of("MatMulInteger", 10, none(), bytes(8, 8), bytes(8, 8)),
        Call.of("ConvInteger", 10, none(), bytes(1, 4, 8), bytes(4, 4, 3)),
        qLinearConv(32),
        qLinearMatMul(8),
        qGemm(8),
        scaledProduct(8),
        dynamicProduct(8),
        qLinearAdd(64),
        Call.of("DeformConv", 19, none(), floats(1, 8, 9), floats(1, 8, 1), floats(1, 1, 9)),
        Call.of("NonMaxSuppression", 10, none(), floats(1, 99, 4), floats(1, 1, 99), integer(99)),
        Call.of("TfIdfVectorizer", 9, words(0), Tensor.zeros(ElementType.INT64, 99)),
        Call.of("Multinomial", 7, none(), floats(1, 99)),
        Call.of("RegexFullMatch", 20, Nodes.with("pattern", "[a-z]{100}"), texts(1, word)),
        Call.of("StringConcat", 20, none(), texts(1, word), texts(1, word)),
        Call.of("StringSplit", 20, none(), texts(1, word)),
        Call.of("StringNormalizer", 10, Nodes.with("case_change_action", "UPPER"), texts(1, word)));
  }

  private static Call qLinearConv(int size) {
    return Call.of(
        "QLinearConv",
        10,
        none(),
        bytes(1, 2, size),
        one(1),
        zero(),
        bytes(2, 2, 3),
        one(1),
        zero(),
        one(1),
        zero());
  }

  private static Call qLinearMatMul(int size) {
    return Call.of(
        "QLinearMatMul",
        10,
        none(),
        bytes(size, size),
        one(1),
        zero(),
        bytes(size, size),
        one(1),
        zero(),
        one(1),
        zero());
  }

  private static Call qGemm(int size) {
    return Call.of(
        "com.microsoft.QGemm",
        1,
        Nodes.with("transA", 1, "transB", 1),
        bytes(size, size),
        one(1),
        zero(),
        bytes(size, size),
        one(1),
        zero());
  }

  private static Call scaledProduct(int size) {
    return Call.of(
        "com.microsoft.MatMulIntegerToFloat",
        1,
        none(),
        bytes(size, size),
        bytes(size, size),
        one(1),
        one(1));
  }

  private static Call dynamicProduct(int size) {
    return Call.of(
        "com.microsoft.DynamicQuantizeMatMul",
        1,
        none(),
        floats(size, size),
        bytes(size, size),
        one(1));
  }

  private static Call qLinearAdd(int size) {
    return Call.of(
        "com.microsoft.QLinearAdd",
        1,
        none(),
        bytes(size),
        one(1),
        zero(),
        bytes(size),
        one(1),
        zero(),
        one(1),
        zero());
  }

  @ParameterizedTest
  @MethodSource("withScratch")
  void scratchIsTakenFromTheBudget(Call call) {
    Bounds bounds = new Bounds(new Watch(), Budget.ofSession(100, 100));
    assertThatThrownBy(() -> call.run(new Workspace(bounds)))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("is 100 bytes");
    call.run(new Workspace());
  }

  /** Operators with more work than a block of the watch. */
  static Stream<Call> ofMuchWork() {
    return Stream.concat(
        Stream.concat(signalsOfMuchWork(), samplesOfMuchWork()),
        Stream.concat(quantaOfMuchWork(), othersOfMuchWork()));
  }

  private static Stream<Call> signalsOfMuchWork() {
    Tensor half = Tensor.of(new float[] {4000}, 1);
    return Stream.of(
        Call.of("DFT", 20, none(), doubles(1, 1 << 17, 1)),
        Call.of("DFT", 20, Nodes.with("inverse", 1), doubles(1, 10_007, 2)),
        Call.of("DFT", 20, none(), floats(1 << 17, 2, 1)),
        Call.of("STFT", 17, none(), floats(1, 1 << 16, 1), integer(1), floats(31)),
        Call.of("HannWindow", 17, none(), integer(LONG)),
        Call.of("BlackmanWindow", 17, none(), integer(LONG)),
        Call.of(
            "MelWeightMatrix",
            17,
            none(),
            integer(64),
            integer(LONG),
            integer(8000),
            one(0),
            half));
  }

  private static Stream<Call> samplesOfMuchWork() {
    return Stream.of(
        Call.of("AffineGrid", 20, none(), floats(1, 2, 3), image(1, 1, 999, 999)),
        Call.of("CenterCropPad", 18, none(), floats(1), integer(LONG)),
        Call.of("CenterCropPad", 18, none(), floats(LONG, 1), image(LONG, 1)),
        Call.of("Col2Im", 18, none(), floats(1, 1, LONG), integer(LONG), integer(1)),
        Call.of(
            "DeformConv",
            19,
            none(),
            floats(1, 1, 1 << 15),
            floats(1, 1, 1),
            floats(1, 1, 1 << 15)),
        Call.of(
            "DeformConv",
            19,
            none(),
            doubles(1, 1 << 17, 1),
            doubles(1, 1 << 17, 1),
            doubles(1, 1, 1)),
        Call.of("GridSample", 20, none(), floats(1, 1, 9, 9), floats(1, 300, 300, 2)),
        Call.of("GridSample", 20, none(), floats(1, 1 << 19, 1), floats(1, 1, 1)),
        Call.of(
            "NonMaxSuppression", 10, none(), floats(1, 2000, 4), floats(1, 1, 2000), integer(2000)),
        Call.of(
            "RoiAlign",
            16,
            Nodes.with("sampling_ratio", 4096),
            floats(1, 1, 2, 2),
            floats(1, 4),
            Tensor.zeros(ElementType.INT64, 1)));
  }

  private static Stream<Call> quantaOfMuchWork() {
    return Stream.of(
        Call.of("QuantizeLinear", 21, none(), floats(LONG), one(1)),
        Call.of("QuantizeLinear", 21, Nodes.with("axis", 0), floats(LONG, 1), floats(LONG)),
        Call.of("DequantizeLinear", 21, none(), bytes(LONG), one(1)),
        Call.of(
            "DequantizeLinear",
            21,
            Nodes.with("axis", 0, "block_size", 32),
            bytes(LONG),
            floats(LONG / 32)),
        Call.of("DynamicQuantizeLinear", 11, none(), floats(LONG)),
        Call.of("MatMulInteger", 10, none(), bytes(128, 128), bytes(128, 128)),
        Call.of("MatMulInteger", 10, none(), bytes(1, 4), bytes(4, 1 << 19)),
        Call.of("MatMulInteger", 10, none(), bytes(LONG, 1), bytes(1, 1)),
        Call.of("ConvInteger", 10, none(), bytes(1, 1, 1 << 19), bytes(1, 1, 3)),
        Call.of("ConvInteger", 10, none(), bytes(1, 256, 64), bytes(64, 256, 3)),
        qLinearConv(1 << 19),
        qLinearMatMul(128),
        qGemm(128),
        scaledProduct(128),
        dynamicProduct(128),
        qLinearAdd(LONG));
  }

  private static Stream<Call> othersOfMuchWork() {
    String text = "a word ".repeat(LONG);
    String many = "a word ".repeat(1 << 17);
    return Stream.of(
        Call.of("RandomNormalLike", 1, none(), floats(LONG)),
        Call.of("RandomUniform", 1, Nodes.with("shape", new long[] {LONG})),
        Call.of("Bernoulli", 15, none(), floats(LONG)),
        Call.of("Dropout", 13, none(), floats(LONG)),
        Call.of("Dropout", 13, none(), floats(LONG), one(0.5f), Tensor.of(new boolean[] {true}, 1)),
        Call.of("Multinomial", 7, Nodes.with("sample_size", 1 << 17), floats(1, 2)),
        Call.of("Multinomial", 7, none(), floats(1, 1 << 17)),
        Call.of("OptionalGetElement", 18, none(), floats(LONG)),
        Call.of("ai.onnx.ml.ArrayFeatureExtractor", 1, none(), floats(LONG, 1), integer(0)),
        Call.of("ai.onnx.ml.Binarizer", 1, none(), floats(LONG)),
        Call.of("ai.onnx.ml.FeatureVectorizer", 1, none(), floats(1, LONG)),
        Call.of(
            "ai.onnx.ml.Imputer",
            1,
            Nodes.with("imputed_value_floats", new float[] {1}),
            floats(LONG)),
        Call.of("ai.onnx.ml.Normalizer", 1, Nodes.with("norm", "L2"), floats(1, LONG)),
        Call.of("ai.onnx.ml.Normalizer", 1, none(), floats(LONG, 1)),
        Call.of("ai.onnx.ml.Scaler", 1, none(), floats(LONG)),
        Call.of(
            "ai.onnx.ml.OneHotEncoder",
            1,
            Nodes.with("cats_int64s", new long[] {1, 2}),
            floats(1 << 17)),
        Call.of(
            "ai.onnx.ml.LabelEncoder",
            2,
            Map.of("keys_strings", strings("a"), "values_strings", strings("b")),
            texts(1 << 17, "c")),
        Call.of("TfIdfVectorizer", 9, words(1000), Tensor.zeros(ElementType.INT64, 1000)),
        Call.of("RegexFullMatch", 20, Nodes.with("pattern", "(a|[ word])*"), texts(1, many)),
        Call.of("StringConcat", 20, none(), texts(1 << 17, "a"), texts(1, "b")),
        Call.of("StringSplit", 20, none(), texts(1, many)),
        Call.of("StringSplit", 20, Nodes.with("delimiter", " "), texts(1, many)),
        Call.of("StringNormalizer", 10, Nodes.with("case_change_action", "UPPER"), texts(1, text)));
  }

  @ParameterizedTest
  @MethodSource("ofMuchWork")
  void aCallEndsWhileTheOperatorWorks(Call call) {
    Watch watch = new Watch();
    CancelToken token = new CancelToken();
    watch.enter(CallLimits.none().withToken(token));
    token.cancel();
    Workspace workspace = new Workspace(new Bounds(watch, Budget.unlimited()));
    assertThatThrownBy(() -> call.run(workspace)).isInstanceOf(CallEndedException.class);
    watch.leave();
    watch.enter(CallLimits.none());
    call.run(workspace); // scratch that was left half filled does no harm
    watch.leave();
  }

  @Test
  void whatRepeatsNothingIsNoWork() {
    for (String pattern :
        List.of(
            "((((((((){1000}){1000}){1000}){1000}){1000}){1000}){1000}){1000}",
            "((((a{0}){1000}){1000}){1000}){1000}",
            "(" + "()".repeat(30_000) + "b?){1000}",
            "((((\\Q\\E){1000}){1000}){1000}){1000}",
            "((((?:){1000}|b){0,20}){2}){0}")) {
      Tensor matches =
          Nodes.run(
              "RegexFullMatch",
              20,
              Nodes.with("pattern", pattern),
              Tensor.of(new String[] {"", "c"}, 2));
      assertThat(matches.booleans()).containsExactly(true, false);
    }
  }

  @Test
  void aClassIsNegatedOnce() {
    String name = "^".repeat(60_000) + "Lu";
    assertThat(
            Nodes.refusal("RegexFullMatch", 20, Nodes.with("pattern", "\\p{" + name + "}"), true))
        .contains("there is no class of characters");
    Tensor matches =
        Nodes.run(
            "RegexFullMatch",
            20,
            Nodes.with("pattern", "\\p{^Lu}\\P{^Lu}"),
            Tensor.of(new String[] {"aB", "Ba"}, 2));
    assertThat(matches.booleans()).containsExactly(true, false);
  }

  /** A file of a few bytes may ask for rows of any length: they are refused when they are made. */
  @Test
  void weightsOfAFarColumnTakeNoMemory() {
    Map<String, AttributeValue> far =
        Map.of(
            "mode", new AttributeValue.OfString("TFIDF"),
            "min_gram_length", new AttributeValue.OfInt(1),
            "max_gram_length", new AttributeValue.OfInt(1),
            "max_skip_count", new AttributeValue.OfInt(Long.MAX_VALUE),
            "pool_int64s", new AttributeValue.OfInts(List.of(7L, 8L)),
            "ngram_counts", new AttributeValue.OfInts(List.of(0L)),
            "ngram_indexes", new AttributeValue.OfInts(List.of(0L, Integer.MAX_VALUE - 9L)),
            "weights", new AttributeValue.OfFloats(List.of(2f, 3f)));
    Operator operator = Nodes.operator("TfIdfVectorizer", 9, far, true);
    Tensor out = Tensor.growable(ElementType.FLOAT32, Budget.ofSession(1 << 20, 1 << 20).values());
    Tensor[] in = {Tensor.of(new long[] {7, 8}, 2)};
    assertThatThrownBy(() -> operator.run(in, new Tensor[] {out}, new Workspace()))
        .isInstanceOf(LimitExceededException.class)
        .hasMessageContaining("valueBytes");
  }

  /** Outputs without elements are made at once, whatever their other dimensions are. */
  @Test
  void inputsWithoutElementsAreNoWork() {
    int huge = 1 << 30;
    Tensor none = Tensor.zeros(ElementType.UINT8, huge, 0);
    Tensor rows = Tensor.zeros(ElementType.UINT8, 0, huge);
    Tensor square = Tensor.zeros(ElementType.UINT8, 0, 0);
    Tensor matrices = Tensor.zeros(ElementType.UINT8, huge, huge, 0, 3);
    Map<String, AttributeValue> three = Nodes.with("inputdimensions", new long[] {3});
    for (Call call :
        List.of(
            Call.of("MatMulInteger", 10, none(), matrices, bytes(3, 2)),
            Call.of("com.microsoft.MatMulIntegerToFloat", 1, none(), rows, none, one(1), one(1)),
            Call.of("com.microsoft.QGemm", 1, none(), none, one(1), zero(), square, one(1), zero()),
            Call.of(
                "NonMaxSuppression",
                10,
                none(),
                floats(huge, 0, 4),
                floats(huge, huge, 0),
                integer(9)),
            Call.of("Multinomial", 7, none(), floats(0, huge)),
            Call.of("ai.onnx.ml.FeatureVectorizer", 1, three, floats(0, huge, huge)),
            Call.of("ai.onnx.ml.FeatureVectorizer", 1, none(), floats(huge, 0)),
            Call.of("AffineGrid", 20, none(), floats(0, 2, 3), image(0, 1, huge, huge)),
            Call.of("Col2Im", 18, none(), floats(huge, 0, 1), integer(huge), integer(huge)),
            Call.of("GridSample", 20, none(), floats(0, huge, huge), floats(0, huge, 1)))) {
      assertThat(call.run(new Workspace()).size()).as(call.name()).isZero();
    }
  }

  private static Tensor image(long... sizes) {
    return Tensor.of(sizes, sizes.length);
  }

  /** Sums without terms: a convolution of no channels is its bias. */
  @Test
  void aDeformedConvolutionOfNoChannelsIsItsBias() {
    Tensor out =
        Nodes.run(
            "DeformConv",
            19,
            none(),
            floats(1, 0, 3),
            floats(2, 0, 1),
            floats(1, 1, 3),
            Tensor.of(new float[] {4, 5}, 2));
    assertThat(Arrays.copyOf(out.floats(), 6)).containsExactly(4, 4, 4, 5, 5, 5);
  }

  /** One text in many places is one text; in another case, or in parts, it is many. */
  @Test
  void charactersCountAgainstTheBudget() {
    Tensor many = texts(1000, "x y".repeat(1000));
    for (Call call :
        List.of(
            Call.of("StringNormalizer", 10, Nodes.with("case_change_action", "UPPER"), many),
            Call.of("StringSplit", 20, Nodes.with("maxsplit", 1), many),
            Call.of("StringConcat", 20, none(), many, texts(1, "z")))) {
      Bounds bounds = new Bounds(new Watch(), Budget.ofSession(5_000_000, 5_000_000));
      assertThatThrownBy(() -> call.run(new Workspace(bounds)))
          .as(call.name())
          .isInstanceOf(LimitExceededException.class)
          .hasMessageContaining("characters");
    }
    Bounds enough = new Bounds(new Watch(), Budget.ofSession(7_000_000, 7_000_000));
    Workspace workspace = new Workspace(enough);
    Call normalizer =
        Call.of("StringNormalizer", 10, Nodes.with("case_change_action", "UPPER"), many);
    for (int i = 0; i < 3; i++) {
      normalizer.run(workspace); // characters of the last run are given back
    }
    assertThat(enough.budget().used()).isEqualTo(6_000_000);
  }

  @Test
  void aTableOfTooManyKeysIsRefused() {
    Tensor keys = Tensor.zeros(ElementType.INT16, (1 << 22) + 1);
    assertThat(
            Nodes.refusal(
                "ai.onnx.ml.LabelEncoder",
                4,
                Map.of(
                    "keys_tensor", new AttributeValue.OfTensor(keys),
                    "values_tensor", new AttributeValue.OfTensor(keys),
                    "default_tensor",
                        new AttributeValue.OfTensor(Tensor.of(ElementType.INT16, new short[1], 1))),
                true))
        .contains("expected 4194304 at most");
  }

  @Test
  void ofEqualNumbersTheFirstOrTheLastIsMeant() {
    for (int version : new int[] {2, 4}) {
      Tensor labels =
          Nodes.run(
              "ai.onnx.ml.LabelEncoder",
              version,
              Map.of(
                  "keys_floats", new AttributeValue.OfFloats(List.of(5f, Float.NaN, -0f, 5f, 0f)),
                  "values_int64s", new AttributeValue.OfInts(List.of(1L, 2L, 3L, 4L, 5L))),
              Tensor.of(new float[] {5, 0, -0f, Float.NaN, 6}, 5));
      assertThat(labels.longs())
          .containsExactly(version < 4 ? new long[] {1, 3, 3, 2, -1} : new long[] {4, 5, 5, 2, -1});
    }
  }

  /** Work that is stated is the whole index space: what is not known is not stated. */
  @Test
  void workIsStatedInLong() {
    Fact rows = Fact.of(ElementType.UINT8, 1 << 30, 1 << 30);
    assertThat(work("MatMulInteger", 10, none(), rows, rows)).isEqualTo(Long.MAX_VALUE);
    assertThat(
            work(
                "ConvInteger",
                10,
                none(),
                Fact.of(ElementType.UINT8, 1, 1, 1 << 20),
                Fact.of(ElementType.UINT8, 1, 1, 1 << 19)))
        .isGreaterThan(1L << 38);
    assertThat(
            work(
                "Col2Im",
                18,
                none(),
                Fact.of(ElementType.FLOAT32, 1, 1, 1 << 30),
                Fact.of(integer(1 << 30)),
                Fact.of(integer(1))))
        .isGreaterThan(1L << 32);
    assertThat(work("HannWindow", 17, none(), Fact.of(integer(1 << 28)))).isGreaterThan(1L << 33);
    assertThat(work("TfIdfVectorizer", 9, words(1 << 20), Fact.of(ElementType.INT64, 1 << 20)))
        .isGreaterThan(1L << 40);
    assertThat(work("DFT", 20, none(), Fact.of(ElementType.FLOAT32, 1, 8, 1)))
        .isEqualTo(Work.UNSTATED);
    assertThat(work("StringSplit", 20, none(), Fact.of(texts(1, "a b")))).isEqualTo(Work.UNSTATED);
  }

  private static long work(
      String name, int opset, Map<String, AttributeValue> attributes, Fact... inputs) {
    boolean[] present = new boolean[inputs.length];
    Arrays.fill(present, true);
    Operator operator = Nodes.operator(name, opset, attributes, present);
    return operator.work(inputs, operator.infer(inputs));
  }

  /** Long transforms are done in pieces; each output is the sum that the text has. */
  @Test
  void longTransformsAreRight() {
    for (int n : new int[] {1 << 18, 100_003}) {
      Tensor x = doubles(1, n, 1);
      for (int i = 0; i < n; i++) {
        x.doubles()[i] = i % 1000 / 500.0 - 1;
      }
      Tensor y = Nodes.run("DFT", 20, none(), x);
      for (int k : new int[] {0, 1, 263, n / 2, n - 1}) {
        double re = 0;
        double im = 0;
        for (int j = 0; j < n; j++) {
          double angle = 2 * Math.PI * ((long) j * k % n) / n;
          re += x.doubles()[j] * StrictMath.cos(angle);
          im -= x.doubles()[j] * StrictMath.sin(angle);
        }
        assertThat(Math.hypot(y.doubles()[2 * k] - re, y.doubles()[2 * k + 1] - im))
            .as("%d of %d", k, n)
            .isLessThan(1e-7);
      }
    }
  }
}
