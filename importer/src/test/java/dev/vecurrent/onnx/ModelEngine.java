package dev.vecurrent.onnx;

import dev.vecurrent.Model;
import dev.vecurrent.internal.Nullable;
import dev.vecurrent.tensor.Tensor;
import dev.vecurrent.testing.CaseOutputs;
import dev.vecurrent.testing.Engine;
import dev.vecurrent.testing.RecurrentCase;
import dev.vecurrent.testing.reference.RecurrentInputs;
import java.util.HashMap;
import java.util.Map;

/** Runs cases the way a user does: file, importer, model, session. */
final class ModelEngine implements Engine {

  @Override
  public CaseOutputs run(RecurrentCase one) {
    Model model =
        Model.compile(
            OnnxImporter.read(RecurrentModels.write(one), "case", ImportLimits.defaults()));
    RecurrentInputs in = one.inputs();
    Map<String, Tensor> inputs = new HashMap<>();
    put(inputs, "X", in.x());
    put(inputs, "sequence_lens", in.sequenceLens());
    put(inputs, "initial_h", in.initialH());
    put(inputs, "initial_c", in.initialC());
    Map<String, Tensor> outputs = model.newSession().run(inputs);
    return new CaseOutputs(outputs.get("Y"), outputs.get("Y_h"), outputs.get("Y_c"));
  }

  private static void put(Map<String, Tensor> inputs, String name, @Nullable Tensor tensor) {
    if (tensor != null) {
      inputs.put(name, tensor);
    }
  }
}
