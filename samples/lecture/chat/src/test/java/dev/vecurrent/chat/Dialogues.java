package dev.vecurrent.chat;

import dev.vecurrent.Model;
import dev.vecurrent.text.Characters;
import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.Lines;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Sampler;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The model that comes with the program, and committed dialogues. */
final class Dialogues {

  private Dialogues() {}

  /** A line, the one right answer, what kind of turn it is, and the turns since it was told. */
  record Turn(String line, String answer, String kind, int distance, boolean isNameUnseen) {

    boolean recalls() {
      return kind.equals("recall") || kind.equals("summary");
    }
  }

  static Model model() throws IOException {
    return ModelOptions.bundled(Main.class, "chat.onnx");
  }

  static Vocabulary vocabulary() throws IOException {
    return Vocabulary.read(Main.class, "vocab.txt");
  }

  static Conversation conversation() throws IOException {
    Vocabulary vocabulary = vocabulary();
    return new Conversation(
        new LanguageModel(model(), vocabulary), vocabulary, new Sampler(0, 1, 1));
  }

  /** A file of turns, an empty line between dialogues. */
  static List<List<Turn>> read(String resource) throws IOException {
    List<List<Turn>> dialogues = new ArrayList<>();
    List<Turn> turns = new ArrayList<>();
    for (String line : Lines.read(Dialogues.class, resource)) {
      if (line.isEmpty()) {
        dialogues.add(turns);
        turns = new ArrayList<>();
      } else {
        String[] parts = line.split("\t", -1);
        boolean isGenerated = parts.length > 2;
        turns.add(
            new Turn(
                parts[0],
                parts[1],
                isGenerated ? parts[2] : "written by hand",
                isGenerated ? Integer.parseInt(parts[3]) : 0,
                isGenerated && parts[4].equals("unseen")));
      }
    }
    if (!turns.isEmpty()) {
      dialogues.add(turns);
    }
    return dialogues;
  }

  /** Answers of one conversation, from an empty state. */
  static List<String> answers(Conversation conversation, String... lines) {
    conversation.forget();
    List<String> answers = new ArrayList<>();
    for (String line : lines) {
      answers.add(conversation.reply(line));
    }
    return answers;
  }

  /** All tokens of a dialogue as it should be. */
  static int[] tokens(Vocabulary vocabulary, List<Turn> turns) {
    List<Integer> tokens = new ArrayList<>();
    for (Turn turn : turns) {
      tokens.add(vocabulary.find("<u>"));
      for (int id : vocabulary.ids(Characters.normal(turn.line()))) {
        tokens.add(id);
      }
      tokens.add(vocabulary.find("<b>"));
      for (int id : vocabulary.ids(turn.answer())) {
        tokens.add(id);
      }
      tokens.add(vocabulary.find("<e>"));
    }
    return tokens.stream().mapToInt(Integer::intValue).toArray();
  }
}
