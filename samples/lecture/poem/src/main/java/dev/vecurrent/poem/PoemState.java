package dev.vecurrent.poem;

import dev.vecurrent.io.InputFile;
import dev.vecurrent.io.OutputFile;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A poem up to the end of a line: some numbers, and what the network remembers of it.
 *
 * @param form characters of a line
 * @param lines how many are written
 * @param last the token that the network has not read yet
 * @param rhyme a token that even lines rhyme with; -1 where none is chosen
 * @param model a snapshot of the stream; empty at the beginning
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PoemState(int form, int lines, int last, int rhyme, byte[] model) {

  private static final int KIND = 0x706f656d; // poem
  private static final int HEAD = 5 * Integer.BYTES;
  private static final int MOST_BYTES = 1 << 20;

  /** Before the first character: all that is known is the form. */
  static PoemState beginning(int form, Vocabulary vocabulary) {
    return new PoemState(form, 0, vocabulary.id("<" + form + ">"), -1, new byte[0]);
  }

  void write(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HEAD + model.length);
    bytes.putInt(KIND).putInt(form).putInt(lines).putInt(last).putInt(rhyme).put(model);
    OutputFile.write(file, bytes.array());
  }

  /**
   * The state in a file of {@link #write}.
   *
   * @throws IOException if it is none; names it
   */
  static PoemState read(Path file, Vocabulary vocabulary) throws IOException {
    try (InputFile opened = InputFile.open(file)) {
      ByteBuffer in = ByteBuffer.wrap(opened.bytesWithin(MOST_BYTES));
      if (in.limit() >= HEAD && in.getInt() == KIND) {
        byte[] model = new byte[in.limit() - HEAD];
        in.get(HEAD, model);
        PoemState state = new PoemState(in.getInt(), in.getInt(), in.getInt(), in.getInt(), model);
        if (state.isSound(vocabulary.size())) {
          return state;
        }
      }
    }
    throw new IOException(file + ": no state of a poem: expected a file of --keep");
  }

  private boolean isSound(int tokens) {
    return (form == 5 || form == 7) && last >= 0 && last < tokens && rhyme < tokens;
  }
}
