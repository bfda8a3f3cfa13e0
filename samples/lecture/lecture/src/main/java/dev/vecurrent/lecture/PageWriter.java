package dev.vecurrent.lecture;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vecurrent.text.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The page as one file: text, style, the drawing library and the facts, nothing from elsewhere. */
final class PageWriter {

  private static final String LIBRARY = "/META-INF/resources/webjars/echarts/5.5.0/echarts.min.js";

  private PageWriter() {}

  /**
   * HTML in UTF-8.
   *
   * @param facts what the page shows; no text in it can end the page's script
   */
  static byte[] page(Map<String, Object> facts) throws IOException {
    return resource("page.html")
        .replace("{{style}}", resource("page.css"))
        .replace("{{library}}", resource(LIBRARY))
        .replace("{{data}}", Json.write(facts).replace("<", "\\u003c"))
        .replace("{{script}}", resource("page.js"))
        .getBytes(UTF_8);
  }

  /** A text beside this class. */
  static String resource(String name) throws IOException {
    try (@Nullable InputStream in = PageWriter.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException("resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
