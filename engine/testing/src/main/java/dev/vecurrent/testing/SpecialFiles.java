package dev.vecurrent.testing;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Files that are no regular ones. */
public final class SpecialFiles {

  private SpecialFiles() {}

  /** A pipe that nobody writes to or reads from. */
  public static Path pipe(Path at) throws IOException, InterruptedException {
    int status = new ProcessBuilder("mkfifo", at.toString()).start().waitFor();
    if (status != 0) {
      throw new IOException("mkfifo failed: " + status);
    }
    return at;
  }

  /** Kinds that this system has, by name; those that are made stand in a folder. */
  public static Map<String, Path> in(Path folder) throws IOException, InterruptedException {
    Map<String, Path> files = new LinkedHashMap<>();
    files.put("folder", Files.createDirectory(folder.resolve("folder")));
    Path pipe = pipe(folder.resolve("pipe"));
    files.put("pipe", pipe);
    files.put("link to a pipe", Files.createSymbolicLink(folder.resolve("link-to-pipe"), pipe));
    for (String device : new String[] {"/dev/zero", "/dev/null", "/dev/urandom"}) {
      if (Files.exists(Path.of(device))) {
        files.put(device, Path.of(device));
      }
    }
    Path socket = folder.resolve("s");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
    }
    files.put("socket", socket);
    return files;
  }
}
