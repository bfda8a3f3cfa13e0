package dev.vecurrent.vad;

import dev.vecurrent.io.InputFile;
import dev.vecurrent.io.OutputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Silero VAD's models, from an npm package at first use and from the user's cache folder later. A
 * file counts only if it has the SHA-256 that is written in {@link SileroVersion}.
 */
public final class ModelCache {

  /** The package; its own licence is ISC, that of the models in it MIT. */
  static final String PACKAGE = "@ricky0123/vad-web@0.0.31";

  private static final String FOLDER_IN_PACKAGE = "package/dist/";
  private static final int MOST_BYTES = 16 << 20;

  private final Path folder;
  private final NpmClient npm;

  ModelCache(Path folder, NpmClient npm) {
    this.folder = folder;
    this.npm = npm;
  }

  /** The cache of this user: in {@code $XDG_CACHE_HOME}, or else in {@code ~/.cache}. */
  public static ModelCache ofUser() {
    Path folder = folder(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home", "."));
    return new ModelCache(folder, new NpmClient("npm"));
  }

  /** As the XDG base directory specification has it: a relative path counts as none. */
  static Path folder(@Nullable String xdgCacheHome, String home) {
    boolean given = xdgCacheHome != null && Path.of(xdgCacheHome).isAbsolute();
    Path caches = given && xdgCacheHome != null ? Path.of(xdgCacheHome) : Path.of(home, ".cache");
    return caches.resolve("vecurrent").resolve("silero-vad");
  }

  /**
   * The file of a model; fetched if it is not there or damaged.
   *
   * @throws IOException if it cannot be fetched; says what to do
   */
  public Path file(SileroVersion version) throws IOException {
    Path file = folder.resolve(version.fileName());
    if (!version.sha256().equals(sha256(file))) {
      write(file, fetch(version));
    }
    return file;
  }

  private byte[] fetch(SileroVersion version) throws IOException {
    Path work = Files.createTempDirectory("vecurrent-vad");
    try {
      Path archive = npm.pack(PACKAGE, work);
      byte[] model = TarGz.read(archive, FOLDER_IN_PACKAGE + version.fileName(), MOST_BYTES);
      String found = sha256(model);
      if (!found.equals(version.sha256())) {
        throw new IOException(
            "%s: expected SHA-256 %s, found %s"
                .formatted(version.fileName(), version.sha256(), found));
      }
      return model;
    } catch (IOException e) {
      throw new IOException(
          """
          Silero VAD could not be fetched: %s
          It is dist/%s in the npm package %s. Fetching it needs the program npm (Debian: \
          apt-get install npm) and its registry; or give the file by --model FILE.\
          """
              .formatted(e.getMessage(), version.fileName(), PACKAGE),
          e);
    } finally {
      delete(work);
    }
  }

  private static void delete(Path work) throws IOException {
    try (var files = Files.newDirectoryStream(work)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(work);
  }

  /** Other processes see the whole file or none. */
  private static void write(Path file, byte[] bytes) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    OutputFile.write(file, bytes);
  }

  /** The hash of a file, or empty where there is none. */
  private static String sha256(Path file) throws IOException {
    try (InputFile opened = InputFile.open(file)) {
      return opened.bytes(MOST_BYTES).map(ModelCache::sha256).orElse("");
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
