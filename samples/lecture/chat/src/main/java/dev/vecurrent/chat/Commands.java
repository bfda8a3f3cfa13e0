package dev.vecurrent.chat;

import dev.vecurrent.console.Printable;
import dev.vecurrent.io.InputFile;
import dev.vecurrent.io.OutputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a line that begins with a slash does to a conversation; forks lie on one another. */
final class Commands {

  private static final String HELP =
      """
      /state         the memory: bytes, units, how the last turn moved them
      /forget        empty the memory
      /keep FILE     write the memory to a file
      /restore FILE  go on from a kept memory
      /fork          go on with a copy of the memory
      /back          return to the memory as it was at /fork
      /quit          end\
      """;

  private static final int LARGEST_STATE = 1 << 24;

  private final Deque<Conversation> conversations = new ArrayDeque<>();

  Commands(Conversation first) {
    conversations.push(first);
  }

  /** The conversation that goes on. */
  Conversation current() {
    return conversations.element();
  }

  /**
   * Does what a line says, and returns what is to be printed.
   *
   * @throws IOException if a file cannot be read or written, or there is no such command
   */
  String run(String line) throws IOException {
    String[] words = line.split("\\s+", 2);
    Path file = Path.of(words.length > 1 ? words[1] : ".");
    switch (words[0]) {
      case "/help" -> {
        return HELP;
      }
      case "/state" -> {
        return current().memory().picture();
      }
      case "/forget" -> current().forget();
      case "/keep" -> OutputFile.write(file, current().model().state());
      case "/restore" -> restore(file);
      case "/fork" -> conversations.push(current().fork());
      case "/back" -> back();
      default -> throw new IOException(words[0] + ": there is no such command; see /help");
    }
    return Printable.line("done: " + line);
  }

  private void back() throws IOException {
    if (conversations.size() == 1) {
      throw new IOException("/back: there was no /fork");
    }
    conversations.pop();
  }

  /** Goes on from a kept state. */
  void restore(Path file) throws IOException {
    try (InputFile in = InputFile.open(file)) {
      current().restore(in.bytesWithin(LARGEST_STATE));
    }
  }
}
