"""Makes the tests' stand-in for Silero VAD again (Debian: python3-onnx).

    /usr/bin/python3 make_test_stand_in.py ../src/test/resources/dev/vecurrent/vad/test-stand-in.onnx

It has Silero VAD's inputs and outputs and is no detector: the loudness of a chunk, smoothed by the
state, through a sigmoid. Loudness is scaled by sr / 16000, so that a wrong rate shows.
"""
import sys

import onnx
from onnx import TensorProto as T
from onnx import helper as h

nodes = [
    h.make_node("Abs", ["input"], ["magnitude"]),
    h.make_node("ReduceMean", ["magnitude"], ["mean"], axes=[1], keepdims=1),
    h.make_node("Cast", ["sr"], ["rate"], to=T.FLOAT),
    h.make_node("Div", ["rate", "wide"], ["scale"]),
    h.make_node("Mul", ["mean", "scale"], ["loudness"]),
    h.make_node("Mul", ["state", "half"], ["old"]),
    h.make_node("Add", ["old", "loudness"], ["stateN"]),
    h.make_node("ReduceMean", ["stateN"], ["level"], axes=[0, 2], keepdims=0),
    h.make_node("Unsqueeze", ["level", "one"], ["column"]),
    h.make_node("Mul", ["column", "gain"], ["driven"]),
    h.make_node("Sub", ["driven", "bias"], ["logit"]),
    h.make_node("Sigmoid", ["logit"], ["output"]),
]
constants = [
    h.make_tensor("wide", T.FLOAT, [], [16000]),
    h.make_tensor("half", T.FLOAT, [], [0.5]),
    h.make_tensor("gain", T.FLOAT, [], [200]),
    h.make_tensor("bias", T.FLOAT, [], [3]),
    h.make_tensor("one", T.INT64, [1], [1]),
]
info = h.make_tensor_value_info
graph = h.make_graph(
    nodes,
    "test stand-in for Silero VAD, no detector",
    [info("input", T.FLOAT, ["batch", "samples"]), info("state", T.FLOAT, [2, "batch", 128]),
     info("sr", T.INT64, [])],
    [info("output", T.FLOAT, ["batch", 1]), info("stateN", T.FLOAT, [2, "batch", 128])],
    constants)
model = h.make_model(graph, opset_imports=[h.make_opsetid("", 16)])
model.ir_version = 8
onnx.checker.check_model(model)
onnx.save(model, sys.argv[1])
