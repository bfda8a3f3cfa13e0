package dev.vecurrent.onnx;

import dev.vecurrent.internal.Nullable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The folder of a model, opened once. A file in it is reached from the open folder, one component
 * of its location after the other, and none of them is followed where it is a link. So a folder
 * that somebody swaps for a link meanwhile is refused, and never read through.
 *
 * <p>That needs {@link SecureDirectoryStream}, which Linux and macOS have. Elsewhere each component
 * is looked at before the file is opened, and again afterwards.
 */
final class ModelFolder implements Closeable {

  private static final int LONGEST_LOCATION = 4096;
  private static final int LONGEST_COMPONENT = 255;
  private static final int MOST_COMPONENTS = 64;

  /** Files that stay open: many tensors stand in one. */
  private static final int MOST_OPEN = 16;

  private final Path path;

  /** Null where the folder cannot be opened: models without external data do not need it. */
  private final @Nullable DirectoryStream<Path> root;

  /** Files by location, the one that was wanted last at the end. */
  private final Map<String, SeekableByteChannel> files = new LinkedHashMap<>(16, 0.75f, true);

  /** Opens a folder. */
  ModelFolder(Path path) {
    this.path = path;
    this.root = open(path);
  }

  @SuppressWarnings("StreamResourceLeak") // closed with this folder
  private static @Nullable DirectoryStream<Path> open(Path path) {
    try {
      return Files.newDirectoryStream(path);
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * A file in the folder, open; it is closed with the folder.
   *
   * @throws IllegalArgumentException if the location is refused; says why
   * @throws IOException if the file cannot be read
   */
  SeekableByteChannel file(String location) throws IOException {
    SeekableByteChannel known = files.get(location);
    if (known != null) {
      return known;
    }
    if (files.size() == MOST_OPEN) {
      Iterator<SeekableByteChannel> eldest = files.values().iterator();
      eldest.next().close();
      eldest.remove();
    }
    List<Path> components = components(location);
    SeekableByteChannel file;
    try {
      file = open(components, location);
    } catch (NoSuchFileException e) {
      throw refused(location, "is no file in the model's folder", e);
    } catch (FileSystemException e) {
      throw refused(location, "cannot be opened: " + e.getReason(), e);
    } catch (IOException e) {
      // Such as a link where there was none before: Java has no type for that.
      throw refused(location, "cannot be opened: " + e.getMessage(), e);
    }
    files.put(location, file);
    return file;
  }

  private SeekableByteChannel open(List<Path> components, String location) throws IOException {
    if (root instanceof SecureDirectoryStream<Path> secure) {
      return open(secure, components, 0, location);
    }
    if (root == null) {
      throw refused(location, "is not read: the model's folder cannot be opened", null);
    }
    return openByPath(components, location);
  }

  /** The components of a location, in time proportional to its length. */
  private List<Path> components(String location) {
    if (location.length() > LONGEST_LOCATION) {
      throw new IllegalArgumentException(
          "external data has a location of %d characters, expected at most %d: '%s...'"
              .formatted(location.length(), LONGEST_LOCATION, location.substring(0, 64)));
    }
    boolean plain =
        !location.startsWith("/") && location.indexOf('\\') < 0 && location.indexOf(':') < 0;
    List<Path> components = new ArrayList<>();
    for (int from = 0; plain && from <= location.length(); ) {
      int slash = location.indexOf('/', from);
      int to = slash < 0 ? location.length() : slash;
      String name = location.substring(from, to);
      plain = !name.equals("..") && name.length() <= LONGEST_COMPONENT;
      if (plain && !name.isEmpty() && !name.equals(".")) {
        components.add(component(name, location));
      }
      from = to + 1;
    }
    if (!plain || components.isEmpty() || components.size() > MOST_COMPONENTS) {
      throw new IllegalArgumentException(
          "external data has location '"
              + location
              + "', expected a path within the model's folder, of at most "
              + MOST_COMPONENTS
              + " names of at most "
              + LONGEST_COMPONENT
              + " characters");
    }
    return components;
  }

  private Path component(String name, String location) {
    try {
      return path.getFileSystem().getPath(name);
    } catch (InvalidPathException e) {
      throw refused(location, "is no name of a file: " + e.getReason(), e);
    }
  }

  /** Opens what stands behind some of the components, from the folder that they led to. */
  private SeekableByteChannel open(
      SecureDirectoryStream<Path> folder, List<Path> components, int index, String location)
      throws IOException {
    Path name = components.get(index);
    BasicFileAttributes before = attributes(folder, name);
    requireNoLink(before, name, location);
    if (index + 1 < components.size()) {
      if (!before.isDirectory()) {
        throw refused(location, "is no file in the model's folder", null);
      }
      try (SecureDirectoryStream<Path> inner =
          folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        return open(inner, components, index + 1, location);
      }
    }
    requireFile(before, location);
    SeekableByteChannel file =
        folder.newByteChannel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    return checked(file, before, attributes(folder, name), components, location);
  }

  private static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    return folder
        .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes();
  }

  /** The same where folders cannot be opened: looks at each component before and afterwards. */
  private SeekableByteChannel openByPath(List<Path> components, String location)
      throws IOException {
    BasicFileAttributes before = lookAt(components, location);
    SeekableByteChannel file =
        Files.newByteChannel(
            path(components), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    try {
      return checked(file, before, lookAt(components, location), components, location);
    } catch (IOException | IllegalArgumentException e) {
      file.close();
      throw e;
    }
  }

  private BasicFileAttributes lookAt(List<Path> components, String location) throws IOException {
    Path at = path;
    BasicFileAttributes attributes = null;
    for (Path name : components) {
      at = at.resolve(name);
      attributes = Files.readAttributes(at, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      requireNoLink(attributes, name, location);
    }
    if (attributes == null || !at.toRealPath().startsWith(path.toRealPath())) {
      throw refused(location, "leads out of the model's folder", null);
    }
    requireFile(attributes, location);
    return attributes;
  }

  private Path path(List<Path> components) {
    Path whole = path;
    for (Path name : components) {
      whole = whole.resolve(name);
    }
    return whole;
  }

  /** A file, if it is the one that was looked at before it was opened, and has one name only. */
  private SeekableByteChannel checked(
      SeekableByteChannel file,
      BasicFileAttributes before,
      BasicFileAttributes after,
      List<Path> components,
      String location)
      throws IOException {
    try {
      requireFile(after, location);
      if (!Objects.equals(before.fileKey(), after.fileKey())) {
        throw refused(location, "became another file while it was opened", null);
      }
      requireOneName(path(components), after, location);
      return file;
    } catch (IOException | IllegalArgumentException e) {
      file.close();
      throw e;
    }
  }

  private static void requireNoLink(BasicFileAttributes attributes, Path name, String location) {
    if (attributes.isSymbolicLink()) {
      throw new IllegalArgumentException(
          "external data has location '" + location + "', where " + name + " is a link");
    }
  }

  private static void requireFile(BasicFileAttributes attributes, String location) {
    if (!attributes.isRegularFile()) {
      throw refused(location, "is no regular file", null);
    }
  }

  /** How many names a file has is told with which file it is, so that no other one is asked. */
  private static void requireOneName(Path file, BasicFileAttributes opened, String location)
      throws IOException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return;
    }
    Map<String, Object> found =
        Files.readAttributes(file, "unix:nlink,fileKey", LinkOption.NOFOLLOW_LINKS);
    if (!Objects.equals(found.get("fileKey"), opened.fileKey())) {
      throw refused(location, "became another file while it was opened", null);
    }
    if (found.get("nlink") instanceof Integer names && names != 1) {
      throw refused(location, "has " + names + " names (hard links)", null);
    }
  }

  private static IllegalArgumentException refused(
      String location, String why, @Nullable Throwable cause) {
    return new IllegalArgumentException("external data '" + location + "' " + why, cause);
  }

  @Override
  public void close() throws IOException {
    for (SeekableByteChannel file : files.values()) {
      file.close();
    }
    if (root != null) {
      root.close();
    }
  }
}
