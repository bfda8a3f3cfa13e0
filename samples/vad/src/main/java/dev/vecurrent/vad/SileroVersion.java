package dev.vecurrent.vad;

/**
 * The versions of Silero VAD (MIT licence, Silero Team) that the sample knows, as the npm package
 * has them that {@link ModelCache} reads.
 */
public enum SileroVersion {
  /** Version 5. */
  V5("silero_vad_v5.onnx", "2623a2953f6ff3d2c1e61740c6cdb7168133479b267dfef114a4a3cc5bdd788f"),
  /** Version 6. */
  V6("silero_vad_v6.onnx", "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3");

  private final String fileName;
  private final String sha256;

  SileroVersion(String fileName, String sha256) {
    this.fileName = fileName;
    this.sha256 = sha256;
  }

  /** The name of the file. */
  public String fileName() {
    return fileName;
  }

  /** The SHA-256 of the file, in hexadecimal. */
  public String sha256() {
    return sha256;
  }
}
