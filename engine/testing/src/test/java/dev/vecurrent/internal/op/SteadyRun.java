package dev.vecurrent.internal.op;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.vecurrent.internal.kernel.MachineVectors;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.Tensor;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Runs an operator until its runs allocate nothing; once only where the asked vector width is one
 * that no such machine chooses.
 */
public final class SteadyRun {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Vectors are objects until the JIT compiler has seen the kernels: rounds to wait for that. */
  private static final int MOST_ROUNDS = 100_000;

  private static final int RUNS_OF_A_ROUND = 10;
  private static final int STEADY_ROUNDS = 20;

  private SteadyRun() {}

  public static void assertAllocatesNothing(String name, Operator operator, Tensor... inputs) {
    Fact[] facts = new Fact[inputs.length];
    for (int i = 0; i < facts.length; i++) {
      facts[i] = Fact.of(inputs[i].type(), inputs[i].shape());
    }
    Fact[] made = operator.infer(facts);
    Tensor[] outputs = new Tensor[made.length];
    for (int i = 0; i < made.length; i++) {
      outputs[i] = Tensor.growable(made[i].type());
    }
    Workspace workspace = new Workspace();
    if (MachineVectors.areForeign()) {
      operator.run(inputs, outputs, workspace);
      return; // vectors may be objects: executions of other widths count what is allocated
    }
    int steady = 0;
    for (int round = 0; round < MOST_ROUNDS && steady < STEADY_ROUNDS; round++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < RUNS_OF_A_ROUND; i++) {
        operator.run(inputs, outputs, workspace);
      }
      steady = THREADS.getCurrentThreadAllocatedBytes() == before ? steady + 1 : 0;
    }
    assertThat(steady).as("%s of %s allocates", name, List.of(inputs)).isEqualTo(STEADY_ROUNDS);
  }
}
