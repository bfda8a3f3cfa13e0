"""Writes rows.onnx: a classifier of 28 rows of 28 numbers, with the nodes that PyTorch writes and small random weights.

/usr/bin/python3 make_rows.py rows.onnx (Debian's python3-onnx and python3-numpy)
"""

import sys

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

ROWS, WIDTH, HIDDEN, CLASSES = 28, 28, 4, 10
random = np.random.RandomState(13)


def weights(name, *shape):
    values = random.uniform(-0.5, 0.5, shape).astype(np.float32)
    return numpy_helper.from_array(values, name)


def constant(name, value):
    array = np.array(value, dtype=np.int64)
    return helper.make_node("Constant", [], [name], value=numpy_helper.from_array(array))


zero = numpy_helper.from_array(np.zeros(1, dtype=np.float32))
nodes = [
    helper.make_node("Shape", ["x"], ["shape"]),
    constant("first", 0),
    helper.make_node("Gather", ["shape", "first"], ["rows"], axis=0),
    constant("one", [1]),
    constant("axis", [0]),
    helper.make_node("Unsqueeze", ["rows", "axis"], ["batch"]),
    constant("hidden", [HIDDEN]),
    helper.make_node("Concat", ["one", "batch", "hidden"], ["states"], axis=0),
    helper.make_node("ConstantOfShape", ["states"], ["state"], value=zero),
    helper.make_node("Transpose", ["x"], ["steps"], perm=[1, 0, 2]),
    helper.make_node("LSTM", ["steps", "w", "r", "b", "", "state", "state"], ["y", "y_h", "y_c"], hidden_size=HIDDEN),
    constant("directions", [1]),
    helper.make_node("Squeeze", ["y", "directions"], ["squeezed"]),
    helper.make_node("Transpose", ["squeezed"], ["all"], perm=[1, 0, 2]),
    constant("last", -1),
    helper.make_node("Gather", ["all", "last"], ["answer"], axis=1),
    helper.make_node("Gemm", ["answer", "linear.weight", "linear.bias"], ["logits"], transB=1),
]
graph = helper.make_graph(
    nodes,
    "rows",
    [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["batch", ROWS, WIDTH])],
    [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", CLASSES])],
    [
        weights("w", 1, 4 * HIDDEN, WIDTH),
        weights("r", 1, 4 * HIDDEN, HIDDEN),
        weights("b", 1, 8 * HIDDEN),
        weights("linear.weight", CLASSES, HIDDEN),
        weights("linear.bias", CLASSES),
    ],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 14)], producer_name="make_rows.py")
model.ir_version = 7
save(model, sys.argv[1])
