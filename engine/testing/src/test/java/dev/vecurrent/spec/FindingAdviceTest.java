package dev.vecurrent.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every refusal says what to do: which export option, which tool, which cut. */
class FindingAdviceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DynamicQuantizeLSTM | domain | com.microsoft | this operator of the domain is not supported"
            + " | op_types_to_quantize",
        "TreeEnsembleRegressor | domain | ai.onnx.ml | operators of this domain are not supported"
            + " | --outputs",
        "SVMClassifier | domain | ai.onnx.ml | this operator of the domain is not supported"
            + " | CompileOptions.outputs",
        "ZipMap | domain | ai.onnx.ml | this operator of the domain is not supported | zipmap",
        "'' | output | probabilities | expected a tensor or a sequence of tensors, found map | zipmap",
        "FusedThing | domain | com.microsoft | this operator of the domain is not supported"
            + " | ORT_ENABLE_BASIC",
        "Conv | domain | com.microsoft.nchwc | operators of this domain are not supported"
            + " | from before ONNX Runtime optimised",
        "ATen | domain | org.pytorch.aten | operators of this domain are not supported"
            + " | operator_export_type",
        "BertTokenizer | domain | ai.onnx.contrib | operators of this domain are not supported"
            + " | --inputs",
        "TfIdfVectorizer | '' | '' | operator is not supported | --inputs",
        "MyOp | domain | my.company | operators of this domain are not supported | --outputs",
        "MyOp | domain | my.company | opset_import does not name this domain | make_opsetid",
        "NonMaxSuppression | '' | '' | operator is not supported | --outputs",
        "Upsample | opset | 5 | is supported from opset 7 on | convert_version",
        "'' | opset_import | 99 | expected a version from 1 to 27 | opset_version",
        "'' | ir_version | 99 | expected a version from 1 to 13 | onnx package",
        "'' | training_info | '' | is not supported | model.eval()",
        "'' | initializer | w | element type 17 (FLOAT8E4M3FN) is not supported | float32",
        "'' | initializer | w | external data 'w.bin' is no file | beside the model",
        "'' | sparse_initializer | '' | sparse tensors are not supported | dense",
        "'' | output | y | no node makes it | check_model",
        "Add | inputs | '' | the node waits for its own output: a cycle | check_model",
        "Add | '' | '' | shapes [2] and [3] do not go together | full_check",
        "Pad | mode | wild | expected constant or edge | full_check"
      })
  void everyReasonHasOne(String operator, String field, String value, String reason, String word) {
    Finding finding = new Finding("n", operator, field, value, reason);
    assertThat(finding.advice()).contains(word);
    assertThat(finding.toString()).doesNotContain(finding.advice());
  }

  @Test
  void limitsSayItThemselves() {
    Finding finding =
        new Finding(
            "", "", "nodes", "3", "more than 2 (limit: nodes; raise it with --limit-nodes)");
    assertThat(finding.advice()).isEmpty();
    assertThat(new ModelRefusedException("m", List.of(finding)))
        .hasMessage("m: nodes = 3: more than 2 (limit: nodes; raise it with --limit-nodes)");
  }

  @Test
  void adviceIsGivenOnce() {
    Finding one = new Finding("a", "Foo", "", "", "operator is not supported");
    Finding two = new Finding("b", "Bar", "", "", "operator is not supported");
    ModelRefusedException refused = new ModelRefusedException("m", List.of(one, two));
    assertThat(refused.getMessage().lines())
        .hasSize(4)
        .filteredOn(line -> line.startsWith("  " + ModelRefusedException.ADVICE))
        .hasSize(1);
  }
}
