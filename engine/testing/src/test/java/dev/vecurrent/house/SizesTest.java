package dev.vecurrent.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Sizes of methods and of their signatures, in what is shipped and in what measures it. Each list
 * of exceptions is exact: what no longer needs its line there fails as well.
 */
class SizesTest {

  private static final Pattern EXPORTS = Pattern.compile("exports ([\\w.]+);");

  private static final int MOST_LINES = 100;
  private static final int MOST_PARAMETERS = 10;

  /** Register tiles may stand here: all accumulators are local variables of one method. */
  private static final List<String> LONG = List.of("VectorTiles.tile8x2");

  /** Each is a list of arrays, offsets and strides that travel together. */
  private static final List<String> MANY_PARAMETERS =
      List.of(
          "Broadcast.aligned/11",
          "DenseProduct.doubles/14",
          "DenseProduct.floats/14",
          "DenseProduct.run/14",
          "LayerSession.begin/11",
          "RecurrentSession.begin/11",
          "RecurrentSession.run/11",
          "ResizeFilter.pass/12",
          "VectorImageProduct.tile4x2/11",
          "VectorImageProduct.tile6x2/11",
          "VectorImageProduct.tile8x2/11",
          "VectorTiles.rows/13",
          "VectorTiles.tile4x2/13",
          "VectorTiles.tile6x2/13",
          "VectorTiles.tile8x2/13");

  /** Where an aligned copy of a matrix is there or not. */
  private static final List<String> NULLABLE_SEGMENTS = List.of();

  private static List<Sources.Method> methods(Predicate<Sources.Method> offends)
      throws IOException {
    List<Sources.Method> methods =
        Sources.of(House.javaFiles(House.root(), "/src/main/java/")).methods();
    assertThat(methods).hasSizeGreaterThan(2_000);
    return methods.stream().filter(offends).toList();
  }

  @Test
  void noMethodIsOver100LinesButTheTiles() throws IOException {
    assertThat(methods(method -> method.lines() > MOST_LINES))
        .extracting(Sources.Method::name)
        .containsExactlyInAnyOrderElementsOf(LONG);
  }

  @Test
  void noMethodHasOverTenParametersButThese() throws IOException {
    assertThat(methods(method -> method.parameters() > MOST_PARAMETERS))
        .extracting(method -> method.name() + "/" + method.parameters())
        .containsExactlyInAnyOrderElementsOf(MANY_PARAMETERS);
  }

  @Test
  void noSegmentInASignatureMayBeNullButThese() throws IOException {
    assertThat(methods(Sources.Method::nullableSegments))
        .extracting(Sources.Method::name)
        .containsExactlyInAnyOrderElementsOf(NULLABLE_SEGMENTS);
  }

  @Test
  void whatIsExportedHasComments() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String module : List.of("engine", "importer")) {
      Path sources = House.root().resolve(module).resolve("src/main/java");
      Matcher exports = EXPORTS.matcher(Files.readString(sources.resolve("module-info.java")));
      while (exports.find()) {
        Path exported = sources.resolve(exports.group(1).replace('.', '/'));
        House.javaFiles(exported, ".java").stream()
            .filter(file -> exported.equals(file.getParent()))
            .forEach(files::add);
      }
    }
    assertThat(files).hasSizeGreaterThan(50);
    assertThat(Sources.of(files).undocumented()).isEmpty();
  }
}
