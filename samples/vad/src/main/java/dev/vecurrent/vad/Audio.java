package dev.vecurrent.vad;

import dev.vecurrent.io.InputFile;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Opens audio. Files are read in blocks, whatever their length. */
public final class Audio {

  private static final int MARK_BYTES = 4;

  /** The first bytes of WAV, AIFF and AU. */
  private static final Set<String> MARKS = Set.of("RIFF", "RIFX", "RF64", "FORM", ".snd");

  private Audio() {}

  /**
   * A WAV file (AIFF and AU as well) at a rate that Silero VAD knows: 8 kHz as it is, anything else
   * resampled to 16 kHz. PCM of 8, 16, 24 and 32 bits, float, A-law, mu-law; 4 to 192 kHz; several
   * channels become their mean. A file that ends before its header says is read as far as it goes.
   *
   * @throws IOException if the file is none of these; names the file, what was expected and found
   */
  public static AudioSource open(Path file) throws IOException {
    AudioSource source = openAsItIs(file);
    SampleRate rate = SampleRate.forAudioAt(source.hertz());
    return source.hertz() == rate.hertz() ? source : new Resampler(source, rate.hertz());
  }

  /** Raw mono audio, 16 bits, little-endian, such as a microphone's. */
  public static AudioSource raw(InputStream in, SampleRate rate) throws IOException {
    return PcmSource.raw(in, rate);
  }

  /** Audio at another sample rate; see {@link Resampler}. */
  public static AudioSource resampled(AudioSource source, int hertz) {
    return new Resampler(source, hertz);
  }

  private static AudioSource openAsItIs(Path file) throws IOException {
    InputFile opened = InputFile.open(file);
    try {
      // The header's parser needs a stream that can go back.
      InputStream in = new BufferedInputStream(opened.stream());
      requireMark(in);
      AudioInputStream audio = linear(AudioSystem.getAudioInputStream(in));
      return new PcmSource(audio, audio.getFormat());
    } catch (UnsupportedAudioFileException | EOFException e) {
      opened.close();
      throw new IOException(file + ": expected a WAV file; its header was not understood", e);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  /** Other formats, such as MIDI, would be played by Java: a few bytes can last for days. */
  private static void requireMark(InputStream in)
      throws IOException, UnsupportedAudioFileException {
    in.mark(MARK_BYTES);
    String mark = new String(in.readNBytes(MARK_BYTES), StandardCharsets.ISO_8859_1);
    in.reset();
    if (!MARKS.contains(mark)) {
      throw new UnsupportedAudioFileException("no WAV, AIFF or AU file");
    }
  }

  /** Telephones' formats as PCM of 16 bits. */
  private static AudioInputStream linear(AudioInputStream audio) {
    AudioFormat format = audio.getFormat();
    boolean companded =
        format.getEncoding().equals(Encoding.ALAW) || format.getEncoding().equals(Encoding.ULAW);
    return companded ? AudioSystem.getAudioInputStream(Encoding.PCM_SIGNED, audio) : audio;
  }
}
