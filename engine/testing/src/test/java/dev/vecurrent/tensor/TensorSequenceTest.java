package dev.vecurrent.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TensorSequenceTest {

  private static Tensor row(float... elements) {
    return Tensor.of(elements, elements.length);
  }

  private static List<List<Float>> contents(TensorSequence sequence) {
    List<List<Float>> contents = new ArrayList<>();
    for (int i = 0; i < sequence.size(); i++) {
      contents.add(elements(sequence.get(i)));
    }
    return contents;
  }

  private static List<Float> elements(Tensor tensor) {
    List<Float> elements = new ArrayList<>();
    for (int i = 0; i < tensor.size(); i++) {
      elements.add(tensor.floats()[i]);
    }
    return elements;
  }

  @Test
  void copiesWhatItIsGiven() {
    Tensor tensor = row(1, 2);
    TensorSequence sequence = TensorSequence.of(ElementType.FLOAT32, tensor);
    tensor.floats()[0] = 7;
    assertThat(contents(sequence)).containsExactly(List.of(1f, 2f));
    TensorSequence other = TensorSequence.growable(ElementType.FLOAT32);
    other.assign(sequence);
    sequence.clear();
    sequence.insert(0, row(9));
    assertThat(contents(other)).containsExactly(List.of(1f, 2f));
    assertThat(other).asString().isEqualTo("sequence of 1 FLOAT32");
  }

  @RepeatedTest(20)
  void behavesAsAListOfLists(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<TensorSequence> sequences = new ArrayList<>();
    List<List<List<Float>>> lists = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      sequences.add(TensorSequence.growable(ElementType.FLOAT32));
      lists.add(new ArrayList<>());
    }
    for (int turn = 0; turn < 300; turn++) {
      int which = random.nextInt(3);
      TensorSequence sequence = sequences.get(which);
      List<List<Float>> list = lists.get(which);
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          float[] elements = new float[random.nextInt(4)];
          Arrays.fill(elements, turn);
          int place = random.nextInt(list.size() + 1);
          sequence.insert(place, row(elements));
          list.add(place, elements(row(elements)));
        }
        case 2 -> {
          Tensor added = sequence.add(new int[] {1, 2}, 2);
          added.floats()[0] = turn;
          added.floats()[1] = -turn;
          list.add(List.of((float) turn, (float) -turn));
        }
        case 3 -> {
          if (!list.isEmpty()) {
            int place = random.nextInt(list.size());
            sequence.remove(place);
            list.remove(place);
          }
        }
        default -> {
          int from = random.nextInt(3);
          sequence.assign(sequences.get(from));
          lists.set(which, new ArrayList<>(lists.get(from)));
        }
      }
      for (int i = 0; i < 3; i++) {
        assertThat(contents(sequences.get(i))).as("turn " + turn).isEqualTo(lists.get(i));
      }
    }
  }

  @Test
  void refusesAndStaysAsItWas() {
    TensorSequence sequence = TensorSequence.growable(ElementType.FLOAT32, 140);
    sequence.insert(0, row(1, 2, 3));
    assertThatThrownBy(() -> sequence.insert(0, Tensor.of(new long[1], 1)))
        .hasMessageContaining("FLOAT32")
        .hasMessageContaining("INT64[1]");
    assertThatThrownBy(() -> sequence.insert(2, row(1)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> sequence.remove(1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> sequence.insert(1, row(new float[10])))
        .hasMessageContaining("larger than 140");
    assertThatThrownBy(() -> sequence.add(new int[] {200}, 1)).hasMessageContaining("limit");
    assertThat(contents(sequence)).containsExactly(List.of(1f, 2f, 3f));
    sequence.insert(1, row(4));
    sequence.remove(0);
    assertThat(contents(sequence)).containsExactly(List.of(4f));
    TensorSequence small = TensorSequence.growable(ElementType.FLOAT32, 100);
    small.insert(0, row(5));
    assertThatThrownBy(
            () -> small.assign(TensorSequence.of(ElementType.INT64, Tensor.of(new long[1], 1))))
        .hasMessageContaining("INT64");
    assertThat(small.size()).isZero();
    small.insert(0, row(6));
    assertThat(contents(small)).containsExactly(List.of(6f));
  }
}
