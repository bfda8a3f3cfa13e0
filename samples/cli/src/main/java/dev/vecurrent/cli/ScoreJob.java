package dev.vecurrent.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads records, scores them a window at a time and writes answers in the order of the input.
 * Memory is bounded by the window, whatever the size of the file.
 */
final class ScoreJob {

  /**
   * Bytes of the records of a window with their answers: a window of long sequences, or for a model
   * with long answers, holds fewer of them.
   */
  private static final long MOST_BYTES = 64L << 20;

  private final Scorer scorer;
  private final int window;
  private final int maxLine;
  private final JsonMapper mapper = JsonMapper.builder().build();
  private final List<SequenceRecord> records = new ArrayList<>();
  private long bytes;
  private long good;
  private long bad;
  private long steps;

  ScoreJob(Scorer scorer, int window, int maxLine) {
    this.scorer = scorer;
    this.window = window;
    this.maxLine = maxLine;
  }

  /**
   * What a job did.
   *
   * @param good sequences scored
   * @param bad lines that were not
   * @param steps time steps of all sequences
   * @param seconds time taken
   */
  record Result(long good, long bad, long steps, double seconds) {}

  Result run(Path input, Path output, Path errors, LongConsumer progress) throws IOException {
    long start = System.nanoTime();
    try (InputStream in = Files.newInputStream(input);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(output), 1 << 16);
        OutputStream bad = new BufferedOutputStream(Files.newOutputStream(errors))) {
      LineReader lines = new LineReader(in, maxLine);
      SequenceReader reader = new SequenceReader(mapper, scorer.inputs());
      while (lines.next()) {
        SequenceRecord record = record(lines, reader);
        records.add(record);
        bytes += record.bytes() + scorer.answerBytes(record);
        if (records.size() >= window || bytes >= MOST_BYTES) {
          flush(out, bad);
          progress.accept(lines.bytesRead());
        }
      }
      flush(out, bad);
      progress.accept(lines.bytesRead());
    }
    return new Result(good, bad, steps, (System.nanoTime() - start) / 1e9);
  }

  private SequenceRecord record(LineReader lines, SequenceReader reader) {
    long number = lines.number();
    if (lines.isTooLong()) {
      return SequenceRecord.bad(
          number, "the line is longer than " + maxLine + " bytes (--max-line)");
    }
    try {
      SequenceRecord record = reader.read(lines.bytes(), lines.length(), number);
      scorer.check(record);
      return record;
    } catch (JacksonException e) {
      return SequenceRecord.bad(number, "is no JSON: " + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      return SequenceRecord.bad(number, String.valueOf(e.getMessage()));
    }
  }

  private void refuse(OutputStream to, long line, String reason) throws IOException {
    bad++;
    try (JsonGenerator json = generator(to)) {
      json.writeStartObject();
      json.writeNumberProperty("line", line);
      json.writeStringProperty("reason", reason);
      json.writeEndObject();
    }
    to.write('\n');
  }

  private JsonGenerator generator(OutputStream to) {
    return mapper
        .writer()
        .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
        .without(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
        .createGenerator(to);
  }

  private void flush(OutputStream out, OutputStream errors) throws IOException {
    scorer.score(records);
    for (SequenceRecord record : records) {
      if (!record.failure().isEmpty()) {
        refuse(errors, record.line(), record.failure());
        continue;
      }
      try (JsonGenerator json = generator(out)) {
        record.write(json);
      }
      out.write('\n');
      good++;
      steps += record.steps();
    }
    records.clear();
    bytes = 0;
  }
}
