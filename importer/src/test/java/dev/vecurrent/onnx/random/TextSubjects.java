package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Every form of the operators that look into text. */
final class TextSubjects {

  private static final String[] WORDS = {
    "",
    " ",
    "a",
    "b",
    "ab",
    "Ab",
    "aB",
    "monday",
    "Tuesday",
    "x y",
    " a  b ",
    "a,b,,c",
    "12",
    "a1",
    "\u00fcber",
    "\u00dcBER",
    "\u4f60\u597d",
    "-",
    "a-b",
    "@",
    "aaaa",
    "a@b.com",
    "\n",
    "a\nb"
  };

  /** Parts of patterns; each is one by itself. */
  private static final String[] PARTS = {
    "a",
    "b",
    ".",
    "[a-c]",
    "[^a]",
    "\\w",
    "\\d",
    "\\s",
    "\\W",
    "\\b",
    "^",
    "$",
    "(a|b)",
    "(?:ab)",
    "(?i:AB)",
    "x{0,2}",
    "a{2}",
    "[[:alpha:]]",
    "\\pL",
    "\\x61",
    "\\x{4f60}",
    "[\\d-]",
    "(?P<n>a)",
    "(?s:.)",
    "\\.",
    "@",
    "(?m:^)",
    "\\PL",
    "[^\\w]",
    "\\Q.\\E",
    "\\B",
    "(|a)"
  };

  private static final String[] REPEATS = {"", "", "", "*", "+", "?", "*?", "{1,3}", "{2,}"};

  private TextSubjects() {}

  static Map<String, Consumer<OneNode>> all() {
    Map<String, Consumer<OneNode>> all = new TreeMap<>();
    all.put("RegexFullMatch", TextSubjects::regexFullMatch);
    all.put("StringConcat", TextSubjects::stringConcat);
    all.put("StringNormalizer", TextSubjects::stringNormalizer);
    all.put("StringSplit", TextSubjects::stringSplit);
    all.put("TfIdfVectorizer", TextSubjects::tfIdfVectorizer);
    return all;
  }

  /** Forms of operators that have other forms, too. */
  static Map<String, Consumer<OneNode>> others() {
    Map<String, Consumer<OneNode>> others = new TreeMap<>();
    others.put("Cast", TextSubjects::cast);
    others.put("Equal", TextSubjects::equal);
    return others;
  }

  private static String word(OneNode node) {
    return WORDS[node.random().nextInt(WORDS.length)];
  }

  private static Tensor words(OneNode node, int... shape) {
    Tensor words = Tensor.zeros(ElementType.STRING, shape);
    for (int i = 0; i < words.size(); i++) {
      words.strings()[i] = word(node);
    }
    return words;
  }

  private static int[] part(OneNode node, int[] shape) {
    int from = node.random().nextInt(shape.length + 1);
    int[] part = java.util.Arrays.copyOfRange(shape, from, shape.length);
    for (int axis = 0; axis < part.length; axis++) {
      part[axis] = node.oneIn(3) ? 1 : part[axis];
    }
    return part;
  }

  private static void regexFullMatch(OneNode node) {
    node.opset(20);
    node.data(words(node, node.shape(1, 3, false)));
    StringBuilder pattern = new StringBuilder();
    int parts = node.between(0, 4);
    for (int i = 0; i < parts; i++) {
      String part = PARTS[node.random().nextInt(PARTS.length)];
      boolean repeated = !part.endsWith("}") || part.startsWith("\\x");
      pattern
          .append(part)
          .append(repeated ? REPEATS[node.random().nextInt(REPEATS.length)] : "")
          .append(node.oneIn(8) ? "|" : "");
    }
    node.attribute(Attribute.text("pattern", pattern.toString()));
    node.output(ElementType.BOOL);
  }

  private static void stringConcat(OneNode node) {
    node.opset(20);
    int[] shape = node.shape(1, 3, false);
    boolean swap = node.oneIn(2);
    node.data(words(node, swap ? part(node, shape) : shape));
    node.data(words(node, swap ? shape : part(node, shape)));
    node.output(ElementType.STRING);
  }

  private static void equal(OneNode node) {
    node.opset(19);
    int[] shape = node.shape(1, 3, false);
    node.data(words(node, shape));
    node.data(words(node, part(node, shape)));
    node.output(ElementType.BOOL);
  }

  private static void stringSplit(OneNode node) {
    node.opset(20);
    Tensor words = words(node, node.shape(1, 3, false));
    for (int i = 0; i < words.size(); i++) {
      // Of whitespace, ONNX Runtime splits at spaces only.
      words.strings()[i] = words.strings()[i].replace('\n', ' ');
    }
    node.data(words);
    String[] delimiters = {"", ",", "a", "b", ",,", " "};
    if (node.oneIn(2)) {
      node.attribute(Attribute.text("delimiter", delimiters[node.random().nextInt(6)]));
    }
    if (node.oneIn(2)) {
      node.integer("maxsplit", node.between(0, 3));
    }
    node.output(ElementType.STRING);
    node.output(ElementType.INT64);
  }

  private static void stringNormalizer(OneNode node) {
    node.opset(10, 17);
    int count = node.between(1, 8);
    node.data(node.oneIn(2) ? words(node, count) : words(node, 1, count));
    String[] actions = {"NONE", "LOWER", "UPPER"};
    if (!node.oneIn(4)) {
      node.attribute(Attribute.text("case_change_action", actions[node.random().nextInt(3)]));
    }
    if (node.oneIn(2)) {
      node.integer("is_case_sensitive", node.between(0, 1));
    }
    if (!node.oneIn(3)) {
      List<String> stop = new ArrayList<>();
      String[] some = {"a", "Monday", "ab", "\u00fcber", "x y"};
      for (String word : some) {
        if (node.oneIn(2)) {
          stop.add(word);
        }
      }
      if (!stop.isEmpty()) {
        node.attribute(Attribute.texts("stopwords", stop));
      }
    }
    node.attribute(Attribute.text("locale", node.oneIn(2) ? "C" : "C.UTF-8"));
    node.output(ElementType.STRING);
  }

  private static void tfIdfVectorizer(OneNode node) {
    node.opset(9, 17);
    ElementType type = node.type(ElementType.STRING, ElementType.INT32, ElementType.INT64);
    node.data(Domain.SMALL.draw(node.random(), type, node.shape(1, 2, false)));
    int[] sizes = {node.between(0, 3), node.between(0, 4), node.between(0, 3)};
    List<String> pool = new ArrayList<>();
    List<Long> starts = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    int ngrams = 0;
    for (int size = 1; size <= 3; size++) {
      starts.add((long) pool.size());
      for (int i = 0; i < sizes[size - 1]; i++) {
        List<String> ngram = new ArrayList<>();
        for (int j = 0; j < size; j++) {
          ngram.add(Integer.toString(node.between(-1, 1)));
        }
        if (!seen.contains(ngram.toString())) {
          seen.add(ngram.toString());
          pool.addAll(ngram);
          ngrams++;
        }
      }
    }
    if (pool.isEmpty()) {
      throw new Discarded("no pool");
    }
    int least = node.between(1, 3);
    node.integer("min_gram_length", least);
    node.integer("max_gram_length", node.between(least, 3));
    node.integer("max_skip_count", node.between(0, 4));
    String[] modes = {"TF", "IDF", "TFIDF"};
    node.attribute(Attribute.text("mode", modes[node.random().nextInt(3)]));
    node.attribute(
        Attribute.integers("ngram_counts", starts.stream().mapToLong(Long::longValue).toArray()));
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < ngrams; i++) {
      indexes.add(i);
    }
    java.util.Collections.shuffle(indexes, node.random());
    node.attribute(
        Attribute.integers(
            "ngram_indexes", indexes.stream().mapToLong(Integer::longValue).toArray()));
    node.attribute(
        type == ElementType.STRING
            ? Attribute.texts("pool_strings", pool)
            : Attribute.integers(
                "pool_int64s", pool.stream().mapToLong(Long::parseLong).toArray()));
    if (node.oneIn(2)) {
      node.attribute(
          Attribute.numbers(
              "weights", Domain.ANY.draw(node.random(), ElementType.FLOAT32, ngrams).floats()));
    }
    node.output(ElementType.FLOAT32);
  }

  private static void cast(OneNode node) {
    node.opset(9, 13, 19);
    int[] shape = node.shape(1, 3, false);
    ElementType[] types = {
      ElementType.FLOAT32,
      ElementType.FLOAT64,
      ElementType.INT32,
      ElementType.INT64,
      ElementType.BOOL
    };
    ElementType type = node.type(types);
    if (node.oneIn(2)) {
      Tensor x = Domain.ANY.draw(node.random(), type, shape);
      for (int i = 0; i < x.size(); i++) {
        double scale = Math.pow(10, node.between(-12, 12));
        switch (type) {
          case FLOAT32 -> x.floats()[i] *= (float) scale;
          case FLOAT64 -> x.doubles()[i] *= scale;
          default -> {
            // As drawn.
          }
        }
      }
      node.data(x);
      node.integer("to", ElementType.STRING.onnxNumber());
      node.output(ElementType.STRING);
      return;
    }
    Tensor texts = Tensor.zeros(ElementType.STRING, shape);
    String[] reals = {"1.5", "-2e3", "nan", "INF", "-inf", "+7", ".5", "3.", "1E-3", " 4", "0.1"};
    String[] wholes = {"1", "-2", "+3", "100", "0", "7.9", " 5"};
    for (int i = 0; i < texts.size(); i++) {
      texts.strings()[i] =
          type.isFloatingPoint()
              ? reals[node.random().nextInt(reals.length)]
              : type == ElementType.BOOL
                  ? Integer.toString(node.between(0, 1))
                  : wholes[node.random().nextInt(wholes.length)];
    }
    node.data(texts);
    node.integer("to", type.onnxNumber());
    node.output(type);
  }
}
