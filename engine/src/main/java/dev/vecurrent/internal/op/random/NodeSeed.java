package dev.vecurrent.internal.op.random;

import dev.vecurrent.internal.op.base.NodeReader;
import dev.vecurrent.internal.op.base.Workspace;
import dev.vecurrent.internal.random.RandomStream;

/**
 * Where a node's random numbers come from.
 *
 * @param own whether the node has a seed of its own, by its attribute {@code seed}
 * @param value that seed
 */
record NodeSeed(boolean own, long value) {

  /** The seed of a node whose attribute is a FLOAT; its bits count. */
  static NodeSeed ofFloat(NodeReader reader) {
    return new NodeSeed(reader.has("seed"), Float.floatToIntBits(reader.number("seed", 0)));
  }

  /** The seed of a node whose attribute is an INT. */
  static NodeSeed ofInt(NodeReader reader) {
    return new NodeSeed(reader.has("seed"), reader.integer("seed", 0));
  }

  /** The node's random numbers at the begin of a run. */
  RandomStream begin(Workspace workspace) {
    RandomStream random = workspace.random();
    if (own) {
      random.beginWith(value);
    } else {
      random.begin();
    }
    return random;
  }
}
