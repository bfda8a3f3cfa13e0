package dev.vecurrent.internal.op.elementwise;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.op.base.Epilogue;
import dev.vecurrent.internal.op.base.Fact;
import dev.vecurrent.internal.op.base.Operator;
import dev.vecurrent.internal.op.base.Ports;
import dev.vecurrent.internal.op.base.Trait;
import dev.vecurrent.internal.op.base.Work;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.tensor.ElementType;
import dev.vecurrent.tensor.Tensor;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Element-wise operators of FLOAT32 one after the other, each reading what the one before makes,
 * its other inputs single constants. All of them run over a block of elements before the next block
 * begins, so values in between stay in L1 and take no memory. The bits are those of the operators
 * one by one: an element's result depends on that element alone.
 */
public final class FusedChain implements Operator, Epilogue {

  /** One operator of a chain. */
  public static final class Link {

    private final String name;
    private final FloatRow row;
    private final int each;
    private final boolean usesKernels;

    private Link(String name, FloatRow row, int each, boolean usesKernels) {
      this.usesKernels = usesKernels;
      this.name = name;
      this.each = each;
      this.row = row;
    }
  }

  private final List<Link> links;

  /** The work of an element. */
  private final int each;

  /** A chain of at least one link, first to last. */
  public FusedChain(List<Link> links) {
    this.links = List.copyOf(links);
    int sum = 0;
    for (Link link : links) {
      sum += link.each;
    }
    this.each = sum;
  }

  /**
   * An operator as a link.
   *
   * @param operator bound
   * @param place the input that the chain comes in by
   * @param x what is known of that input
   * @param constants the constant inputs; {@code null} where an input is none
   * @return {@code null} where the operator does not map each element of that input alone to one of
   *     its output, which has the input's shape
   */
  public static @Nullable Link link(
      Operator operator, int place, Fact x, @Nullable Tensor[] constants) {
    if (x.type() != ElementType.FLOAT32) {
      return null;
    }
    if (operator instanceof Unary unary) {
      return new Link(unary.name(), unary.function(), unary.each(), unary.usesKernels());
    }
    if (operator instanceof Clip clip && place == 0) {
      return new Link(Clip.NAME, clip.floats(constants), 1, false);
    }
    if (!(operator instanceof Binary binary) || constants.length != 2) {
      return null;
    }
    Tensor other = constants[1 - place];
    BinaryRow row = binary.floats();
    if (row == null || other == null || other.size() != 1 || other.rank() > rank(x)) {
      return null;
    }
    float[] scalar = {other.floats()[0]};
    return new Link(binary.name(), new Bound(row, scalar, place == 0), 1, false);
  }

  /** A function of two floats, one of them a constant. */
  private static final class Bound implements FloatRow.InPlace {

    private final BinaryRow row;
    private final float[] scalar;
    private final boolean isSecond;

    private Bound(BinaryRow row, float[] scalar, boolean isSecond) {
      this.row = row;
      this.scalar = scalar;
      this.isSecond = isSecond;
    }

    @Override
    public void loop(float[] x, float[] out, int at, int size) {
      if (isSecond) {
        row.apply(x, at, 1, scalar, 0, 0, out, at, size);
      } else {
        row.apply(scalar, 0, 0, x, at, 1, out, at, size);
      }
    }
  }

  private static int rank(Fact x) {
    int[] dims = x.dims();
    return dims == null ? 0 : dims.length;
  }

  /** The operators, first to last. */
  public String names() {
    StringJoiner names = new StringJoiner(", ");
    for (Link link : links) {
      names.add(link.name);
    }
    return names.toString();
  }

  @Override
  public Set<Trait> traits() {
    return Set.of(Trait.POINTWISE);
  }

  @Override
  public Fact[] infer(@Nullable Fact[] inputs) {
    Fact x = Ports.required("chain", inputs, 0);
    int[] dims = x.dims();
    return new Fact[] {new Fact(ElementType.FLOAT32, dims, null, null)};
  }

  @Override
  public boolean isInPlace() {
    return true;
  }

  @Override
  public long work(@Nullable Fact[] inputs, Fact[] outputs) {
    return Work.products(inputs, outputs, each);
  }

  @Override
  public void run(@Nullable Tensor[] inputs, @Nullable Tensor[] outputs, Workspace workspace) {
    Tensor x = Ports.required("chain", inputs, 0);
    Tensor out = Ports.required("chain", outputs, 0);
    out.resizeLike(x);
    float[] from = x.floats();
    float[] to = out.floats();
    int size = x.size();
    for (int at = 0; at < size; at += FloatRow.BLOCK) {
      int some = Math.min(FloatRow.BLOCK, size - at);
      workspace.spend((long) some * each);
      links.get(0).row.apply(from, at, to, at, some, workspace);
      for (int i = 1; i < links.size(); i++) {
        links.get(i).row.apply(to, at, to, at, some, workspace);
      }
    }
  }

  @Override
  public void inPlace(float[] data, int from, int size, Workspace workspace) {
    for (int done = 0; done < size; done += FloatRow.BLOCK) {
      int at = from + done;
      int some = Math.min(FloatRow.BLOCK, size - done);
      workspace.spend((long) some * each);
      for (int i = 0; i < links.size(); i++) {
        links.get(i).row.apply(data, at, data, at, some, workspace);
      }
    }
  }

  @Override
  public String asEpilogue() {
    return "; then " + names();
  }

  @Override
  public boolean usesKernels() {
    for (Link link : links) {
      if (link.usesKernels) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String describe() {
    return names() + " in one pass over blocks of " + FloatRow.BLOCK + " elements";
  }
}
