package dev.vecurrent.internal.advice;

import dev.vecurrent.internal.Nullable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What to do about a refusal: which option of an exporter, which tool, which cut. Told from the
 * words of a finding, in one place, so that no reason is left without one. A reason that says what
 * to do itself gets none.
 */
public final class Advice {

  private static final String CUT_BEHIND =
      "keep what stands in front of it: CompileOptions.outputs(NAME...) or --outputs NAME with a"
          + " value that it reads, and do its work in Java";
  private static final String CUT_BEFORE =
      "start behind it: --inputs NAME with the value that it makes, and do its work in Java";
  private static final String CHECK =
      "see whether onnx.checker.check_model(model) says the same, and export it again";
  private static final String NOT_OPTIMISED =
      "give the file from before ONNX Runtime optimised it, or save it with"
          + " graph_optimization_level = ORT_ENABLE_BASIC";
  private static final String NO_MAP =
      "convert it without ZipMap: skl2onnx.to_onnx(..., options={\"zipmap\": False})";
  private static final String EVALUATION =
      "export it for inference: model.eval(), and torch.onnx.export(...,"
          + " training=TrainingMode.EVAL)";
  private static final String NEWER =
      "export it again with another opset_version, such as 17, or convert it:"
          + " onnx.version_converter.convert_version(model, 17)";

  /**
   * A rule: the first that fits holds.
   *
   * @param operator of the finding; null for any
   * @param text what is searched for in field, value and reason; null for anything
   * @param advice what to do
   */
  private record Rule(@Nullable Pattern operator, @Nullable Pattern text, String advice) {

    static Rule of(String operator, String text, String advice) {
      return new Rule(
          operator.isEmpty() ? null : Pattern.compile(operator),
          text.isEmpty() ? null : Pattern.compile(text),
          advice);
    }

    boolean fits(String of, String words) {
      return (operator == null || operator.matcher(of).matches())
          && (text == null || text.matcher(words).find());
    }
  }

  private static final List<Rule> RULES =
      List.of(
          // These say themselves what to do.
          Rule.of("", "\\(limit: |git lfs pull|git annex get|download the file", ""),
          Rule.of(
              "", "give the (file|model) from|cut it off with|export (it|the|with|without) ", ""),
          Rule.of(
              "DynamicQuantizeLSTM",
              "",
              "give the model from before quantisation, or quantise without its layers:"
                  + " quantize_dynamic(..., op_types_to_quantize=[\"MatMul\"])"),
          Rule.of("ZipMap", "", NO_MAP),
          Rule.of("", "found map", NO_MAP),
          Rule.of("TreeEnsemble.*|Linear(Classifier|Regressor)|SVM.*", "", CUT_BEHIND),
          Rule.of(
              "ATen",
              "",
              "export it with torch.onnx.export(..., operator_export_type=OperatorExportTypes.ONNX)"
                  + " and a newer opset_version"),
          Rule.of(
              "",
              "^domain (org\\.pytorch|aten|prim|pkg\\.onnxscript|pkg\\.torch)",
              "export it with torch.onnx.export(..., operator_export_type=OperatorExportTypes.ONNX)"
                  + " and a newer opset_version"),
          Rule.of(
              "Tokenizer|TfIdfVectorizer|String.*|Regex.*|.*Tokenizer|ImageDecoder|AudioDecoder",
              "support",
              CUT_BEFORE),
          Rule.of("", "^domain ai\\.onnx\\.contrib", CUT_BEFORE),
          Rule.of("", "^domain com\\.ms\\.internal|^domain com\\.microsoft", NOT_OPTIMISED),
          Rule.of("", "^domain ai\\.onnx\\.preview\\.training|training_info", EVALUATION),
          Rule.of(
              "",
              "opset_import does not name",
              "the exporter left it out: add it with onnx.helper.make_opsetid to"
                  + " model.opset_import"),
          Rule.of("", "^domain ", CUT_BEHIND + "; or export it without this library's operators"),
          Rule.of("", "^opset_import .*expected a version", "export it with that opset_version"),
          Rule.of("", "^opset_import ", CHECK),
          Rule.of("", "^ir_version ", "export it with another version of the onnx package"),
          Rule.of("", "from opset|^opset ", NEWER),
          Rule.of("", "operator is not supported", CUT_BEHIND + "; or export it without"),
          Rule.of(
              "",
              "FLOAT8|FLOAT4|INT2|COMPLEX|element type|elements of type",
              "export the model in float32, float16 or bfloat16"),
          Rule.of(
              "",
              "[Ss]parse",
              "store its tensors dense: export without pruning formats, or make them"
                  + " TensorProto with onnx.numpy_helper.from_array"),
          Rule.of(
              "",
              "external data",
              "put the data's file beside the model under the name that it has there, or save"
                  + " both as one: onnx.save(onnx.load(FILE), NEW_FILE)"),
          Rule.of("", "raw_data|its shape needs|in another field|segment", CHECK),
          Rule.of(
              "",
              "assigned twice|imported twice|set twice|no name|no node|makes it|cycle|has none"
                  + "|UTF-8|no tensor|no graph|is required|a dimension is|dimension . is",
              CHECK),
          Rule.of(
              "",
              "inside more than",
              "export it with constant conditions and loops of known length written out, such as"
                  + " with onnxsim"),
          Rule.of(
              "",
              "exceeds|rank [0-9]+",
              "reshape it before the model is exported: more axes are not computed"),
          Rule.of(
              "",
              "sequences? of|found (map|optional|sparse|none)|optional",
              "export a tensor in its place, or " + CUT_BEHIND),
          Rule.of(
              "",
              "not supported|is refused|are refused",
              "export it in another form, such as another opset_version or another setting of the"
                  + " layer; or "
                  + CUT_BEHIND));

  private static final String DEFAULT =
      "see whether onnx.checker.check_model(model, full_check=True) says the same, and mend the"
          + " export; or keep another part of the model: --outputs NAME, --inputs NAME";

  private Advice() {}

  /**
   * What to do about a finding; empty where the finding says it.
   *
   * @param operator the operator concerned, or empty
   * @param words field, value and reason of the finding
   */
  public static String of(String operator, String words) {
    for (Rule rule : RULES) {
      if (rule.fits(operator, words)) {
        return rule.advice();
      }
    }
    return DEFAULT;
  }

  /** Whether an advice is to cut behind a node, which is less than the names of such a cut. */
  public static boolean isCut(String advice) {
    return advice.startsWith(CUT_BEHIND);
  }
}
