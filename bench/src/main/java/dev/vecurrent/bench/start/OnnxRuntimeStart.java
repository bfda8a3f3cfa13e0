package dev.vecurrent.bench.start;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A process that answers with ONNX Runtime's Java binding: direct buffers, one thread. */
public final class OnnxRuntimeStart extends MeasuredCalls {

  private final OrtSession session;
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  /** What even calls read and write, and odd ones: states take turns. */
  private final List<Map<String, OnnxTensor>> inputs = List.of(new HashMap<>(), new HashMap<>());

  private final List<Map<String, OnnxValue>> outputs = List.of(new HashMap<>(), new HashMap<>());
  private FloatBuffer answer = FloatBuffer.allocate(0);
  private int turn;

  private OnnxRuntimeStart(CallSpec spec) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      session = environment.createSession(spec.file().toString(), options);
    }
    for (CallSpec.Part part : spec.parts()) {
      add(part);
    }
  }

  private void add(CallSpec.Part part) throws OrtException {
    FloatBuffer floats = direct(part.size()).asFloatBuffer();
    switch (part.kind()) {
      case INPUT -> {
        floats.put(input(part.size())).flip();
        addInput(part.name(), OnnxTensor.createTensor(environment, floats, shape(part)));
      }
      case NUMBER -> {
        LongBuffer number = direct(2).asLongBuffer();
        number.put(0, part.number());
        addInput(part.name(), OnnxTensor.createTensor(environment, number, new long[0]));
      }
      case OUTPUT -> {
        answer = floats;
        OnnxTensor tensor = OnnxTensor.createTensor(environment, floats, shape(part));
        outputs.forEach(each -> each.put(part.name(), tensor));
      }
      case STATE -> {
        OnnxTensor even = OnnxTensor.createTensor(environment, floats, shape(part));
        FloatBuffer other = direct(part.size()).asFloatBuffer();
        OnnxTensor odd = OnnxTensor.createTensor(environment, other, shape(part));
        inputs.get(0).put(part.name(), even);
        outputs.get(0).put(part.output(), odd);
        inputs.get(1).put(part.name(), odd);
        outputs.get(1).put(part.output(), even);
      }
    }
  }

  private void addInput(String name, OnnxTensor tensor) {
    inputs.forEach(each -> each.put(name, tensor));
  }

  private static ByteBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(Float.BYTES * floats).order(ByteOrder.nativeOrder());
  }

  private static long[] shape(CallSpec.Part part) {
    long[] shape = new long[part.shape().size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = part.shape().get(i);
    }
    return shape;
  }

  /**
   * Measures.
   *
   * @param args see {@link MeasuredCalls#main}
   */
  public static void main(String[] args) throws Exception {
    MeasuredCalls.main(
        args,
        (spec, _) -> {
          try {
            return new OnnxRuntimeStart(spec);
          } catch (OrtException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Override
  void call() {
    try {
      session.run(inputs.get(turn), Set.of(), outputs.get(turn)).close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
    turn = 1 - turn;
  }

  @Override
  float[] answer() {
    float[] floats = new float[answer.capacity()];
    answer.get(0, floats);
    return floats;
  }
}
