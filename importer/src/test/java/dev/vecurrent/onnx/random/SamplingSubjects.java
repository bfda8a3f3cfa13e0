package dev.vecurrent.onnx.random;

import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Every form of the operators that sample images. */
final class SamplingSubjects {

  private SamplingSubjects() {}

  static Map<String, Consumer<OneNode>> all() {
    Map<String, Consumer<OneNode>> all = new TreeMap<>();
    all.put("GridSample", SamplingSubjects::gridSample);
    all.put("Col2Im", SamplingSubjects::columns);
    all.put("DeformConv", SamplingSubjects::deformConv);
    all.put("RoiAlign", SamplingSubjects::roiAlign);
    all.put("AffineGrid", SamplingSubjects::affineGrid);
    all.put("CenterCropPad", SamplingSubjects::centre);
    return all;
  }

  private static void gridSample(OneNode node) {
    int opset = node.opset(16, 20, 22);
    boolean volume = opset >= 20 && node.oneIn(3);
    int axes = volume ? 3 : 2;
    int mode = node.between(0, volume ? 1 : 2); // ONNX Runtime has no cubic volumes
    int[] x = new int[axes + 2];
    int[] grid = new int[axes + 2];
    x[0] = node.between(1, 2);
    x[1] = node.between(1, 3);
    grid[0] = x[0];
    grid[axes + 1] = axes;
    for (int axis = 0; axis < axes; axis++) {
      x[2 + axis] = node.between(2, 6);
      grid[1 + axis] = node.between(1, 5);
    }
    node.data(ElementType.FLOAT32, x);
    Tensor places = node.data(ElementType.FLOAT32, grid);
    for (int i = 0; i < places.size(); i++) {
      places.floats()[i] = (float) (1.3 * node.random().nextGaussian());
    }
    String[] names =
        opset < 20
            ? new String[] {"bilinear", "nearest", "bicubic"}
            : new String[] {"linear", "nearest", "cubic"};
    if (mode > 0 || node.oneIn(2)) {
      node.attribute(Attribute.text("mode", names[mode]));
    }
    if (node.oneIn(4) || mode < 2) {
      String[] paddings = {"zeros", "border", "reflection"};
      node.attribute(Attribute.text("padding_mode", paddings[node.between(0, 2)]));
    }
    if (node.oneIn(2)) {
      node.integer("align_corners", node.between(0, 1));
    }
    node.output(ElementType.FLOAT32);
  }

  private static void columns(OneNode node) {
    node.opset(18, 20);
    int axes = 2; // of more, ONNX Runtime puts blocks in the wrong places
    long[] image = new long[axes];
    long[] block = new long[axes];
    long[] strides = new long[axes];
    long[] dilations = new long[axes];
    long[] pads = new long[2 * axes];
    boolean strided = node.oneIn(2);
    boolean dilated = node.oneIn(2);
    boolean padded = node.oneIn(2);
    int elements = 1;
    int blocks = 1;
    for (int axis = 0; axis < axes; axis++) {
      block[axis] = node.between(1, 3);
      strides[axis] = strided ? node.between(1, 3) : 1;
      dilations[axis] = dilated ? node.between(1, 2) : 1;
      pads[axis] = padded ? node.between(0, 2) : 0;
      pads[axes + axis] = padded ? node.between(0, 2) : 0;
      long span = (block[axis] - 1) * dilations[axis] + 1;
      image[axis] = span + node.between(0, 4);
      elements *= (int) block[axis];
      long room = image[axis] + pads[axis] + pads[axes + axis] - span;
      blocks *= (int) (room / strides[axis] + 1);
    }
    node.data(ElementType.FLOAT32, node.between(1, 2), elements * node.between(1, 2), blocks);
    node.vector(image);
    node.vector(block);
    if (strided) {
      node.attribute(Attribute.integers("strides", strides));
    }
    if (dilated) {
      node.attribute(Attribute.integers("dilations", dilations));
    }
    if (padded) {
      node.attribute(Attribute.integers("pads", pads));
    }
    node.output(ElementType.FLOAT32);
  }

  private static void deformConv(OneNode node) {
    node.opset(19, 22);
    ElementType type = node.type(ElementType.FLOAT32, ElementType.FLOAT32, ElementType.FLOAT64);
    int batch = node.between(1, 2);
    int group = node.between(1, 2);
    int offsetGroup = node.between(1, 2);
    int channels = 2 * node.between(1, 2);
    int maps = group * node.between(1, 3);
    int[] x = {batch, channels, 0, 0};
    int[] w = {maps, channels / group, node.between(1, 3), node.between(1, 3)};
    int[] out = {batch, 0, 0, 0};
    long[] strides = {node.between(1, 2), node.between(1, 2)};
    long[] dilations = {node.between(1, 2), node.between(1, 2)};
    long[] pads = {node.between(0, 1), node.between(0, 1), node.between(0, 2), node.between(0, 1)};
    for (int axis = 0; axis < 2; axis++) {
      long span = (w[2 + axis] - 1) * dilations[axis] + 1;
      x[2 + axis] = (int) span + node.between(0, 5);
      long room = x[2 + axis] + pads[axis] + pads[2 + axis] - span;
      out[2 + axis] = (int) (room / strides[axis]) + 1;
    }
    int elements = w[2] * w[3];
    node.data(type, x);
    node.data(Domain.SMALL.draw(node.random(), type, w));
    out[1] = offsetGroup * elements * 2;
    node.data(Domain.ANY.draw(node.random(), type, out));
    boolean biased = node.oneIn(2);
    boolean masked = node.oneIn(2);
    if (biased) {
      node.data(type, maps);
    } else if (masked) {
      node.absent();
    }
    if (masked) {
      out[1] = offsetGroup * elements;
      node.data(Domain.SMALL.draw(node.random(), type, out));
    }
    node.attribute(Attribute.integers("strides", strides));
    node.attribute(Attribute.integers("dilations", dilations));
    node.attribute(Attribute.integers("pads", pads));
    node.integer("group", group);
    node.integer("offset_group", offsetGroup);
    if (node.oneIn(2)) {
      node.attribute(Attribute.integers("kernel_shape", w[2], w[3]));
    }
    node.output(type);
  }

  private static void roiAlign(OneNode node) {
    int opset = node.opset(10, 16);
    ElementType type = node.type(ElementType.FLOAT32, ElementType.FLOAT32, ElementType.FLOAT64);
    int batch = node.between(1, 2);
    int size = node.between(3, 8);
    int regions = node.between(1, 3);
    node.data(Domain.POSITIVE.draw(node.random(), type, batch, node.between(1, 2), size, size + 1));
    Tensor rois = node.data(type, regions, 4);
    for (int i = 0; i < rois.size(); i++) {
      // ONNX Runtime refuses regions that end before they begin.
      double value = (node.random().nextDouble() + (i % 4 < 2 ? 0 : 1)) * size * 0.6;
      if (type == ElementType.FLOAT32) {
        rois.floats()[i] = (float) value;
      } else {
        rois.doubles()[i] = value;
      }
    }
    long[] images = new long[regions];
    for (int r = 0; r < regions; r++) {
      images[r] = node.random().nextInt(batch);
    }
    node.vector(images);
    if (opset >= 16 && node.oneIn(2)) {
      String[] modes = {"half_pixel", "output_half_pixel"};
      node.attribute(Attribute.text("coordinate_transformation_mode", modes[node.between(0, 1)]));
    }
    if (node.oneIn(2)) {
      node.attribute(Attribute.text("mode", node.oneIn(2) ? "avg" : "max"));
    }
    node.integer("output_height", node.between(1, 3));
    node.integer("output_width", node.between(1, 3));
    if (node.oneIn(2)) {
      node.integer("sampling_ratio", node.between(0, 3));
    }
    if (node.oneIn(2)) {
      node.attribute(Attribute.number("spatial_scale", 0.5 + node.random().nextDouble()));
    }
    node.output(type);
  }

  private static void affineGrid(OneNode node) {
    node.opset(20, 22);
    ElementType type = node.type(ElementType.FLOAT32, ElementType.FLOAT32, ElementType.FLOAT64);
    int axes = node.between(2, 3);
    int batch = node.between(1, 3);
    node.data(type, batch, axes, axes + 1);
    long[] size = new long[axes + 2];
    size[0] = batch;
    size[1] = 3;
    for (int axis = 0; axis < axes; axis++) {
      size[2 + axis] = node.between(2, 5);
    }
    node.vector(size);
    if (node.oneIn(2)) {
      node.integer("align_corners", node.between(0, 1));
    }
    node.output(type);
  }

  private static void centre(OneNode node) {
    node.opset(18, 20);
    ElementType type =
        node.type(ElementType.FLOAT32, ElementType.FLOAT64, ElementType.INT64, ElementType.BOOL);
    int[] shape = node.shape(1, 4, false);
    node.data(type, shape);
    long[] axes = IndexSubjects.axes(node, shape.length, true);
    boolean chosen = axes.length > 0 && node.oneIn(2);
    long[] sizes = new long[chosen ? axes.length : shape.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = node.between(1, 7);
    }
    node.vector(sizes);
    if (chosen) {
      node.attribute(Attribute.integers("axes", axes));
    }
    node.output(type);
  }
}
