package dev.vecurrent.bench.contender;

import dev.vecurrent.bench.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * oneDNN's recurrent primitives, one for each layer, weights reordered once into the layout that
 * the primitive prefers.
 */
final class OneDnnContender implements Contender {

  private final Shape shape;
  private final engine cpu;
  private final stream queue;
  private final List<OneDnnLayer> layers = new ArrayList<>();
  private final memory x;
  private final int threads;

  OneDnnContender(Network network, int threads) {
    this.threads = threads;
    OneDnn.useThreads(threads);
    shape = network.shape();
    cpu = new engine(engine.kind.cpu, 0);
    queue = new stream(cpu);
    long[] dims = {shape.steps(), shape.batch(), shape.input()};
    x = new memory(OneDnnLayer.plain(dims, memory.format_tag.tnc), cpu);
    OneDnnLayer.floats(x, network.x().length).put(network.x());
    memory read = x;
    for (int layer = 0; layer < shape.layers(); layer++) {
      OneDnnLayer next =
          new OneDnnLayer(cpu, queue, shape, layer, network.layers().get(layer), read);
      layers.add(next);
      read = next.output();
    }
  }

  @Override
  public void run() {
    for (int layer = 0; layer < layers.size(); layer++) {
      layers.get(layer).run(queue);
    }
    queue._wait();
  }

  @Override
  public float[] output() {
    float[] joined = new float[shape.steps() * shape.batch() * shape.directions() * shape.hidden()];
    try (FloatPointer floats = OneDnnLayer.floats(layers.getLast().output(), joined.length)) {
      floats.get(joined);
    }
    return Directions.apart(shape, joined);
  }

  @Override
  public boolean leavesThreadsSpinning() {
    return threads > 1;
  }

  @Override
  public void close() {
    layers.forEach(OneDnnLayer::close);
    x.close();
    queue.close();
    cpu.close();
  }
}
