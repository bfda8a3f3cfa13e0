package dev.vecurrent.testing;

import dev.vecurrent.internal.exec.LayerForm;
import dev.vecurrent.internal.exec.RecurrentLayer;
import dev.vecurrent.internal.exec.RecurrentSession;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.product.Packing;
import dev.vecurrent.testing.reference.RecurrentInputs;

/** Runs cases on a {@link RecurrentLayer}. */
public final class LayerEngine implements Engine {

  private final Kernels kernels;
  private final boolean constantWeights;

  /**
   * An engine.
   *
   * @param kernels the float kernels
   * @param constantWeights whether weights are packed when the layer is compiled, or given with the
   *     run
   */
  public LayerEngine(Kernels kernels, boolean constantWeights) {
    this.kernels = kernels;
    this.constantWeights = constantWeights;
  }

  /** The layer of a case. */
  public RecurrentLayer compile(RecurrentCase one) {
    return compile(one, LayerForm.of(one.cell().layout()));
  }

  /** The layer of a case in another form. */
  public RecurrentLayer compile(RecurrentCase one, LayerForm form) {
    RecurrentInputs in = one.inputs();
    return constantWeights
        ? RecurrentLayer.compile(
            one.cell(), form, one.type(), in.w(), in.r(), in.b(), in.p(), Packing.unlimited(kernels))
        : RecurrentLayer.compile(
            one.cell(), form, one.type(), null, null, null, null, Packing.unlimited(kernels));
  }

  @Override
  public CaseOutputs run(RecurrentCase one) {
    return run(compile(one).newSession(), one);
  }

  /** Runs a case on a session of its layer, into new tensors. */
  public static CaseOutputs run(RecurrentSession session, RecurrentCase one) {
    CaseOutputs outputs = CaseOutputs.forCase(one);
    run(session, one.inputs(), outputs);
    return outputs;
  }

  /** Runs inputs on a session into given tensors. */
  public static void run(RecurrentSession session, RecurrentInputs in, CaseOutputs outputs) {
    session.run(
        in.x(),
        in.w(),
        in.r(),
        in.b(),
        in.p(),
        in.sequenceLens(),
        in.initialH(),
        in.initialC(),
        outputs.y(),
        outputs.yH(),
        outputs.yC());
  }
}
