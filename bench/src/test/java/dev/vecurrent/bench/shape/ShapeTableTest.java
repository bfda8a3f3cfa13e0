package dev.vecurrent.bench.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of named shapes, and the sets of shapes. */
class ShapeTableTest {

  @Test
  void everyRowHasANameOfItsOwnAndASource() {
    List<NamedShape> table = ShapeTable.read();
    assertThat(table).hasSizeGreaterThan(20);
    assertThat(table)
        .extracting(NamedShape::name)
        .doesNotHaveDuplicates()
        .allMatch(n -> !n.isBlank());
    assertThat(table).extracting(NamedShape::source).allMatch(source -> source.length() > 10);
  }

  @Test
  void aRowIsReadAsItStands() {
    assertThat(ShapeTable.read())
        .filteredOn(named -> named.name().equals("digits-batch"))
        .singleElement()
        .extracting(NamedShape::shape)
        .isEqualTo(new Shape(CellKind.LSTM, 28, 128, 32, 28, 1, 1));
  }

  @Test
  void theGridIsTheWholeGrid() {
    List<Shape> grid = Series.GRID.shapes();
    assertThat(grid).hasSize(2 * 6 * 4 * 3 + 18).doesNotHaveDuplicates();
    assertThat(grid)
        .contains(new Shape("lstm", 1024, 64, 100), new Shape("gru", 32, 1, 1))
        .contains(new Shape("rnn", 512, 8, 28))
        .doesNotContain(new Shape("rnn", 512, 8, 1));
  }

  @Test
  void everySeriesHasShapes() {
    for (Series series : Series.values()) {
      assertThat(series.label()).isLowerCase();
      assertThat(series.shapes()).isNotEmpty().doesNotHaveDuplicates();
    }
  }

  @Test
  void flopsAndBytesOfStackedLayers() {
    // Two bidirectional LSTM layers: the second reads 2H = 6 features.
    Shape shape = new Shape(CellKind.LSTM, 5, 3, 2, 7, 2, 2);
    double first = 2.0 * 4 * 3 * (5 + 3) * 2;
    double second = 2.0 * 4 * 3 * (6 + 3) * 2;
    assertThat(shape.flops()).isEqualTo((first + second) * 2 * 7);
    assertThat(shape.weightBytes()).isEqualTo(4 * (4 * 3 * (5 + 3) * 2 + 4 * 3 * (6 + 3) * 2));
    assertThat(shape.recurrentWeightBytes()).isEqualTo(4 * 4 * 3 * 3);
    assertThat(shape.key()).isEqualTo("lstm-i5-h3-n2-t7-l2-d2");
  }

  @Test
  void sizesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new Shape("lstm", 0, 1, 1)).hasMessageContaining("H=0");
    assertThatThrownBy(() -> new Shape(CellKind.GRU, 1, 1, 1, 1, 1, 3)).hasMessageContaining("3");
    assertThatThrownBy(() -> CellKind.of("elman")).hasMessageContaining("elman");
  }
}
