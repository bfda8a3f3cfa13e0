package dev.vecurrent.fluency;

import dev.vecurrent.Model;
import dev.vecurrent.text.Characters;
import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.Softmax;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads sentences character by character, and asks before each how likely it is. */
final class Scorer {

  /** Characters of the longest sentence. */
  static final int LONGEST = 100_000;

  private static final String START = "<start>";

  /**
   * {@code <unk>} stands for about as many Chinese characters. Its probability is shared among them
   * evenly: as a whole it would make any row of unknown characters fluent.
   */
  private static final double LOG_UNKNOWN = StrictMath.log(18_000);

  /** Blanks beside anything but ASCII: training took them out, too. */
  private static final Pattern LOOSE = Pattern.compile("(?<=[^ -~]) | (?=[^ -~])");

  private final Vocabulary vocabulary;
  private final LanguageModel network;
  private final int start;

  /**
   * A scorer.
   *
   * @param model tokens {@code [batch, time]} to logits {@code [batch, time, vocabulary]}
   * @throws IOException if the vocabulary is missing
   */
  Scorer(Model model) throws IOException {
    this.vocabulary = Vocabulary.read(Scorer.class, "vocab.txt");
    this.network = new LanguageModel(model, vocabulary);
    this.start = vocabulary.id(START);
  }

  /**
   * Scores a sentence, brought into its normal form, without blanks beside Chinese.
   *
   * @throws IllegalArgumentException if it has no character, or more than {@link #LONGEST}
   */
  Score score(String sentence) {
    String text = LOOSE.matcher(Characters.normal(sentence)).replaceAll("");
    int[] ids = vocabulary.ids(text);
    if (ids.length == 0 || ids.length > LONGEST) {
      throw new IllegalArgumentException(
          "a sentence: expected 1 to %,d characters, found %,d".formatted(LONGEST, ids.length));
    }
    network.reset();
    List<Score.Factor> factors = new ArrayList<>(ids.length);
    int[] characters = text.codePoints().toArray();
    int before = start;
    for (int t = 0; t < ids.length; t++) {
      boolean isKnown = ids[t] != vocabulary.unknown();
      double logProbability =
          Softmax.logProbability(network.next(before), ids[t]) - (isKnown ? 0 : LOG_UNKNOWN);
      factors.add(new Score.Factor(Character.toString(characters[t]), isKnown, logProbability));
      before = ids[t];
    }
    return new Score(text, factors);
  }
}
