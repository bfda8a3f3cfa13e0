package dev.vecurrent.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
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
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private long bytes;
  private long good;
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

  /** Hears how far a job is. */
  interface Progress {
    void step(long bytesRead, long good);
  }

  Result run(InputStream in, OutputStream out, BadLines errors, Progress progress)
      throws IOException {
    long start = System.nanoTime();
    LineReader lines = new LineReader(in, maxLine);
    SequenceReader reader = new SequenceReader(mapper, scorer.inputs());
    while (lines.next()) {
      SequenceRecord record = record(lines, reader);
      records.add(record);
      bytes += record.bytes() + scorer.answerBytes(record);
      if (records.size() >= window || bytes >= MOST_BYTES) {
        flush(out, errors);
        progress.step(lines.bytesRead(), good);
      }
    }
    flush(out, errors);
    progress.step(lines.bytesRead(), good);
    return new Result(good, errors.count(), steps, (System.nanoTime() - start) / 1e9);
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

  private JsonGenerator generator(OutputStream to) {
    return mapper
        .writer()
        .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
        .without(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
        .createGenerator(to);
  }

  private void flush(OutputStream out, BadLines errors) throws IOException {
    scorer.score(records);
    for (SequenceRecord record : records) {
      String failure = record.failure().isEmpty() ? written(record) : record.failure();
      if (!failure.isEmpty()) {
        errors.add(record.line(), failure);
        continue;
      }
      answer.writeTo(out);
      good++;
      steps += record.steps();
    }
    records.clear();
    bytes = 0;
  }

  /** Writes a record to memory first: one that cannot be written leaves nothing in the file. */
  private String written(SequenceRecord record) {
    answer.reset();
    try (JsonGenerator json = generator(answer)) {
      record.write(json);
    } catch (JacksonException e) {
      return "its answer cannot be written: " + e.getOriginalMessage();
    } catch (IllegalArgumentException e) {
      return "its answer cannot be written: " + e.getMessage();
    }
    answer.write('\n');
    return "";
  }
}
