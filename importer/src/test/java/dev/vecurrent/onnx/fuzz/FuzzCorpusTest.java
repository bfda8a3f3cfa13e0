package dev.vecurrent.onnx.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.op.catalog.Operators;
import dev.vecurrent.testing.FuzzCorpus;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What fuzzing found and reached before, without a fuzzer. */
class FuzzCorpusTest {

  @TestFactory
  Stream<DynamicTest> models() {
    return FuzzCorpus.tests(ModelFuzzer.class, ModelFuzzer::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> graphs() {
    return FuzzCorpus.tests(GraphFuzzer.class, GraphFuzzer::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> npyFiles() {
    return FuzzCorpus.tests(NpyFuzzer.class, NpyFuzzer::fuzzerTestOneInput);
  }

  @TestFactory
  Stream<DynamicTest> tensorFiles() {
    return FuzzCorpus.tests(TensorFuzzer.class, TensorFuzzer::fuzzerTestOneInput);
  }

  /** An operator that is not among the models is one that nothing bends. */
  @Test
  void everyOperatorIsFuzzed() {
    Set<String> missing = new TreeSet<>(Operators.names());
    missing.addAll(List.of("GRU", "If", "LSTM", "Loop", "RNN", "Scan"));
    missing.removeAll(KnownModels.parts().operators());
    assertThat(missing).as("operators without a model: see FuzzModels").isEmpty();
  }
}
