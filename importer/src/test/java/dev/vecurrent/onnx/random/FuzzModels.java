package dev.vecurrent.onnx.random;

import dev.vecurrent.onnx.proto.AttributeProto;
import dev.vecurrent.onnx.proto.GraphProto;
import dev.vecurrent.onnx.proto.ModelProto;
import dev.vecurrent.onnx.proto.NodeProto;
import dev.vecurrent.onnx.proto.OperatorSetIdProto;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/**
 * Writes small models of every operator, valid ones, for the fuzzer to bend: the file {@code
 * models.gz} of the fuzzer's resources. Run by hand when there are new operators.
 */
public final class FuzzModels {

  private static final int ROUNDS = 3;
  private static final int ATTEMPTS = 200;
  private static final int LARGEST = 1_200;

  private final Map<String, List<ModelProto>> models = new TreeMap<>();

  private FuzzModels() {}

  /** Writes the file that is named. */
  public static void main(String[] arguments) throws IOException {
    FuzzModels made = new FuzzModels();
    made.fromSubjects();
    made.fromRecipes();
    made.byHand();
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(Path.of(arguments[0])))) {
      for (List<ModelProto> some : made.models.values()) {
        for (ModelProto model : some) {
          model.writeDelimitedTo(out);
        }
      }
    }
  }

  private void fromSubjects() throws IOException {
    for (Map<String, Consumer<OneNode>> subjects :
        List.of(
            IndexSubjects.all(),
            ShapeSubjects.all(),
            ReductionSubjects.all(),
            MlSubjects.all(),
            TextSubjects.all(),
            NormSubjects.all(),
            QuantizedSubjects.all(),
            SamplingSubjects.all(),
            SignalSubjects.all(),
            RandomSubjects.all(),
            AttentionSubjects.all(),
            FusedSubjects.all())) {
      for (Map.Entry<String, Consumer<OneNode>> subject : subjects.entrySet()) {
        int seed = 1;
        for (int round = 0; round < ROUNDS && seed < ATTEMPTS; seed++) {
          OneNode node = new OneNode(new Random(seed), unqualified(subject.getKey()));
          try {
            subject.getValue().accept(node);
          } catch (Discarded impossible) {
            continue;
          }
          OneNode.Form form =
              round == 1 ? OneNode.Form.PARAMETERS_KNOWN : OneNode.Form.values()[round];
          round += add(subject.getKey(), node.model(form)) ? 1 : 0;
        }
      }
    }
  }

  private static String unqualified(String operator) {
    return operator.substring(operator.lastIndexOf('.') + 1);
  }

  private void fromRecipes() throws IOException {
    for (Recipe recipe : Recipes.active()) {
      int seed = 1;
      for (int round = 0; round < ROUNDS - 1 && seed < ATTEMPTS; seed++) {
        if (count(recipe.operator()) >= ROUNDS) {
          break;
        }
        int[] opsets = {10, 13, 18, 24};
        int opset = opsets[seed % opsets.length];
        if (!recipe.goesWith(opset)) {
          continue;
        }
        Draft draft = new Draft(new Random(seed), opset);
        try {
          recipe.draw().accept(draft);
        } catch (Discarded discarded) {
          continue;
        }
        round += add(recipe.operator(), draft.graph().bytes()) ? 1 : 0;
      }
    }
  }

  private int count(String operator) {
    return models.getOrDefault(operator, List.of()).size();
  }

  /** Keeps a model under the name of an operator, if it is small. */
  private boolean add(String operator, byte[] file) throws IOException {
    if (file.length > LARGEST) {
      return false;
    }
    models.computeIfAbsent(operator, _ -> new ArrayList<>()).add(ModelProto.parseFrom(file));
    return true;
  }

  /** Operators that are gone from ONNX, or of which other tests write models by hand. */
  private void byHand() {
    AttributeProto scale = Attribute.number("alpha", 0.5f);
    old("Affine", 8, 1, scale, Attribute.number("beta", 2));
    old("ParametricSoftplus", 8, 1, scale, Attribute.number("beta", 2));
    old("ScaledTanh", 8, 1, scale, Attribute.number("beta", 2));
    old("Scale", 8, 1, Attribute.number("scale", 2));
    old("ImageScaler", 8, 1, Attribute.number("scale", 2), Attribute.numbers("bias", 1, 2));
    old("Crop", 8, 1, Attribute.integers("border", 0, 1, 0, 1));
    old("ConstantFill", 8, 0, Attribute.integers("shape", 2, 3), Attribute.number("value", 1));
    old("GivenTensorFill", 8, 0, Attribute.integers("shape", 2), Attribute.numbers("values", 1, 2));
    old("DynamicSlice", 8, 3);
    old(
        "Upsample",
        8,
        1,
        Attribute.numbers("scales", 1, 1, 2, 2),
        Attribute.text("mode", "nearest"));
    old("Upsample", 9, 2, Attribute.text("mode", "linear"));
    old("Optional", 15, 1);
    old("OptionalHasElement", 18, 1);
    old("OptionalGetElement", 18, 1);
    old("CumProd", 26, 2, Attribute.integer("exclusive", 1), Attribute.integer("reverse", 1));
    old("BitShift", 11, 2, Attribute.text("direction", "LEFT"));
    old("Det", 11, 1);
    old("ATen", 11, 1, Attribute.text("operator", "relu"));
    old("GRUUnit", 8, 4);
    old("Gelu", 20, 1, Attribute.text("approximate", "tanh"));
    quantizedMean();
    old("NegativeLogLikelihoodLoss", 13, 2, Attribute.text("reduction", "mean"));
    old("SoftmaxCrossEntropyLoss", 13, 2, Attribute.integer("ignore_index", -1));
  }

  private void quantizedMean() {
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .setName("mean")
            .addInput(Wire.declaration("x", ElementType.UINT8, List.of("2", "n", "3")))
            .addInitializer(Wire.tensor("s", Tensor.of(new float[] {0.5f})))
            .addInitializer(Wire.tensor("z", Tensor.zeros(ElementType.UINT8)))
            .addNode(
                NodeProto.newBuilder()
                    .setOpType("QLinearReduceMean")
                    .setDomain("com.microsoft")
                    .addAllInput(List.of("x", "s", "z", "s", "z"))
                    .addOutput("y")
                    .addAttribute(Attribute.integers("axes", 1))
                    .addAttribute(Attribute.integer("keepdims", 0)))
            .addOutput(Wire.declaration("y", ElementType.UINT8));
    models.put("com.microsoft.QLinearReduceMean", List.of(model(graph, 13)));
  }

  private static ModelProto model(GraphProto.Builder graph, int opset) {
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset))
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1))
        .setGraph(graph)
        .build();
  }

  private void old(String operator, int opset, int inputs, AttributeProto... attributes) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).setName(operator);
    GraphProto.Builder graph = GraphProto.newBuilder().setName("old");
    for (int i = 0; i < inputs; i++) {
      boolean whole = i > 0 || operator.equals("BitShift");
      ElementType type =
          operator.equals("BitShift")
              ? ElementType.UINT8
              : whole ? ElementType.INT64 : ElementType.FLOAT32;
      List<String> dims = Collections.nCopies(i > 0 ? 1 : operator.endsWith("Loss") ? 2 : 4, "2");
      node.addInput("i" + i);
      graph.addInput(Wire.declaration("i" + i, type, dims));
    }
    for (AttributeProto attribute : attributes) {
      node.addAttribute(attribute);
    }
    graph.addNode(node.addOutput("o")).addOutput(Wire.declaration("o", ElementType.FLOAT32));
    models.computeIfAbsent(operator, _ -> new ArrayList<>()).add(model(graph, opset));
  }
}
