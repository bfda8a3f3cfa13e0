package dev.vecurrent.internal.op.text;

import dev.vecurrent.internal.limit.Watch;
import dev.vecurrent.internal.op.base.Shapes;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A pattern as instructions of an automaton that is in many places at once. A text is read once; at
 * each character every instruction runs once at most, so no pattern makes it slower than that.
 */
final class RegexProgram {

  /** The most instructions and parts of sets: what each character of a text may cost. */
  private static final int MOST = 20_000;

  /** The most characters of a pattern: more than {@link #MOST} instructions need. */
  private static final int LONGEST = 1 << 16;

  /** Goes on behind a character that a set has. */
  private static final int CHARACTER = 0;

  /** Goes on at the first target and at the second. */
  private static final int SPLIT = 1;

  /** Goes on behind where an assertion holds. */
  private static final int ASSERT = 2;

  private static final int JUMP = 3;
  private static final int MATCH = 4;

  /** The work of a character, and of each instruction that it meets. */
  private static final int CHARACTER_WORK = 16;

  private static final int STEP_WORK = 8;

  /** What holds at a place of a text. */
  enum Assertion {
    TEXT_START,
    TEXT_END,
    LINE_START,
    LINE_END,
    WORD_BOUNDARY,
    NO_WORD_BOUNDARY
  }

  /** One instruction under construction. */
  private static final class Instruction {
    private final int code;
    private int first;
    private int second;

    Instruction(int code, int first) {
      this.code = code;
      this.first = first;
    }
  }

  private final List<Instruction> made = new ArrayList<>();
  private final List<IntPredicate> sets = new ArrayList<>();
  private final List<Assertion> assertions = new ArrayList<>();

  /** Parts of all sets, as often as they are written out. */
  private int parts;

  private int[] codes = new int[0];
  private int[] firsts = new int[0];
  private int[] seconds = new int[0];

  private RegexProgram() {}

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException if it is not in RE2's syntax or too large; says why
   */
  static RegexProgram of(String pattern) {
    if (pattern.length() > LONGEST) {
      throw new IllegalArgumentException(
          "the pattern has " + pattern.length() + " characters, expected at most " + LONGEST);
    }
    RegexProgram program = new RegexProgram();
    program.emit(new RegexParser(pattern).parse());
    program.add(MATCH, 0);
    program.codes = program.made.stream().mapToInt(i -> i.code).toArray();
    program.firsts = program.made.stream().mapToInt(i -> i.first).toArray();
    program.seconds = program.made.stream().mapToInt(i -> i.second).toArray();
    program.made.clear();
    return program;
  }

  private int add(int code, int first) {
    if (made.size() + parts >= MOST) {
      throw new IllegalArgumentException(
          "the pattern is too large: more than " + MOST + " steps, repetitions written out");
    }
    made.add(new Instruction(code, first));
    return made.size() - 1;
  }

  private void emit(RegexNode node) {
    switch (node) {
      case RegexNode.OneOf(IntPredicate set) -> {
        sets.add(set);
        parts += set instanceof RegexSet one ? one.size() - 1 : 0;
        add(CHARACTER, sets.size() - 1);
      }
      case RegexNode.Holds(Assertion assertion) -> {
        assertions.add(assertion);
        add(ASSERT, assertions.size() - 1);
      }
      case RegexNode.Sequence(List<RegexNode> parts) -> parts.forEach(this::emit);
      case RegexNode.Choice(List<RegexNode> choices) -> emitChoice(choices);
      case RegexNode.Repeated(RegexNode part, int least, int most) ->
          emitRepeated(part, least, most);
    }
  }

  private void emitChoice(List<RegexNode> choices) {
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < choices.size(); i++) {
      if (i == choices.size() - 1) {
        emit(choices.get(i));
        break;
      }
      int split = add(SPLIT, made.size() + 1);
      emit(choices.get(i));
      ends.add(add(JUMP, 0));
      made.get(split).second = made.size();
    }
    ends.forEach(end -> made.get(end).first = made.size());
  }

  private void emitRepeated(RegexNode part, int least, int most) {
    for (int i = 0; i < least; i++) {
      emit(part);
    }
    if (most == RegexNode.Repeated.NO_END) {
      int split = add(SPLIT, made.size() + 1);
      emit(part);
      add(JUMP, split);
      made.get(split).second = made.size();
      return;
    }
    List<Integer> splits = new ArrayList<>();
    for (int i = least; i < most; i++) {
      splits.add(add(SPLIT, made.size() + 1));
      emit(part);
    }
    splits.forEach(split -> made.get(split).second = made.size());
  }

  /** The most work of a text of so many characters. */
  long work(long characters) {
    long each = CHARACTER_WORK + (long) STEP_WORK * codes.length;
    return Shapes.times(Work.plus(characters, 1), each);
  }

  /** Whether all of a text matches; allocates nothing once the workspace is large enough. */
  boolean matches(String text, Workspace workspace) {
    Watch watch = workspace.bounds().watch();
    int[] here = workspace.ints(0, codes.length);
    int[] next = workspace.ints(1, codes.length);
    int[] seen = workspace.ints(2, codes.length);
    int[] stack = workspace.ints(3, 2L * codes.length + 2);
    watch.spend((long) STEP_WORK * codes.length);
    Arrays.fill(seen, 0, codes.length, 0);
    int count = enter(0, text, 0, here, 0, seen, 1, stack);
    int at = 0;
    int generation = 1;
    while (at < text.length() && count > 0) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      generation++;
      watch.spend(CHARACTER_WORK + (long) STEP_WORK * count);
      int reached = 0;
      for (int i = 0; i < count; i++) {
        int pc = here[i];
        if (codes[pc] == CHARACTER && sets.get(firsts[pc]).test(c)) {
          reached = enter(pc + 1, text, at, next, reached, seen, generation, stack);
        }
      }
      int[] swapped = here;
      here = next;
      next = swapped;
      count = reached;
    }
    for (int i = 0; at == text.length() && i < count; i++) {
      if (codes[here[i]] == MATCH) {
        return true;
      }
    }
    return false;
  }

  /** Adds the places that an instruction leads to without a character; gives their number. */
  private int enter(
      int start,
      String text,
      int at,
      int[] places,
      int count,
      int[] seen,
      int generation,
      int[] stack) {
    int added = count;
    int depth = 0;
    stack[depth++] = start;
    while (depth > 0) {
      int pc = stack[--depth];
      if (seen[pc] == generation) {
        continue;
      }
      seen[pc] = generation;
      switch (codes[pc]) {
        case JUMP -> stack[depth++] = firsts[pc];
        case SPLIT -> {
          stack[depth++] = seconds[pc];
          stack[depth++] = firsts[pc];
        }
        case ASSERT -> {
          if (holds(assertions.get(firsts[pc]), text, at)) {
            stack[depth++] = pc + 1;
          }
        }
        default -> places[added++] = pc;
      }
    }
    return added;
  }

  private static boolean holds(Assertion assertion, String text, int at) {
    boolean start = at == 0;
    boolean end = at == text.length();
    return switch (assertion) {
      case TEXT_START -> start;
      case TEXT_END -> end;
      case LINE_START -> start || text.charAt(at - 1) == '\n';
      case LINE_END -> end || text.charAt(at) == '\n';
      case WORD_BOUNDARY -> isBoundary(text, at);
      case NO_WORD_BOUNDARY -> !isBoundary(text, at);
    };
  }

  private static boolean isBoundary(String text, int at) {
    boolean before = at > 0 && RegexClasses.isWord(text.charAt(at - 1));
    boolean after = at < text.length() && RegexClasses.isWord(text.charAt(at));
    return before != after;
  }
}
