package dev.vecurrent.poem;

import dev.vecurrent.text.Figure;
import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.Lines;
import dev.vecurrent.text.Sampler;
import dev.vecurrent.text.Softmax;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** How well the network foretells poems that it never read, and what it knows by heart. */
final class HeldBack {

  private static final Pattern TOKEN = Pattern.compile("<[^>]+>|.");

  private HeldBack() {}

  /** Pieces of the poems, each with its form and its end. */
  static List<int[]> poems(Vocabulary vocabulary) throws IOException {
    return Lines.read(HeldBack.class, "held-back.txt").stream()
        .map(row -> TOKEN.matcher(row).results().map(MatchResult::group))
        .map(tokens -> tokens.mapToInt(vocabulary::find).toArray())
        .toList();
  }

  /** Perplexities, how often the likeliest token is the right one, and the lecture's lines. */
  static List<Figure> figures(LanguageModel model) throws IOException {
    Sampler likeliest = new Sampler(0, 1, 1);
    int[] tokens = new int[2]; // marks and the like, Chinese characters
    double[] nats = new double[2];
    int right = 0;
    for (int[] poem : poems(model.vocabulary())) {
      model.reset();
      for (int at = 1; at < poem.length; at++) {
        float[] logits = model.next(poem[at - 1]);
        int kind = Poet.isCharacter(model.vocabulary().token(poem[at])) ? 1 : 0;
        tokens[kind]++;
        nats[kind] -= Softmax.logProbability(logits, poem[at]);
        right += likeliest.next(logits) == poem[at] ? 1 : 0;
      }
    }
    int all = tokens[0] + tokens[1];
    return List.of(
        Figure.of("perplexity per token", StrictMath.exp((nats[0] + nats[1]) / all)),
        Figure.of("perplexity per Chinese character", StrictMath.exp(nats[1] / tokens[1])),
        Figure.count("tokens, the likeliest", right, all),
        recall(model));
  }

  /** The lecture's two calls; the second goes on from the state that the first left. */
  private static Figure recall(LanguageModel model) {
    PoemState start = PoemState.beginning(5, model.vocabulary());
    Poet poet = new Poet(model, new Sampler(0, 1, 1), null, start);
    int right = 0;
    for (String line : List.of("锄禾日当午，", "汗滴禾下土。")) {
      right += poet.line(line.substring(0, 1), text -> {}).equals(line) ? 1 : 0;
    }
    return Figure.count("the lecture's lines", right, 2);
  }
}
