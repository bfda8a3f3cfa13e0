package dev.vecurrent.internal.op.window;

import static dev.vecurrent.internal.op.Nodes.refusal;
import static dev.vecurrent.internal.op.Nodes.run;
import static dev.vecurrent.internal.op.Nodes.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Norms of windows and of whole planes, and what is refused. */
class LpPoolTest {

  @Test
  void normsOfWindows() {
    Tensor x = Tensor.of(new float[] {3, -4, 0, 2}, 1, 1, 4);
    var two = with("kernel_shape", new long[] {2});
    assertThat(run("LpPool", 11, two, x).floats()).startsWith(5, 4, 2);
    var one = with("kernel_shape", new long[] {2}, "p", 1, "pads", new long[] {1, 0});
    assertThat(run("LpPool", 11, one, x).floats()).startsWith(3, 7, 4, 2);
    var dilated =
        with("kernel_shape", new long[] {2}, "p", 3, "dilations", new long[] {2}, "ceil_mode", 1);
    Tensor wide = Tensor.of(new double[] {3, 1, 0, 2}, 1, 1, 4);
    Tensor cubes = run("LpPool", 18, dilated, wide);
    assertThat(cubes.shape()).containsExactly(1, 1, 2);
    assertThat(cubes.doubles()[0]).isEqualTo(3, within(1e-12));
    assertThat(cubes.doubles()[1]).isEqualTo(Math.cbrt(9), within(1e-12));
    assertThat(run("GlobalLpPool", 7, with("p", 1), x).floats()).startsWith(9);
    assertThat(run("GlobalLpPool", 7, Map.of(), x).floats()[0]).isEqualTo((float) Math.sqrt(29));
  }

  @Test
  void normsAreRefused() {
    assertThat(refusal("LpPool", 11, Map.of(), true)).contains("kernel_shape", "is required");
    long[] two = {2};
    assertThat(refusal("LpPool", 11, with("kernel_shape", two, "dilations", two), true))
        .contains("dilations", "not known in opset 11");
    assertThat(refusal("LpPool", 18, with("kernel_shape", two, "p", 0), true))
        .contains("expected 1 or more");
    assertThat(refusal("GlobalLpPool", 18, with("p", -1), true)).contains("expected 1 or more");
    Tensor ints = Tensor.zeros(ElementType.INT32, 1, 1, 4);
    assertThatThrownBy(() -> run("GlobalLpPool", 18, Map.of(), ints)).hasMessageContaining("INT32");
  }
}
