package dev.vecurrent.testing;

import dev.vecurrent.spec.Cell;
import dev.vecurrent.spec.Layout;
import dev.vecurrent.spec.Lstm;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.testing.reference.RecurrentInputs;
import dev.vecurrent.testing.reference.RecurrentOutputs;
import dev.vecurrent.testing.reference.RecurrentReference;
import java.util.SplittableRandom;

/** Random recurrent operators over the whole space of attributes, the same for the same seed. */
public final class RecurrentCases {

  private static final int MOST_ATTEMPTS = 1000;

  private RecurrentCases() {}

  /** A case of a region; sizes, attributes, inputs and outputs follow from the seed. */
  public static RecurrentCase draw(long seed, CaseRegion region) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      CaseSizes sizes = CaseSizes.draw(random, region.leastSize());
      boolean plainType = region == CaseRegion.ONNX_RUNTIME || random.nextBoolean();
      Layout layout =
          region == CaseRegion.ONNX_RUNTIME || random.nextBoolean()
              ? Layout.TIME_MAJOR
              : Layout.BATCH_MAJOR;
      int hiddenSize =
          region == CaseRegion.ONNX_RUNTIME || random.nextBoolean() ? sizes.hiddenSize() : 0;
      Cell cell = RandomCells.draw(random, hiddenSize, layout);
      ElementType type = plainType ? ElementType.FLOAT32 : ElementType.FLOAT64;
      RecurrentInputs inputs = new RandomInputs(random, cell, sizes, type).draw(region);
      int outputs = random.nextInt(1, cell instanceof Lstm ? 8 : 4);
      SaneRange range = new SaneRange();
      RecurrentOutputs expected = RecurrentReference.run(cell, inputs, range);
      if (range.holds(expected)) {
        return of(seed, cell, type, sizes, inputs, outputs, expected);
      }
    }
    throw new IllegalStateException("no sane case from seed " + seed);
  }

  /** A case of the given cell, type and sizes with all outputs; optional inputs are drawn. */
  public static RecurrentCase draw(long seed, Cell cell, ElementType type, CaseSizes sizes) {
    SplittableRandom random = new SplittableRandom(seed);
    RecurrentInputs inputs =
        new RandomInputs(random, cell, sizes, type).draw(CaseRegion.EVERYTHING);
    int all = cell instanceof Lstm ? 7 : 3;
    RecurrentOutputs expected = RecurrentReference.run(cell, inputs, (function, x) -> {});
    return of(seed, cell, type, sizes, inputs, all, expected);
  }

  private static RecurrentCase of(
      long seed,
      Cell cell,
      ElementType type,
      CaseSizes sizes,
      RecurrentInputs inputs,
      int outputs,
      RecurrentOutputs expected) {
    return new RecurrentCase(
        seed,
        cell,
        type,
        sizes,
        inputs,
        (outputs & 1) != 0,
        (outputs & 2) != 0,
        (outputs & 4) != 0,
        expected);
  }
}
