package dev.vecurrent.internal.op.matmul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vecurrent.internal.op.SteadyRun;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Finding;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EinsumTest {

  private static Operator einsum(String equation, int inputs, List<Finding> findings) {
    List<String> names = IntStream.range(0, inputs).mapToObj(i -> "x" + i).toList();
    Map<String, AttributeValue> attributes =
        Map.of("equation", new AttributeValue.OfString(equation));
    Operator operator =
        Operators.create(
            new OperatorNode("node", "Einsum", 12, names, List.of("y"), attributes), findings);
    return operator == null ? einsum("->", 1, new ArrayList<>()) : operator;
  }

  private static Operator einsum(String equation, int inputs) {
    List<Finding> findings = new ArrayList<>();
    Operator operator = einsum(equation, inputs, findings);
    assertThat(findings).isEmpty();
    return Objects.requireNonNull(operator);
  }

  private static Tensor matrix(int rows, int columns) {
    Tensor tensor = Tensor.zeros(ElementType.FLOAT32, rows, columns);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.floats()[i] = i + 1;
    }
    return tensor;
  }

  private static Tensor run(String equation, Tensor... inputs) {
    Tensor out = Tensor.growable(ElementType.FLOAT32);
    einsum(equation, inputs.length).run(inputs, new Tensor[] {out}, new Workspace());
    return out;
  }

  @Test
  void sumsDiagonalsAndProducts() {
    assertThat(run("ii->i", matrix(2, 2)).floats()).startsWith(1, 4);
    assertThat(run("ii", matrix(3, 3)).floats()[0]).isEqualTo(15);
    assertThat(run("ij->j", matrix(2, 2)).floats()).startsWith(4, 6);
    Tensor product = run("ij , jk", matrix(2, 2), matrix(2, 2));
    assertThat(product.floats()).startsWith(7, 10, 15, 22);
    Tensor three =
        run(
            "a,b,c->cab",
            Tensor.of(new float[] {1, 2}, 2),
            Tensor.of(new float[] {3}, 1),
            Tensor.of(new float[] {5, 7}, 2));
    assertThat(three).asString().isEqualTo("FLOAT32[2, 2, 1]");
    assertThat(three.floats()).startsWith(15, 30, 21, 42);
  }

  @Test
  void implicitOutputsAreAlphabetical() {
    Tensor y = run("ba", matrix(2, 3));
    assertThat(y).asString().isEqualTo("FLOAT32[3, 2]");
    assertThat(y.floats()).startsWith(1, 4, 2, 5, 3, 6);
    assertThat(run("b...a", matrix(2, 3))).asString().isEqualTo("FLOAT32[3, 2]");
  }

  @Test
  void ellipsesBroadcast() {
    Tensor one = Tensor.of(new float[] {1, 2, 3}, 1, 3);
    Tensor y = run("...k,...k->...", matrix(2, 3), one);
    assertThat(y).asString().isEqualTo("FLOAT32[2]");
    assertThat(y.floats()).startsWith(14, 32);
  }

  @Test
  void shapesAreKnownAsFarAsTheyCanBe() {
    Fact x = Fact.of(ElementType.FLOAT32, Fact.UNKNOWN, 4);
    Fact w = Fact.of(ElementType.FLOAT32, 4, 5);
    assertThat(einsum("ni,io->no", 2).infer(new Fact[] {x, w})[0].dims())
        .containsExactly(Fact.UNKNOWN, 5);
    assertThatThrownBy(() -> einsum("ni,io->no", 2).infer(new Fact[] {w, w}))
        .hasMessageContaining("axis 0 of operand 1 has size 4, its label 5 elsewhere");
    assertThatThrownBy(() -> einsum("abc->a", 1).infer(new Fact[] {w}))
        .hasMessageContaining("operand 0 has rank 2, its term is abc");
  }

  @ParameterizedTest
  @CsvSource({
    "'i->ii', 1",
    "'i->j', 1",
    "'i..->i', 1",
    "'i1->i', 1",
    "'i,j->i', 1",
    "'i.....->i', 1"
  })
  void wrongEquationsAreRefused(String equation, int inputs) {
    List<Finding> findings = new ArrayList<>();
    einsum(equation, inputs, findings);
    assertThat(findings).isNotEmpty().allMatch(finding -> finding.field().equals("equation"));
  }

  @Test
  void steadyRunsAllocateNothing() {
    SteadyRun.assertAllocatesNothing("Einsum", einsum("ij,kj->ik", 2), matrix(5, 7), matrix(3, 7));
  }
}
