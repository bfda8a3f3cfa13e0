package dev.vecurrent.poem;

import dev.vecurrent.io.InputFile;
import dev.vecurrent.io.OutputFile;
import dev.vecurrent.text.Vocabulary;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
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

  private static final String KIND = "vecurrent poem 1";
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_LINES = 1 << 30;

  /** Before the first character: all that is known is the form. */
  static PoemState beginning(int form, Vocabulary vocabulary) {
    return new PoemState(form, 0, vocabulary.id("<" + form + ">"), -1, new byte[0]);
  }

  void write(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF(KIND);
    for (int number : new int[] {form, lines, last, rhyme}) {
      out.writeInt(number);
    }
    out.write(model);
    OutputFile.write(file, bytes.toByteArray());
  }

  /**
   * The state in a file of {@link #write}.
   *
   * @throws IOException if it is none; names it
   */
  static PoemState read(Path file, Vocabulary vocabulary) throws IOException {
    try (InputFile opened = InputFile.open(file)) {
      DataInputStream in =
          new DataInputStream(new ByteArrayInputStream(opened.bytesWithin(MOST_BYTES)));
      PoemState state = parse(in);
      boolean isSound =
          (state.form == 5 || state.form == 7)
              && state.lines >= 0
              && state.lines < MOST_LINES
              && state.last >= 0
              && Math.max(state.last, state.rhyme) < vocabulary.size();
      if (isSound) {
        return state;
      }
    } catch (EOFException | UTFDataFormatException e) {
      throw new IOException(file + ": no state of a poem: " + e.getClass().getSimpleName(), e);
    }
    throw new IOException(file + ": no state of a poem: expected a file of --keep");
  }

  private static PoemState parse(DataInputStream in) throws IOException {
    boolean isKind = in.readUTF().equals(KIND);
    int form = isKind ? in.readInt() : 0;
    return new PoemState(form, in.readInt(), in.readInt(), in.readInt(), in.readAllBytes());
  }
}
