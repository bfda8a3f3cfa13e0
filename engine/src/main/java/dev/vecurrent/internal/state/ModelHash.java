package dev.vecurrent.internal.state;

import dev.vecurrent.spec.AttributeValue;
import dev.vecurrent.spec.Body;
import dev.vecurrent.spec.ControlNode;
import dev.vecurrent.spec.Graph;
import dev.vecurrent.spec.Node;
import dev.vecurrent.spec.OperatorNode;
import dev.vecurrent.spec.RecurrentNode;
import dev.vecurrent.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 of what a graph computes: inputs, outputs, constants, nodes and attributes, names
 * included. Two files that are read as the same graph have the same hash, on every machine.
 */
public final class ModelHash {

  private static final int PIECE = 1 << 14;

  private final MessageDigest digest;
  private final ByteBuffer buffer = ByteBuffer.allocate(PIECE).order(ByteOrder.LITTLE_ENDIAN);

  private ModelHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The hash of a graph. */
  public static byte[] of(Graph graph) {
    ModelHash hash = new ModelHash();
    hash.words(graph.inputs().toString(), graph.optionalInputs().toString());
    hash.words(graph.outputs().toString());
    hash.constants(graph.constants());
    hash.nodes(graph.nodes());
    return hash.digest.digest();
  }

  private void constants(Map<String, Tensor> constants) {
    for (Map.Entry<String, Tensor> constant : new TreeMap<>(constants).entrySet()) {
      words(constant.getKey());
      tensor(constant.getValue());
    }
  }

  private void nodes(List<Node> nodes) {
    words("nodes", nodes.size() + "");
    for (Node node : nodes) {
      words(node.name(), node.operator());
      words(node.inputs().toArray(new String[0]));
      words(node.outputs().toArray(new String[0]));
      switch (node) {
        case RecurrentNode recurrent -> words(recurrent.cell().toString());
        case OperatorNode operator -> {
          words(operator.domain(), operator.opset() + "");
          attributes(operator.attributes());
        }
        case ControlNode control -> {
          words(control.opset() + "");
          attributes(control.attributes());
          for (Map.Entry<String, Body> body : new TreeMap<>(control.bodies()).entrySet()) {
            words(body.getKey(), body.getValue().inputs().toString());
            words(body.getValue().outputs().toString());
            constants(body.getValue().constants());
            nodes(body.getValue().nodes());
          }
        }
        default -> words(node.toString());
      }
    }
  }

  private void attributes(Map<String, AttributeValue> attributes) {
    for (Map.Entry<String, AttributeValue> attribute : new TreeMap<>(attributes).entrySet()) {
      words(attribute.getKey());
      if (attribute.getValue() instanceof AttributeValue.OfTensor(Tensor tensor)) {
        tensor(tensor);
      } else {
        words(attribute.getValue().toString());
      }
    }
  }

  /** Each with its length, so that words cannot run into each other. */
  private void words(String... words) {
    for (String word : words) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      digest.update(buffer.clear().putInt(bytes.length).flip());
      digest.update(bytes);
    }
  }

  private void tensor(Tensor tensor) {
    words(tensor.toString());
    int step = PIECE / 8;
    for (int at = 0; at < tensor.size(); at += step) {
      int count = Math.min(step, tensor.size() - at);
      buffer.clear();
      int bytes = count * put(tensor, at, count);
      digest.update(buffer.limit(bytes));
    }
  }

  /** Puts elements at the front of the buffer; returns the bytes of one. */
  private int put(Tensor tensor, int at, int count) {
    switch (tensor.storage()) {
      case float[] floats -> buffer.asFloatBuffer().put(floats, at, count);
      case double[] doubles -> buffer.asDoubleBuffer().put(doubles, at, count);
      case long[] longs -> buffer.asLongBuffer().put(longs, at, count);
      case int[] ints -> buffer.asIntBuffer().put(ints, at, count);
      case short[] shorts -> buffer.asShortBuffer().put(shorts, at, count);
      case byte[] bytes -> buffer.slice().put(bytes, at, count);
      case boolean[] truths -> {
        for (int i = 0; i < count; i++) {
          buffer.put(i, (byte) (truths[at + i] ? 1 : 0));
        }
      }
      case String[] texts -> {
        for (int i = 0; i < count; i++) {
          words(texts[at + i]);
        }
        return 0;
      }
      default -> throw new IllegalStateException(tensor + " has elements of no known type");
    }
    return tensor.type().bytes();
  }
}
