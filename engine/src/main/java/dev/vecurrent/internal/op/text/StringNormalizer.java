package dev.vecurrent.internal.op.text;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Pieces;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * ONNX StringNormalizer: the words of {@code [C]} or {@code [1, C]} without stop words, in lower or
 * upper case or as they are. Where none is left, one empty text. Case changes character by
 * character, in no language's own way; in the locale C of ASCII letters only.
 */
final class StringNormalizer implements Operator {

  private static final String NAME = "StringNormalizer";

  /** The work of a character. */
  private static final int CHARACTER = 8;

  /** Languages whose letters change case in a way of their own. */
  private static final Set<String> OWN_CASES = Set.of("tr", "az", "lt");

  /** What happens to the case. */
  private enum Case {
    NONE,
    LOWER,
    UPPER
  }

  private final Case change;

  /** The case in which words are compared. */
  private final Case compare;

  /** Whether only ASCII letters have a case. */
  private final boolean ascii;

  /** The characters of the longest stop word. */
  private final int longest;

  /** In that case. */
  private final Set<String> stopWords = new HashSet<>();

  private StringNormalizer(Case change, Case compare, boolean ascii, String[] stopWords) {
    this.ascii = ascii;
    this.change = change;
    this.compare = compare;
    int most = 0;
    for (String word : stopWords) {
      most = Math.max(most, word.length());
      this.stopWords.add(changed(word, compare, new Watch()));
    }
    this.longest = most;
  }

  static Operator read(NodeReader reader) {
    reader.requireOpset(10);
    reader.requireInputs(1, 1);
    reader.requireOutputs(1, 1);
    Case change = Case.NONE;
    String name = reader.string("case_change_action", "NONE");
    switch (name) {
      case "NONE" -> change = Case.NONE;
      case "LOWER" -> change = Case.LOWER;
      case "UPPER" -> change = Case.UPPER;
      default -> reader.refuse("case_change_action", name, "expected NONE, LOWER or UPPER");
    }
    String locale = reader.string("locale", "en_US");
    String language = locale.split("[-_.]", 2)[0].toLowerCase(Locale.ROOT);
    if (OWN_CASES.contains(language)) {
      reader.refuse("locale", locale, "the case of this language's letters is not supported");
    }
    boolean sensitive = reader.flag("is_case_sensitive", false);
    String[] words = reader.strings("stopwords");
    Case compare = sensitive ? Case.NONE : change == Case.UPPER ? Case.UPPER : Case.LOWER;
    boolean ascii = locale.equals("C") || locale.equals("POSIX");
    return new StringNormalizer(change, compare, ascii, words == null ? new String[0] : words);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    int[] dims = Texts.input(NAME, inputs, 0).dims();
    if (dims == null) {
      return new Fact[] {Fact.of(ElementType.STRING)};
    }
    if (dims.length < 1 || dims.length > 2 || (dims.length == 2 && dims[0] >= 0 && dims[0] != 1)) {
      throw new IllegalArgumentException(
          NAME + ": expected [C] or [1, C], found " + Shapes.text(dims));
    }
    return new Fact[] {
      dims.length == 1
          ? Fact.of(ElementType.STRING, Fact.UNKNOWN)
          : Fact.of(ElementType.STRING, 1, Fact.UNKNOWN)
    };
  }

  /** Text is not made when a model is compiled: nothing would bound its characters. */
  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.UNSTATED;
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required(NAME, inputs, 0);
    Tensor out = Ports.required(NAME, outputs, 0);
    if (x.rank() < 1 || x.rank() > 2 || (x.rank() == 2 && x.dim(0) != 1)) {
      throw new IllegalArgumentException(NAME + ": expected [C] or [1, C], found " + x);
    }
    Watch watch = workspace.bounds().watch();
    int kept = 0;
    long characters = 0;
    for (int i = 0; i < x.size(); i++) {
      String word = x.strings()[i];
      if (isKept(word, watch)) {
        kept++;
        characters += word.length();
      }
    }
    // What has the same case is the same text.
    Texts.take(change == Case.NONE ? 0 : characters, workspace);
    workspace.dims[0] = 1;
    workspace.dims[x.rank() - 1] = Math.max(1, kept);
    out.resize(workspace.dims, x.rank());
    out.strings()[0] = "";
    int at = 0;
    for (int i = 0; i < x.size(); i++) {
      if (isKept(x.strings()[i], watch)) {
        out.strings()[at++] = changed(x.strings()[i], change, watch);
      }
    }
  }

  private boolean isKept(String word, Watch watch) {
    watch.spend(Texts.TEXT);
    return stopWords.isEmpty()
        || word.length() > longest
        || !stopWords.contains(changed(word, compare, watch));
  }

  /** A text in another case, of as many characters. */
  private String changed(String text, Case to, Watch watch) {
    watch.spend(Texts.TEXT);
    if (to == Case.NONE) {
      return text;
    }
    char[] changed = new char[text.length()];
    int at = 0;
    for (int from = 0, end; from < changed.length; from = end) {
      end = Pieces.end(watch, from, changed.length, CHARACTER);
      while (at < end) {
        int c = text.codePointAt(at);
        int size = Character.charCount(c);
        int other = ascii && c > 0x7f ? c : changed(c, to);
        // No letter and its other case are on both sides of the first 65,536 characters.
        Character.toChars(Character.charCount(other) == size ? other : c, changed, at);
        at += size;
      }
    }
    return new String(changed);
  }

  private static int changed(int c, Case to) {
    return to == Case.LOWER ? Character.toLowerCase(c) : Character.toUpperCase(c);
  }
}
