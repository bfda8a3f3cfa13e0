package dev.vecurrent.bench.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.bench.shape.CellKind;
import dev.vecurrent.bench.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Contenders give the same answers. */
class ContendersTest {

  private static final List<String> ENGINES =
      List.of(
          "vecurrent",
          "vecurrent-scalar",
          "auto-vectorised",
          "scalar-loops",
          "onnxruntime",
          "onednn");

  static Stream<Shape> oddShapes() {
    List<Shape> shapes = new ArrayList<>();
    for (CellKind cell : CellKind.values()) {
      shapes.add(new Shape(cell, 1, 1, 1, 1, 1, 1));
      shapes.add(new Shape(cell, 13, 37, 3, 5, 1, 1));
      shapes.add(new Shape(cell, 70, 24, 2, 19, 1, 2));
      shapes.add(new Shape(cell, 5, 33, 7, 18, 3, 1));
      shapes.add(new Shape(cell, 9, 17, 1, 4, 2, 2));
    }
    return shapes.stream();
  }

  @ParameterizedTest
  @MethodSource("oddShapes")
  void everyContenderAgrees(Shape shape) {
    Network network = Network.random(shape);
    List<String> names = new ArrayList<>();
    List<Contender> open = new ArrayList<>();
    try {
      for (String engine : ENGINES) {
        if (Contenders.missing(engine).isPresent()) {
          System.err.println("SKIPPED: " + Contenders.missing(engine).get());
          continue;
        }
        names.add(engine);
        open.add(Contenders.open(engine, 1, network));
      }
      for (int call = 0; call < 2; call++) { // the second one starts from zero states again
        open.forEach(Contender::run);
        Contenders.requireSameAnswers(shape, names, open);
      }
      assertThat(open.getFirst().output()).hasSize(network.outputFloats());
      assertThat(names).contains("vecurrent", "onnxruntime");
    } finally {
      open.forEach(Contender::close);
    }
  }

  @Test
  void severalThreadsGiveTheSameAnswers() {
    Shape shape = new Shape("lstm", 64, 8, 9);
    Network network = Network.random(shape);
    try (Contender one = Contenders.open("onnxruntime", 1, network);
        Contender two = Contenders.open("onnxruntime", 2, network)) {
      one.run();
      two.run();
      Contenders.requireSameAnswers(shape, List.of("one", "two"), List.of(one, two));
      assertThat(one.leavesThreadsSpinning()).isFalse();
      assertThat(two.leavesThreadsSpinning()).isTrue();
    }
  }

  @Test
  void otherAnswersAreNoticed() {
    Shape shape = new Shape("gru", 4, 1, 2);
    Network network = Network.random(shape);
    float[] doubled = network.x().clone();
    doubled[0] += 1;
    Network other = network.with(doubled, new float[0], new float[0]);
    try (Contender one = Contenders.open("vecurrent", 1, network);
        Contender two = Contenders.open("scalar-loops", 1, other)) {
      one.run();
      two.run();
      assertThatThrownBy(() ->
              Contenders.requireSameAnswers(
                  shape, List.of("vecurrent", "scalar-loops"), List.of(one, two)))
          .hasMessageContaining("answers differ at 0")
          .hasMessageContaining("scalar-loops");
    }
  }

  @Test
  void whatIsNotThereIsRefused() {
    Network network = Network.random(new Shape("lstm", 4, 1, 1));
    assertThatThrownBy(() -> Contenders.open("tensorflow", 1, network))
        .hasMessageContaining("tensorflow");
    assertThatThrownBy(() -> Contenders.open("scalar-loops", 2, network))
        .hasMessageContaining("1 thread");
    Network withStates = network.with(network.x(), new float[4], new float[4]);
    assertThatThrownBy(() -> Contenders.open("auto-vectorised", 1, withStates))
        .hasMessageContaining("initial states");
  }

  @Test
  void aWidthIsCheckedAgainstTheKernelsThatRan() {
    VectorBits.check("vector, 256 bit", 256);
    VectorBits.check("vector, 512 bit", 0);
    assertThatThrownBy(() -> VectorBits.check("vector, 512 bit", 256))
        .hasMessageContaining("process of its own");
    assertThatThrownBy(() -> VectorBits.check("scalar", 0)).hasMessageContaining("scalar");
    assertThat(Contenders.kernels()).matches("vector, \\d+ bit");
  }
}
