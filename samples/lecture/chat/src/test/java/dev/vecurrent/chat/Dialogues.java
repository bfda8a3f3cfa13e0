package dev.vecurrent.chat;

import dev.vecurrent.Model;
import dev.vecurrent.text.Characters;
import dev.vecurrent.text.LanguageModel;
import dev.vecurrent.text.ModelOptions;
import dev.vecurrent.text.Sampler;
import dev.vecurrent.text.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The model that comes with the program, and dialogues with it. */
final class Dialogues {

  private Dialogues() {}

  static Model model() throws IOException {
    return ModelOptions.bundled(Main.class, "chat.onnx");
  }

  static Vocabulary vocabulary() throws IOException {
    return Vocabulary.read(Main.class, "vocab.txt");
  }

  static Conversation conversation() throws IOException {
    return conversation(new Sampler(0, 1, 1));
  }

  static Conversation conversation(Sampler sampler) throws IOException {
    return new Conversation(new LanguageModel(model(), vocabulary()), sampler);
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

  /** All tokens of the first dialogues of a set as they should be. */
  static List<int[]> tokens(Vocabulary vocabulary, String set, int count) throws IOException {
    List<int[]> dialogues = new ArrayList<>();
    IntStream.Builder tokens = IntStream.builder();
    for (String row : HeldBack.rows(set)) {
      if (row.isEmpty()) {
        dialogues.add(tokens.build().toArray());
        tokens = IntStream.builder();
      } else {
        String[] parts = row.split("\t", -1);
        tokens.add(vocabulary.find("<u>"));
        Arrays.stream(vocabulary.ids(Characters.normal(parts[0]))).forEach(tokens);
        tokens.add(vocabulary.find("<b>"));
        Arrays.stream(vocabulary.ids(parts[1])).forEach(tokens);
        tokens.add(vocabulary.find("<e>"));
      }
    }
    return dialogues.subList(0, count);
  }
}
