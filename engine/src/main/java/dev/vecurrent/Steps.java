package dev.vecurrent;

import dev.vecurrent.internal.Nullable;

/** Time steps in an array of the caller. One object for all calls of a caller. */
final class Steps {

  /** Features, {@code null} where there are tokens. */
  float @Nullable [] floats;

  int @Nullable [] tokens;

  /** How many steps there are. */
  int count;

  /** Steps of features. */
  Steps of(float[] newFloats, int newCount) {
    floats = newFloats;
    tokens = null;
    count = newCount;
    return this;
  }

  /** Steps of tokens. */
  Steps of(int[] newTokens, int newCount) {
    floats = null;
    tokens = newTokens;
    count = newCount;
    return this;
  }

  /** Elements of the array. */
  int length() {
    return floats != null ? floats.length : tokens != null ? tokens.length : 0;
  }
}
