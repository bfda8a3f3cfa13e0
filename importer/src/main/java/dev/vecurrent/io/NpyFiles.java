package dev.vecurrent.io;

import dev.vecurrent.internal.Printable;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * NumPy's {@code .npy} files, versions 1 to 3: booleans, integers of 8 to 64 bits, floats of 16 to
 * 64 bits, either byte order, in C and in Fortran order. Files of other types are refused.
 */
public final class NpyFiles {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
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

  /** Mark, version and the length of a header of version 1. */
  private static final int SHORTEST = 10;

  private NpyFiles() {}

  /**
   * Reads a file.
   *
   * @param mostBytes refuse a larger file
   * @throws IllegalArgumentException if it is no such file or not supported; names it and says why
   * @throws IOException if it cannot be read
   */
  public static Tensor read(Path file, long mostBytes) throws IOException {
    try (InputFile opened = InputFile.open(file)) {
      return read(opened, mostBytes);
    }
  }

  /** Reads a file that is open; see {@link #read(Path, long)}. */
  public static Tensor read(InputFile file, long mostBytes) throws IOException {
    Optional<byte[]> bytes = file.bytes(mostBytes);
    if (bytes.isEmpty()) {
      FileKind kind = file.kind();
      throw new FileRefusedException(
          file.path(),
          kind.isForeign() && kind != FileKind.NPY
              ? kind.advice(FileKind.Wanted.TENSOR)
              : tooLarge(file.size(), mostBytes));
    }
    return read(bytes.get(), file.path().toString(), mostBytes);
  }

  private static String tooLarge(long size, long mostBytes) {
    long most = Math.min(mostBytes, Integer.MAX_VALUE - 8);
    return (size > most ? size + " bytes are" : "it is")
        + " more than "
        + most
        + " (limit: fileBytes"
        + (most == mostBytes
            ? "; raise it with NpyFiles.read(FILE, BYTES) or --limit-file-bytes)"
            : ", the most: give fewer rows)");
  }

  /**
   * Reads a file that is in memory.
   *
   * @param source a name for messages
   * @param mostBytes texts may take that many bytes of memory, which are more than those of a file
   * @throws IllegalArgumentException if it is no such file or not supported; names it and says why
   */
  public static Tensor read(byte[] file, String source, long mostBytes) {
    try {
      return parse(file, mostBytes);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(Printable.lineMessage(source + ": " + e.getMessage()), e);
    }
  }

  private static Tensor parse(byte[] bytes, long mostBytes) {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < MAGIC.length; i++) {
      if (bytes.length <= i || bytes[i] != MAGIC[i]) {
        throw new IllegalArgumentException(
            "is no .npy file; it " + FileKind.of(bytes).advice(FileKind.Wanted.TENSOR));
      }
    }
    if (bytes.length < SHORTEST) {
      throw new IllegalArgumentException("is cut off in its header: copy or download it again");
    }
    int version = bytes[MAGIC.length];
    if (version < 1 || version > 3) {
      throw new IllegalArgumentException(
          ".npy version "
              + version
              + " is not supported, expected 1 to 3: save the array again with numpy.save");
    }
    int headerAt = version == 1 ? SHORTEST : SHORTEST + 2;
    if (bytes.length < headerAt) {
      throw new IllegalArgumentException("is cut off in its header: copy or download it again");
    }
    long length = version == 1 ? file.getShort(8) & 0xffff : file.getInt(8) & 0xffffffffL;
    if (length > MOST_HEADER) {
      throw new IllegalArgumentException(
          "has a header of %d bytes, expected at most %d: save the array again with numpy.save"
              .formatted(length, MOST_HEADER));
    }
    if (length > bytes.length - headerAt) {
      throw new IllegalArgumentException("is cut off in its header: copy or download it again");
    }
    String header = new String(bytes, headerAt, (int) length, StandardCharsets.UTF_8);
    return elements(
        file.position(headerAt + (int) length).slice(), NpyHeader.parse(header), mostBytes);
  }

  private static Tensor elements(ByteBuffer file, NpyHeader header, long mostBytes) {
    boolean text = NpyTexts.isText(header.kind());
    ElementType type = text ? ElementType.STRING : TYPES.get(header.type());
    if (type == null) {
      throw new IllegalArgumentException(
          "elements of type "
              + header.type()
              + " are not supported: convert them, such as ARRAY.astype(numpy.float32)");
    }
    int[] shape = header.shape().stream().mapToInt(Integer::intValue).toArray();
    long size = 1;
    for (int dim : shape) {
      size = Math.min(size * dim, 1L << 32);
    }
    long width = text ? NpyTexts.width(header.kind(), header.width()) : type.bytes();
    if (width > Integer.MAX_VALUE || (width == 0 && size > 0) || size * width != file.remaining()) {
      throw new IllegalArgumentException(
          "has %d bytes of elements, shape and type need %d: copy or download it again"
              .formatted(file.remaining(), size * width));
    }
    if (text) {
      NpyTexts.requireFew(size, mostBytes);
    }
    ByteBuffer ordered = header.fortran() ? firstAxisSlowest(file, shape, (int) width) : file;
    if (text) {
      return NpyTexts.read(ordered, header.kind(), header.width(), header.bigEndian(), shape);
    }
    Tensor tensor = Tensor.zeros(type, shape);
    ordered.order(header.bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    get(ordered, tensor);
    return tensor;
  }

  /** Elements of which the first axis runs fastest, in the order in which the last one does. */
  private static ByteBuffer firstAxisSlowest(ByteBuffer elements, int[] shape, int width) {
    byte[] ordered = new byte[elements.remaining()];
    int[] strides = new int[shape.length];
    int stride = width;
    for (int axis = 0; axis < shape.length; axis++) {
      strides[axis] = stride;
      stride *= shape[axis];
    }
    int[] index = new int[shape.length];
    int from = 0;
    for (int to = 0; to < ordered.length; to += width) {
      elements.get(from, ordered, to, width);
      for (int axis = shape.length - 1; axis >= 0; axis--) {
        from += strides[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        from -= strides[axis] * shape[axis];
        index[axis] = 0;
      }
    }
    return ByteBuffer.wrap(ordered);
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
   * Writes a file of version 1, little endian; see {@link OutputFile}.
   *
   * @throws IllegalArgumentException for BFLOAT16, which NumPy does not have
   */
  public static void write(Path file, Tensor tensor) throws IOException {
    boolean texts = tensor.type() == ElementType.STRING;
    int longest = texts ? NpyTexts.longest(tensor) : 0;
    String code = texts ? "U" + longest : code(tensor.type());
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
    long width = texts ? 4L * longest : tensor.type().bytes();
    long most = (Integer.MAX_VALUE - 8L - SHORTEST - header.length) / Math.max(1, tensor.size());
    if (width > most) {
      throw new IllegalArgumentException(
          "%s: %d elements of %d bytes are too many for one .npy file: write them in parts"
              .formatted(file, tensor.size(), width));
    }
    int bytes = SHORTEST + header.length + (int) (width * tensor.size());
    ByteBuffer out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) header.length).put(header);
    ByteBuffer elements = out.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (texts) {
      NpyTexts.put(tensor, longest, elements);
    } else {
      put(tensor, elements);
    }
    OutputFile.write(file, out.array());
  }

  private static String code(ElementType type) {
    return TYPES.entrySet().stream()
        .filter(e -> e.getValue() == type)
        .map(Map.Entry::getKey)
        .collect(Collectors.joining());
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
