package dev.vecurrent.internal.op.sampling;

import static java.util.Map.entry;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Operator;
import java.util.Map;
import java.util.function.Function;

/** The operators of this package by name. */
public final class SamplingOperators {

  private static final Map<String, Function<NodeReader, Operator>> FACTORIES =
      Map.ofEntries(
          entry("AffineGrid", AffineGrid::read),
          entry("CenterCropPad", CenterCropPad::read),
          entry("Col2Im", ColumnsToImage::read),
          entry("DeformConv", DeformConv::read),
          entry("GridSample", GridSample::read),
          entry("NonMaxSuppression", NonMaxSuppression::read),
          entry("RoiAlign", RoiAlign::read));

  private SamplingOperators() {}

  /** Each operator's factory. */
  public static Map<String, Function<NodeReader, Operator>> table() {
    return FACTORIES;
  }
}
