package dev.vecurrent.io;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * NumPy's {@code .npy} files, versions 1 to 3: booleans, integers of 8 to 64 bits, floats of 16 to
 * 64 bits, either byte order. Files in Fortran order and of other types are refused.
 */
public final class NpyFiles {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-z]\\d+)'");
  private static final Pattern FORTRAN = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)");
  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("f4", ElementType.FLOAT32),
          Map.entry("f8", ElementType.FLOAT64),
          Map.entry("f2", ElementType.FLOAT16),
          Map.entry("i8", ElementType.INT64),
          Map.entry("i4", ElementType.INT32),
          Map.entry("u8", ElementType.UINT64),
          Map.entry("u4", ElementType.UINT32),
          Map.entry("i2", ElementType.INT16),
          Map.entry("u2", ElementType.UINT16),
          Map.entry("i1", ElementType.INT8),
          Map.entry("u1", ElementType.UINT8),
          Map.entry("b1", ElementType.BOOL));
  private static final int MOST_HEADER = 1 << 16;

  private NpyFiles() {}

  /**
   * Reads a file.
   *
   * @param mostBytes refuse a larger file
   * @throws IllegalArgumentException if it is no such file or not supported; names it and says why
   * @throws IOException if it cannot be read
   */
  public static Tensor read(Path file, long mostBytes) throws IOException {
    long size = Files.size(file);
    if (size > Math.min(mostBytes, Integer.MAX_VALUE - 8)) {
      throw new IllegalArgumentException(
          file + ": " + size + " bytes are more than " + mostBytes + " (limit: fileBytes)");
    }
    try {
      return parse(ByteBuffer.wrap(Files.readAllBytes(file)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static Tensor parse(ByteBuffer file) {
    file.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < MAGIC.length; i++) {
      if (file.remaining() <= i + 6 || file.get(i) != MAGIC[i]) {
        throw new IllegalArgumentException("is no .npy file");
      }
    }
    int version = file.get(6);
    if (version < 1 || version > 3) {
      throw new IllegalArgumentException(".npy version " + version + " is not supported");
    }
    int headerAt = version == 1 ? 10 : 12;
    if (file.remaining() < headerAt) {
      throw new IllegalArgumentException("the header is cut off");
    }
    int length = version == 1 ? file.getShort(8) & 0xffff : file.getInt(8);
    if (length < 0 || length > MOST_HEADER || length > file.remaining() - headerAt) {
      throw new IllegalArgumentException("the header is cut off or too long");
    }
    byte[] header = new byte[length];
    file.get(headerAt, header);
    file.position(headerAt + length);
    return elements(file, new String(header, StandardCharsets.UTF_8));
  }

  private static Tensor elements(ByteBuffer file, String header) {
    Matcher descr = find(DESCR, header, "descr");
    ElementType type = TYPES.get(descr.group(2));
    if (type == null) {
      throw new IllegalArgumentException(
          "elements of type " + descr.group(2) + " are not supported");
    }
    if (find(FORTRAN, header, "fortran_order").group(1).equals("True")) {
      throw new IllegalArgumentException("Fortran order is not supported: save a C-ordered copy");
    }
    int[] shape = shape(find(SHAPE, header, "shape").group(1));
    long size = 1;
    for (int dim : shape) {
      size = Math.min(size * dim, 1L << 32);
    }
    if (size * type.bytes() != file.remaining()) {
      throw new IllegalArgumentException(
          "has %d bytes of elements, shape and type need %d"
              .formatted(file.remaining(), size * type.bytes()));
    }
    ByteOrder order = descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    Tensor tensor = Tensor.zeros(type, shape);
    // A slice has the default byte order again.
    get(file.slice().order(order), tensor);
    return tensor;
  }

  private static Matcher find(Pattern pattern, String header, String key) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException("the header has no valid " + key);
    }
    return matcher;
  }

  private static int[] shape(String text) {
    String[] parts = text.replace("L", "").trim().split("\\s*,\\s*", -1);
    int rank =
        parts.length > 0 && parts[parts.length - 1].isEmpty() ? parts.length - 1 : parts.length;
    if (rank > Tensor.MAX_RANK) {
      throw new IllegalArgumentException("rank " + rank + " exceeds " + Tensor.MAX_RANK);
    }
    int[] shape = new int[rank];
    for (int i = 0; i < rank; i++) {
      try {
        shape[i] = Integer.parseInt(parts[i]);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("a dimension is '" + parts[i] + "'", e);
      }
    }
    return shape;
  }

  private static void get(ByteBuffer from, Tensor to) {
    switch (to.type()) {
      case FLOAT32 -> from.asFloatBuffer().get(to.floats());
      case FLOAT64 -> from.asDoubleBuffer().get(to.doubles());
      case INT64, UINT64 -> from.asLongBuffer().get(to.longs());
      case INT32, UINT32 -> from.asIntBuffer().get(to.ints());
      case BOOL -> {
        for (int i = 0; i < to.size(); i++) {
          to.booleans()[i] = from.get() != 0;
        }
      }
      case INT8, UINT8 -> from.get(to.bytes());
      case INT16, UINT16, FLOAT16, BFLOAT16 -> from.asShortBuffer().get(to.shorts());
      default -> throw new IllegalArgumentException(".npy has no elements of type " + to.type());
    }
  }

  /**
   * Writes a file of version 1, little endian.
   *
   * @throws IllegalArgumentException for BFLOAT16, which NumPy does not have
   */
  public static void write(Path file, Tensor tensor) throws IOException {
    String code =
        TYPES.entrySet().stream()
            .filter(e -> e.getValue() == tensor.type())
            .map(Map.Entry::getKey)
            .collect(Collectors.joining());
    if (code.isEmpty()) {
      throw new IllegalArgumentException(file + ": .npy has no elements of type " + tensor.type());
    }
    StringBuilder shape = new StringBuilder();
    for (int axis = 0; axis < tensor.rank(); axis++) {
      shape
          .append(tensor.dim(axis))
          .append(tensor.rank() == 1 || axis + 1 < tensor.rank() ? "," : "");
    }
    String order = tensor.type().bytes() == 1 ? "|" : "<";
    String text =
        "{'descr': '" + order + code + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    int padding = 64 - (10 + text.length() + 1) % 64;
    byte[] header = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out =
        ByteBuffer.allocate(
                Math.addExact(
                    10 + header.length, Math.multiplyExact(tensor.size(), tensor.type().bytes())))
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length).put(header);
    put(tensor, out.slice().order(ByteOrder.LITTLE_ENDIAN));
    Files.write(file, out.array());
  }

  private static void put(Tensor from, ByteBuffer to) {
    int size = from.size();
    switch (from.type()) {
      case FLOAT32 -> to.asFloatBuffer().put(from.floats(), 0, size);
      case FLOAT64 -> to.asDoubleBuffer().put(from.doubles(), 0, size);
      case INT64, UINT64 -> to.asLongBuffer().put(from.longs(), 0, size);
      case INT32, UINT32 -> to.asIntBuffer().put(from.ints(), 0, size);
      case BOOL -> {
        for (int i = 0; i < size; i++) {
          to.put((byte) (from.booleans()[i] ? 1 : 0));
        }
      }
      case INT8, UINT8 -> to.put(from.bytes(), 0, size);
      case INT16, UINT16, FLOAT16, BFLOAT16 -> to.asShortBuffer().put(from.shorts(), 0, size);
      default -> throw new IllegalArgumentException(".npy has no elements of type " + from.type());
    }
  }
}
