package dev.vecurrent.onnx;

import java.util.Locale;

/**
 * How much a file may ask for before it is refused. Nothing of the size in question is allocated
 * before its limit has been checked.
 *
 * @param fileBytes bytes of the model or tensor file
 * @param fields entries of the file of any kind, counted before any of them becomes an object
 * @param depth messages within messages
 * @param nodes nodes of the graph
 * @param tensors tensors of the graph
 * @param tensorBytes bytes of all tensors together, external data included
 * @param nameLength characters of a name
 */
public record ImportLimits(
    long fileBytes,
    int fields,
    int depth,
    int nodes,
    int tensors,
    long tensorBytes,
    int nameLength) {

  /** A file and its tensors are in memory at once, and the compiler needs some too. */
  private static final ImportLimits DEFAULTS =
      new ImportLimits(
          Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 4),
          1_000_000,
          40,
          50_000,
          100_000,
          Math.min(4L << 30, Runtime.getRuntime().maxMemory() / 2),
          4096);

  /** Checks that every limit is positive. */
  public ImportLimits {
    boolean positive =
        fileBytes > 0
            && fields > 0
            && depth > 0
            && nodes > 0
            && tensors > 0
            && tensorBytes > 0
            && nameLength > 0;
    if (!positive) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  /** The defaults: see the table in {@code docs/limits.md}. */
  public static ImportLimits defaults() {
    return DEFAULTS;
  }

  /**
   * A limit in words, for the message that says it is exceeded: its value, its name, and what
   * raises it in Java and on the command line.
   *
   * @param name such as {@code fileBytes}
   */
  static String words(String name, long value) {
    return "%d (limit: %s; raise it with ImportLimits.with%s or --limit-%s)"
        .formatted(
            value,
            name,
            Character.toUpperCase(name.charAt(0)) + name.substring(1),
            name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
  }

  /** These limits with another {@link #fileBytes}. */
  public ImportLimits withFileBytes(long bytes) {
    return new ImportLimits(bytes, fields, depth, nodes, tensors, tensorBytes, nameLength);
  }

  /** These limits with another {@link #fields}. */
  public ImportLimits withFields(int count) {
    return new ImportLimits(fileBytes, count, depth, nodes, tensors, tensorBytes, nameLength);
  }

  /** These limits with another {@link #depth}. */
  public ImportLimits withDepth(int levels) {
    return new ImportLimits(fileBytes, fields, levels, nodes, tensors, tensorBytes, nameLength);
  }

  /** These limits with another {@link #nodes}. */
  public ImportLimits withNodes(int count) {
    return new ImportLimits(fileBytes, fields, depth, count, tensors, tensorBytes, nameLength);
  }

  /** These limits with another {@link #tensors}. */
  public ImportLimits withTensors(int count) {
    return new ImportLimits(fileBytes, fields, depth, nodes, count, tensorBytes, nameLength);
  }

  /** These limits with another {@link #tensorBytes}. */
  public ImportLimits withTensorBytes(long bytes) {
    return new ImportLimits(fileBytes, fields, depth, nodes, tensors, bytes, nameLength);
  }

  /** These limits with another {@link #nameLength}. */
  public ImportLimits withNameLength(int characters) {
    return new ImportLimits(fileBytes, fields, depth, nodes, tensors, tensorBytes, characters);
  }
}
