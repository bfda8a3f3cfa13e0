package dev.vecurrent.onnx;

import dev.vecurrent.internal.Nullable;
import dev.vecurrent.onnx.message.AttributeMessage;
import dev.vecurrent.onnx.message.FunctionMessage;
import dev.vecurrent.onnx.message.ModelMessage;
import dev.vecurrent.onnx.message.NodeMessage;
import dev.vecurrent.onnx.message.Opsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The functions that a model defines, and how large a model without them would be. That is counted
 * before the first of them is put in the place of its calls: each may call another one twice.
 */
final class Functions {

  /** The most calls within calls. */
  static final int MOST_LEVELS = 64;

  /** More nodes than any limit allows. */
  private static final long ENDLESS = Long.MAX_VALUE / 4;

  private record Key(String domain, String name, String overload) {}

  private final Map<Key, FunctionMessage> functions = new HashMap<>();
  private final Set<FunctionMessage> defined = new HashSet<>();
  private final Map<FunctionMessage, Long> sizes = new HashMap<>();
  private final List<FunctionMessage> calling = new ArrayList<>();
  private @Nullable String trouble;

  Functions(ModelMessage model) {
    for (FunctionMessage function : model.functions) {
      Key key = new Key(Opsets.name(function.domain), function.name, function.overload);
      FunctionMessage first = functions.putIfAbsent(key, function);
      if (first != null) {
        defined.add(first); // for the second time
      }
    }
  }

  boolean isEmpty() {
    return functions.isEmpty();
  }

  /** The function that a node calls, or {@code null} where its operator is none of the model's. */
  @Nullable
  FunctionMessage called(NodeMessage node) {
    return functions.get(new Key(Opsets.name(node.domain), node.operator, node.overload));
  }

  /** Whether several functions have the name of this one. */
  boolean isAmbiguous(FunctionMessage function) {
    return defined.contains(function);
  }

  /**
   * How many nodes a call becomes, those of bodies and of functions that it calls included, each
   * call counting as one more.
   *
   * @throws IllegalArgumentException if functions call themselves, or too many each other
   */
  long size(FunctionMessage function) {
    long size = count(function);
    if (trouble != null) {
      throw new IllegalArgumentException(trouble);
    }
    return size;
  }

  private long count(FunctionMessage function) {
    Long known = sizes.get(function);
    if (known != null || trouble != null) {
      return known == null ? ENDLESS : known;
    }
    int before = calling.indexOf(function);
    if (before >= 0) {
      calling.add(function);
      trouble =
          "functions call themselves: "
              + String.join(
                  " calls ",
                  calling.subList(before, calling.size()).stream()
                      .map(FunctionMessage::title)
                      .toList());
      return ENDLESS;
    }
    if (calling.size() >= MOST_LEVELS) {
      trouble = "functions call each other more than " + MOST_LEVELS + " deep";
      return ENDLESS;
    }
    calling.add(function);
    long size = count(function.nodes);
    calling.removeLast();
    sizes.put(function, size);
    return size;
  }

  private long count(List<NodeMessage> nodes) {
    long size = 0;
    for (NodeMessage node : nodes) {
      size++;
      FunctionMessage function = called(node);
      if (function != null) {
        size += count(function);
      }
      for (AttributeMessage attribute : node.attributes) {
        if (attribute.graph != null) {
          size += count(attribute.graph.nodes);
        }
      }
      size = Math.min(size, ENDLESS);
    }
    return size;
  }
}
