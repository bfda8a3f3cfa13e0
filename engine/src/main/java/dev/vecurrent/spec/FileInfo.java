package dev.vecurrent.spec;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a file says beside the network that is in it.
 *
 * @param producer what wrote it, with its version; empty where it does not say
 * @param irVersion the version of the file format; 0 where there is no file
 * @param opsets the version of each operator set that it imports, by domain
 * @param values declared types and shapes of values that nodes make, by name; hints only
 * @param notes what was passed over when it was read, and does not hinder a run
 * @param findings what refuses it as a whole, whatever part of it is wanted
 */
public record FileInfo(
    String producer,
    long irVersion,
    Map<String, Integer> opsets,
    Map<String, ValueInfo> values,
    List<Finding> notes,
    List<Finding> findings) {

  /** That there is no file. */
  public static final FileInfo NONE = new FileInfo("", 0, Map.of(), Map.of(), List.of(), List.of());

  /** Copies the collections. */
  public FileInfo {
    opsets = Map.copyOf(opsets);
    values = Map.copyOf(values);
    notes = List.copyOf(notes);
    findings = List.copyOf(findings);
  }

  /** The imported operator sets in words, such as {@code ai.onnx 17, ai.onnx.ml 3}. */
  public String opsetWords() {
    return String.join(
        ", ",
        new TreeMap<>(opsets)
            .entrySet().stream()
                .map(e -> (e.getKey().isEmpty() ? "ai.onnx" : e.getKey()) + " " + e.getValue())
                .toList());
  }

  /** This with other values and notes. */
  public FileInfo with(Map<String, ValueInfo> newValues, List<Finding> newNotes) {
    return new FileInfo(producer, irVersion, opsets, newValues, newNotes, findings);
  }
}
