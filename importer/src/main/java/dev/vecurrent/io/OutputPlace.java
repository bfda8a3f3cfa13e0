package dev.vecurrent.io;

import dev.vecurrent.internal.Nullable;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/**
 * Where an output goes: the end of symbolic links, and what stands there.
 *
 * @param path what no link stands for any more
 * @param isDirect whether bytes go there at once: a device, a pipe, or an open file of a process
 */
record OutputPlace(Path path, boolean isDirect) {

  /** Of a file that nobody else has. */
  static final Set<OpenOption> CREATE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

  private static final int MOST_LINKS = 40;
  private static final int LONGEST_NAME = 100;
  private static final int RANDOM_BYTES = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * The place of a file.
   *
   * @throws FileRefusedException if it is a folder
   * @throws IOException if its folder is not there, or links lead in a circle
   */
  static OutputPlace of(Path file) throws IOException {
    Path at = file;
    for (int links = 0; links < MOST_LINKS; links++) {
      Path name = at.getFileName();
      Path parent = at.toAbsolutePath().getParent();
      if (name == null || parent == null || Files.isDirectory(at)) {
        throw new FileRefusedException(file, "is a folder: name a file");
      }
      Path folder = parent.toRealPath();
      at = folder.resolve(name);
      if (!Files.isSymbolicLink(at)) {
        BasicFileAttributes there = attributes(at);
        return new OutputPlace(at, there != null && !there.isRegularFile());
      }
      if (folder.startsWith("/proc")) {
        // A link in name only, such as that behind /dev/stdout: it is opened, or nothing is.
        return new OutputPlace(at, true);
      }
      at = folder.resolve(Files.readSymbolicLink(at));
    }
    throw new FileSystemLoopException(file.toString());
  }

  private static @Nullable BasicFileAttributes attributes(Path file) throws IOException {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** A name beside the file that no other job has. */
  Path newPart() {
    String name = String.valueOf(path.getFileName());
    byte[] random = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(random);
    return path.resolveSibling(
        "."
            + (name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name)
            + "."
            + HexFormat.of().formatHex(random)
            + ".part");
  }

  /** What a new file has from the beginning: no more may read it than the older one. */
  FileAttribute<?>[] attributes() throws IOException {
    PosixFileAttributes old = posix(path);
    return old == null
        ? new FileAttribute<?>[0]
        : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(old.permissions())};
  }

  /**
   * Gives a file the mode, owner and group of the one that it is to replace.
   *
   * @return false if it may not replace it: an owner would change, or another name would be left
   */
  boolean keepsOwner(Path part) throws IOException {
    PosixFileAttributes old = posix(path);
    if (old == null) {
      return true;
    }
    if (names(path) > 1) {
      return false;
    }
    PosixFileAttributeView view = Files.getFileAttributeView(part, PosixFileAttributeView.class);
    PosixFileAttributes own = view.readAttributes();
    try {
      if (!own.owner().equals(old.owner())) {
        view.setOwner(old.owner());
      }
      if (!own.group().equals(old.group())) {
        view.setGroup(old.group());
      }
    } catch (IOException e) {
      return false;
    }
    // Last, since a change of the owner may take permissions away.
    view.setPermissions(old.permissions());
    return true;
  }

  private static @Nullable PosixFileAttributes posix(Path file) throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return null;
    }
    try {
      return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static int names(Path file) throws IOException {
    boolean counted = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    return counted
            && Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS)
                instanceof Integer names
        ? names
        : 1;
  }
}
