package dev.vecurrent.cli;

import dev.vecurrent.testing.FuzzCorpus;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What fuzzing found and reached before, without a fuzzer. */
class ScoreCorpusTest {

  @TestFactory
  Stream<DynamicTest> records() {
    return FuzzCorpus.tests(ScoreFuzzer.class, ScoreFuzzer::fuzzerTestOneInput);
  }
}
