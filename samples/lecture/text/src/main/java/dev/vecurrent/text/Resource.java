package dev.vecurrent.text;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Files that come with a program, beside one of its classes. */
final class Resource {

  private Resource() {}

  static byte[] bytes(Class<?> owner, String name) throws IOException {
    try (@Nullable InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("resource " + name + " is missing");
      }
      return in.readAllBytes();
    }
  }
}
