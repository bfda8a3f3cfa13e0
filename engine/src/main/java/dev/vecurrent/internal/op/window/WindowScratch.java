package dev.vecurrent.internal.op.window;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.internal.kernel.Kernels;
import dev.vecurrent.internal.op.base.Scratch;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.pack.FloatPanels;
import dev.vecurrent.internal.product.MatrixProduct;

/** What a convolution or pool keeps from call to call of one node. */
public final class WindowScratch implements Scratch {

  /** Sizes of the call. */
  public final Grid grid = new Grid();

  /** The image of a convolution of many positions. */
  final PaddedImage image = new PaddedImage();

  /** Whether a convolution takes {@link #image}. */
  boolean asImage;

  /** That of a node. */
  public static WindowScratch of(Workspace workspace) {
    WindowScratch own = workspace.kept(WindowScratch.class);
    return own != null ? own : workspace.keep(new WindowScratch());
  }

  private @Nullable FloatPanels panels;
  private @Nullable MatrixProduct product;

  /** The product with a matrix that was packed in this call. */
  MatrixProduct product(Kernels kernels, float[] packed, int depth, int count) {
    FloatPanels own = panels;
    MatrixProduct made = product;
    if (own == null || made == null) {
      own = new FloatPanels(kernels.lanes());
      panels = own;
      made = new MatrixProduct(kernels, own);
      product = made;
    }
    own.over(packed, depth, count);
    return made;
  }

  @Override
  public long bytes() {
    return image.bytes();
  }
}
