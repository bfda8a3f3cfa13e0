package dev.vecurrent.io;

import dev.vecurrent.internal.Nullable;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The marks by which {@link FileKind} tells files apart. Work is bounded by the first 64 KiB. */
final class FileMarks {

  private static final int MOST = 1 << 16;

  /** Of text, enough to see that it is text and of which kind. */
  private static final int TEXT = 4096;

  private static final int TAR_MARK_AT = 257;
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final byte[] NPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
  private static final byte[] SPLIT_ZIP = {'P', 'K', 7, 8};
  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
  private static final byte[][] COMPRESSED = {
    {'B', 'Z', 'h'},
    {(byte) 0xfd, '7', 'z', 'X', 'Z', 0},
    {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd},
    {'7', 'z', (byte) 0xbc, (byte) 0xaf},
    {'R', 'a', 'r', '!', 0x1a}
  };

  /** The number with which PyTorch's pickles of before 1.6 begin, as pickled. */
  private static final byte[] TORCH = {
    (byte) 0x8a,
    0x0a,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19
  };

  private FileMarks() {}

  /** The kind of a file, or of one of which only the first and last bytes are given. */
  static FileKind kind(byte[] file) {
    if (file.length == 0) {
      return FileKind.EMPTY;
    }
    FileKind marked = marked(file);
    if (marked != null) {
      return marked;
    }
    if (isZeros(file)) {
      return FileKind.ZEROS;
    }
    FileKind text = text(file);
    return text != null ? text : ProtobufForm.kind(file);
  }

  private static @Nullable FileKind marked(byte[] file) {
    if (has(file, 0, ZIP) || has(file, 0, EMPTY_ZIP) || has(file, 0, SPLIT_ZIP)) {
      return zip(file);
    }
    if (has(file, 0, GZIP)) {
      return FileKind.GZIP;
    }
    for (byte[] mark : COMPRESSED) {
      if (has(file, 0, mark)) {
        return FileKind.COMPRESSED;
      }
    }
    if (has(file, 0, HDF5)) {
      return FileKind.HDF5;
    }
    if (has(file, 0, NPY)) {
      return FileKind.NPY;
    }
    if (has(file, 4, "ORTM")) {
      return FileKind.ORT_FORMAT;
    }
    if (has(file, 4, "TFL3")) {
      return FileKind.TFLITE;
    }
    if (has(file, 0, "GGUF")) {
      return FileKind.GGUF;
    }
    if (has(file, 0, "RIFF")) {
      return FileKind.RIFF;
    }
    if (has(file, 0, PNG) || has(file, 0, JPEG)) {
      return FileKind.IMAGE;
    }
    if (has(file, TAR_MARK_AT, "ustar")) {
      return FileKind.TAR;
    }
    return isSafetensors(file) ? FileKind.SAFETENSORS : pickle(file);
  }

  private static @Nullable FileKind pickle(byte[] file) {
    boolean pickle = file.length > 2 && file[0] == (byte) 0x80 && file[1] >= 2 && file[1] <= 5;
    if (!pickle) {
      return null;
    }
    return has(file, 2, TORCH) || contains(file, "torch._utils")
        ? FileKind.PYTORCH
        : FileKind.PICKLE;
  }

  /** A zip archive by the names in its local headers and its directory, at either end. */
  private static FileKind zip(byte[] file) {
    if (contains(file, "constants.pkl") || contains(file, "code/__torch__")) {
      return FileKind.TORCHSCRIPT;
    }
    if (contains(file, "data.pkl") || contains(file, "serialized_exported_program.json")) {
      return FileKind.PYTORCH;
    }
    if (contains(file, "model.weights.h5")) {
      return FileKind.KERAS;
    }
    if (contains(file, ".npy")) {
      return FileKind.NPZ;
    }
    return FileKind.ZIP;
  }

  /** The length of a JSON header in 8 bytes, then its first brace. */
  private static boolean isSafetensors(byte[] file) {
    return file.length > 9 && file[8] == '{' && file[6] == 0 && file[7] == 0 && file[9] == '"';
  }

  private static boolean isZeros(byte[] file) {
    for (int i = 0; i < Math.min(file.length, MOST); i++) {
      if (file[i] != 0) {
        return false;
      }
    }
    return file.length > 2;
  }

  private static @Nullable FileKind text(byte[] file) {
    if (has(file, 0, new byte[] {(byte) 0xff, (byte) 0xfe})
        || has(file, 0, new byte[] {(byte) 0xfe, (byte) 0xff})) {
      return FileKind.UTF16;
    }
    int length = Math.min(file.length, TEXT);
    for (int i = 0; i < length; i++) {
      int c = file[i] & 0xff;
      if ((c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f') || c == 0x7f) {
        return null;
      }
    }
    String text =
        new String(file, 0, length, StandardCharsets.UTF_8)
            .replace("\ufeff", "")
            .stripLeading()
            .toLowerCase(Locale.ROOT);
    if (text.startsWith("version https://git-lfs") || text.startsWith("version https://hawser")) {
      return FileKind.GIT_LFS;
    }
    if (text.contains("annex/objects/") && text.indexOf('/') < 16) {
      return FileKind.GIT_ANNEX;
    }
    if (text.startsWith("<")) {
      return markup(text);
    }
    return text.startsWith("{") || text.startsWith("[") ? FileKind.JSON : FileKind.TEXT;
  }

  private static FileKind markup(String text) {
    if (text.contains("<html") || text.startsWith("<!doctype html") || text.startsWith("<head")) {
      return FileKind.HTML;
    }
    return text.contains("<net ") ? FileKind.OPENVINO : FileKind.XML;
  }

  private static boolean has(byte[] file, int at, String mark) {
    return has(file, at, mark.getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean has(byte[] file, int at, byte[] mark) {
    if (file.length < at + mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if (file[at + i] != mark[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text stands in the first or the last 64 KiB. */
  private static boolean contains(byte[] file, String text) {
    byte[] mark = text.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i + mark.length <= file.length; i++) {
      if (i == MOST) {
        i = Math.max(i, file.length - MOST);
      }
      if (file[i] == mark[0] && has(file, i, mark)) {
        return true;
      }
    }
    return false;
  }
}
