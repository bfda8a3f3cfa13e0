package dev.vecurrent.testing;

import java.io.InputStream;
import java.util.Objects;

/** The table of named shapes: sizes of networks that people run, each with its source. */
public final class NamedShapes {

  private NamedShapes() {}

  /**
   * {@code shapes.json}: an array of objects with {@code name}, {@code cell}, {@code input}, {@code
   * hidden}, {@code batch}, {@code steps}, {@code layers}, {@code directions} and {@code source}.
   */
  public static InputStream open() {
    return Objects.requireNonNull(
        NamedShapes.class.getResourceAsStream("shapes.json"), "shapes.json");
  }
}
