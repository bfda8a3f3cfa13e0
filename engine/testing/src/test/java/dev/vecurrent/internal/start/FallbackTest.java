package dev.vecurrent.internal.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vecurrent.internal.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs in a JVM without the Vector API: the scalar twin answers, and one log line says what to add.
 */
@Tag("fallback")
class FallbackTest {

  @Test
  void scalarKernelsAnswerAndSayWhatIsMissing() {
    List<LogRecord> records = new ArrayList<>();
    Handler handler = new Recorder(records);
    Logger logger = Logger.getLogger("dev.vecurrent");
    logger.addHandler(handler);
    try {
      assertThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isEmpty();
      assertThat(KernelChoice.ofModel().isVector()).isFalse();
      assertThat(KernelChoice.ofModel()).isSameAs(Kernels.scalar());
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(records).hasSize(1);
    assertThat(records.getFirst().getMessage()).contains("--add-modules jdk.incubator.vector");
  }

  private static final class Recorder extends Handler {

    private final List<LogRecord> records;

    Recorder(List<LogRecord> records) {
      this.records = records;
    }

    @Override
    public void publish(LogRecord record) {
      records.add(record);
    }

    @Override
    public void flush() {
      // Nothing is buffered.
    }

    @Override
    public void close() {
      // Nothing is held.
    }
  }
}
