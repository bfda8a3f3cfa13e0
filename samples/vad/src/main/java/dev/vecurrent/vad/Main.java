package dev.vecurrent.vad;

import dev.vecurrent.Model;
import dev.vecurrent.console.Console;
import dev.vecurrent.console.LimitOptions;
import dev.vecurrent.console.Printable;
import dev.vecurrent.console.StandardOptions;
import dev.vecurrent.onnx.OnnxImporter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./vecurrent vad}. */
@Command(
    name = "vecurrent vad",
    description = {
      "Tells where a WAV file has speech, with Silero VAD (MIT licence).",
      "The model comes from an npm package at first use and is kept in the user's cache folder."
    })
public final class Main implements Callable<Integer> {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StandardOptions standard = new StandardOptions();
  @Mixin private LimitOptions limits = new LimitOptions();

  @Parameters(arity = "0..1", paramLabel = "WAV", description = "The audio.")
  private @Nullable Path audio;

  @Option(
      names = "--stream",
      description =
          "Read raw audio from standard input instead (mono, 16 kHz, 16 bits, little-endian) and"
              + " print starts and ends as they happen.")
  private boolean stream;

  @Option(names = "--model", paramLabel = "FILE", description = "A model file; nothing is fetched.")
  private @Nullable Path model;

  @Option(names = "--silero", description = "v5 or v6 (default: ${DEFAULT-VALUE}).")
  private SileroVersion version = SileroVersion.V5;

  @Option(names = "--fetch", description = "Only fetch the model, and print where it is.")
  private boolean fetch;

  @Option(
      names = "--threshold",
      paramLabel = "P",
      description = "Speech begins at this probability (default: ${DEFAULT-VALUE}).")
  private double threshold = SegmentRule.defaults().threshold();

  @Option(
      names = "--negative-threshold",
      paramLabel = "P",
      description = "Speech may end below this probability (default: 0.15 less).")
  private @Nullable Double negativeThreshold;

  @Option(
      names = "--min-speech",
      paramLabel = "MS",
      description = "Drop shorter segments (default: 250 ms; not with --stream).")
  private @Nullable Integer minSpeech;

  @Option(
      names = "--min-silence",
      paramLabel = "MS",
      description = "Speech ends after that much silence (default: ${DEFAULT-VALUE} ms).")
  private int minSilence = SegmentRule.defaults().minSilence();

  @Option(
      names = "--padding",
      paramLabel = "MS",
      description = "Lengthen segments on either side (default: ${DEFAULT-VALUE} ms).")
  private int padding = SegmentRule.defaults().padding();

  @Option(names = "--plot", paramLabel = "FILE", description = "Write a picture, a PNG file.")
  private @Nullable Path plot;

  @Option(names = "--json", description = "Print JSON instead of text.")
  private boolean json;

  private Main() {}

  /** Runs the program and exits with its status. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line with its handling of errors. */
  static CommandLine commandLine() {
    Main main = new Main();
    return Console.of(main, main.standard::debug);
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    SegmentRule rule = rule();
    if (fetch) {
      require(audio == null && !stream && model == null, "--fetch goes alone");
      out.println(ModelCache.ofUser().file(version));
    } else if (stream) {
      require(audio == null, "--stream reads standard input: give no WAV");
      require(plot == null && minSpeech == null, "--plot and --min-speech need a WAV");
      live(rule, out);
    } else {
      require(audio != null, "expected a WAV file, --stream or --fetch");
      if (audio != null) {
        segments(audio, rule, out);
      }
    }
    out.flush();
    return 0;
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  private SegmentRule rule() {
    double negative =
        negativeThreshold == null ? SegmentRule.negativeFor(threshold) : negativeThreshold;
    int speech = minSpeech == null ? SegmentRule.defaults().minSpeech() : minSpeech;
    try {
      return new SegmentRule(threshold, negative, speech, minSilence, padding);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Model silero() throws IOException {
    Path file = model == null ? ModelCache.ofUser().file(version) : model;
    return Model.compile(OnnxImporter.read(file, limits.limits()), limits.compileOptions());
  }

  private void segments(Path file, SegmentRule rule, PrintWriter out) throws IOException {
    List<Segment> segments = new ArrayList<>();
    try (AudioSource source = Audio.open(file)) {
      SampleRate rate = SampleRate.forAudioAt(source.hertz());
      Segmenter segmenter =
          new Segmenter(
              rule,
              rate,
              segment -> {
                segments.add(segment);
                if (!json) {
                  out.println(line(segment, rate));
                }
              });
      Plot picture = new Plot(rate);
      long samples =
          Detection.run(
              source,
              new SileroDetector(silero(), rate),
              (chunk, length, probability) -> {
                segmenter.next(probability);
                if (plot != null) {
                  picture.chunk(chunk, length, probability);
                }
              });
      segmenter.finish(samples);
      if (plot != null) {
        picture.write(plot, Printable.line(String.valueOf(file.getFileName())), segments, rule);
      }
      double seconds = (double) samples / rate.hertz();
      if (json) {
        out.println(Printable.line(JSON.writeValueAsString(map(file, seconds, rate, segments))));
      } else {
        out.println(
            String.format(
                Locale.ROOT,
                "%d %s, %.3f s of speech in %.3f s",
                segments.size(),
                segments.size() == 1 ? "segment" : "segments",
                speech(segments, rate),
                seconds));
      }
    }
  }

  private static String line(Segment segment, SampleRate rate) {
    return String.format(
        Locale.ROOT,
        "speech from %9.3f s to %9.3f s",
        segment.startSeconds(rate),
        segment.endSeconds(rate));
  }

  private static double speech(List<Segment> segments, SampleRate rate) {
    return segments.stream().mapToDouble(s -> s.endSeconds(rate) - s.startSeconds(rate)).sum();
  }

  private static Map<String, Object> map(
      Path file, double seconds, SampleRate rate, List<Segment> segments) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("audio", file.toString());
    map.put("seconds", seconds);
    map.put("sampleRate", rate.hertz());
    map.put(
        "segments",
        segments.stream()
            .map(segment -> {
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("start", segment.startSeconds(rate));
              entry.put("end", segment.endSeconds(rate));
              return entry;
            })
            .toList());
    return map;
  }

  private void live(SegmentRule rule, PrintWriter out) throws IOException {
    SampleRate rate = SampleRate.KHZ_16;
    LiveEvents events =
        new LiveEvents(
            rule,
            rate,
            new LiveEvents.Listener() {
              @Override
              public void started(double seconds) {
                event(out, "start", seconds);
              }

              @Override
              public void ended(double seconds) {
                event(out, "end", seconds);
              }
            });
    SileroDetector detector = new SileroDetector(silero(), rate);
    try (AudioSource source = Audio.raw(System.in, rate)) {
      events.finish(
          Detection.run(
              source, detector, (chunk, length, probability) -> events.next(probability)));
    }
  }

  private void event(PrintWriter out, String name, double seconds) {
    out.println(
        json
            ? JSON.writeValueAsString(Map.of(name, seconds))
            : String.format(Locale.ROOT, "%-5s %9.3f s", name, seconds));
    // Whoever listens wants to know now.
    out.flush();
  }
}
