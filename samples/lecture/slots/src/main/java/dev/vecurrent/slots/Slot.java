package dev.vecurrent.slots;

/** A piece of a sentence that fills a slot: its first code point, and behind its last one. */
record Slot(Kind kind, int from, int to) {

  /** The slots, in the order in which they are told. */
  enum Kind {
    FROM("出发地"),
    TO("目的地"),
    DEP("出发时间"),
    ARR("到达时间");

    /** Its name in the language of the sentences. */
    final String title;

    Kind(String title) {
      this.title = title;
    }
  }

  String in(int[] sentence) {
    return new String(sentence, from, to - from);
  }
}
