package dev.vecurrent.onnx.fuzz;

import dev.vecurrent.io.NpyFiles;
import dev.vecurrent.testing.FuzzCase;

/** Bytes of a {@code .npy} file. */
public final class NpyFuzzer {

  private static final long MOST_BYTES = 1 << 20;

  private NpyFuzzer() {}

  /** Entered by Jazzer. */
  public static void fuzzerTestOneInput(byte[] data) {
    FuzzCase.runFile("npy", data, file -> NpyFiles.read(file, MOST_BYTES));
  }
}
