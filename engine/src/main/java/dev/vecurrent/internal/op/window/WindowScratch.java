package dev.vecurrent.internal.op.window;

import dev.vecurrent.internal.op.base.Scratch;
import dev.vecurrent.internal.op.base.Workspace;

/** What a convolution or pool keeps from call to call of one node. */
public final class WindowScratch implements Scratch {

  /** Sizes of the call. */
  public final Grid grid = new Grid();

  /** The image of a convolution of many positions. */
  final PaddedImage image = new PaddedImage();

  /** That of a node. */
  public static WindowScratch of(Workspace workspace) {
    return workspace.kept(WindowScratch.class, WindowScratch::new);
  }

  @Override
  public long bytes() {
    return image.bytes();
  }
}
