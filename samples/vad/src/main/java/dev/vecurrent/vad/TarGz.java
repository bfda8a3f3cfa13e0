package dev.vecurrent.vad;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Reads one file of a gzipped tar archive; nothing is unpacked to where the archive says. */
final class TarGz {

  private TarGz() {}

  /**
   * The bytes of a file.
   *
   * @param name the name in the archive
   * @param most the largest size
   * @throws IOException if there is no such file, it is larger, or the archive is damaged
   */
  static byte[] read(Path archive, String name, int most) throws IOException {
    try (InputStream file = Files.newInputStream(archive);
        TarArchiveInputStream tar =
            new TarArchiveInputStream(
                new GzipCompressorInputStream(new BufferedInputStream(file)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.isFile() && entry.getName().equals(name)) {
          if (entry.getSize() > most) {
            throw new IOException(
                "%s in %s: expected at most %,d bytes, found %,d"
                    .formatted(name, archive.getFileName(), most, entry.getSize()));
          }
          return tar.readAllBytes();
        }
      }
    }
    throw new IOException("there is no " + name + " in " + archive.getFileName());
  }
}
