package dev.vecurrent.text;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokens of a model and their numbers. Immutable: any number of threads may share one.
 *
 * <p>A file of a vocabulary is UTF-8, one token a line; a token's number is that of its line, from
 * 0. One line is {@code <unk>}, which stands for all that is in no line.
 */
public final class Vocabulary {

  /** Stands for tokens that the model does not know. */
  public static final String UNKNOWN = "<unk>";

  private final List<String> tokens;
  private final Map<String, Integer> ids;
  private final int unknown;

  /**
   * A vocabulary.
   *
   * @param tokens all different, {@link #UNKNOWN} among them
   * @throws IllegalArgumentException if one comes twice or there is no {@link #UNKNOWN}
   */
  public Vocabulary(List<String> tokens) {
    this.tokens = List.copyOf(tokens);
    this.ids = HashMap.newHashMap(tokens.size());
    for (int id = 0; id < tokens.size(); id++) {
      Integer first = ids.putIfAbsent(tokens.get(id), id);
      if (first != null) {
        throw new IllegalArgumentException(
            "vocabulary, line %d: token %s stands in line %d already"
                .formatted(id + 1, tokens.get(id), first + 1));
      }
    }
    this.unknown = find(UNKNOWN);
    if (unknown < 0) {
      throw new IllegalArgumentException("vocabulary: expected a token " + UNKNOWN);
    }
  }

  /**
   * The vocabulary in a resource beside a class.
   *
   * @throws IOException if there is no such resource; names it
   */
  public static Vocabulary read(Class<?> owner, String resource) throws IOException {
    return new Vocabulary(Lines.read(owner, resource));
  }

  /** The number of tokens. */
  public int size() {
    return tokens.size();
  }

  /** The number of a token, -1 where there is no such token. */
  public int find(String token) {
    return ids.getOrDefault(token, -1);
  }

  /** The number of a token, that of {@link #UNKNOWN} where there is no such token. */
  public int id(String token) {
    return ids.getOrDefault(token, unknown);
  }

  /** The number of {@link #UNKNOWN}. */
  public int unknown() {
    return unknown;
  }

  /**
   * The token with a number.
   *
   * @param id 0 to {@link #size} - 1
   */
  public String token(int id) {
    return tokens.get(id);
  }

  /** The numbers of a text's characters, one a code point. */
  public int[] ids(String text) {
    return text.codePoints().map(c -> id(Character.toString(c))).toArray();
  }
}
