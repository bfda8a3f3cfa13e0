package dev.vecurrent.vad;

import dev.vecurrent.testing.FuzzCorpus;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What fuzzing found and reached before, without a fuzzer. */
class AudioCorpusTest {

  @TestFactory
  Stream<DynamicTest> files() {
    return FuzzCorpus.tests(AudioFuzzer.class, AudioFuzzer::fuzzerTestOneInput);
  }
}
