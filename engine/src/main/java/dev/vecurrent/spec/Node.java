package dev.vecurrent.spec;

import java.util.List;

/** One operator of a {@link Graph}, between the values it reads and those it makes. */
public sealed interface Node permits ControlNode, OperatorNode, RecurrentNode, RefusedNode {

  /** The name in the file; may be empty, need not be unique. */
  String name();

  /** The ONNX operator, such as {@code MatMul}. */
  String operator();

  /** Names of the values read, in the operator's order; an empty name is an absent input. */
  List<String> inputs();

  /** Names of the values made, in the operator's order; an empty name is an unwanted output. */
  List<String> outputs();

  /** The inputs, then names of the values that sub-graphs read from the graphs around them. */
  default List<String> reads() {
    return inputs();
  }
}
