package dev.vecurrent.bench.shape;

import dev.vecurrent.testing.NamedShapes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The named shapes that the engine's tests run as well. */
public final class ShapeTable {

  private ShapeTable() {}

  /** All named shapes, in the order of the table. */
  public static List<NamedShape> read() {
    JsonMapper json = JsonMapper.shared();
    try (InputStream table = NamedShapes.open()) {
      return json.readTree(table)
          .valueStream()
          .map(row ->
              new NamedShape(
                  row.required("name").asString(), shape(row), row.required("source").asString()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Shape shape(JsonNode row) {
    return new Shape(
        CellKind.of(row.required("cell").asString()),
        row.required("input").asInt(),
        row.required("hidden").asInt(),
        row.required("batch").asInt(),
        row.required("steps").asInt(),
        row.required("layers").asInt(),
        row.required("directions").asInt());
  }
}
