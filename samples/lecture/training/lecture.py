"""What the training scripts of the lecture's samples share: seeds, texts, vocabularies, the log and the file.

Debian 12 with python3-torch, python3-onnx, python3-numpy and libopenblas0-pthread. One thread, so that additions
have one order: the same packages are to write the same bytes again.
"""

import hashlib
import os
import random
import sys
from pathlib import Path

# Read when the libraries are loaded: one thread, and one set of kernels on every processor with AVX2.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_CORETYPE", "Haswell")
os.environ.setdefault("OPENBLAS_L2_SIZE", "512")  # kilobytes: sizes of blocks, and so the order of additions
os.environ.setdefault("ATEN_CPU_CAPABILITY", "avx2")
os.environ.setdefault("DNNL_MAX_CPU_ISA", "AVX2")

import numpy as np  # noqa: E402
import onnx  # noqa: E402
import torch  # noqa: E402
from onnx import numpy_helper  # noqa: E402

PADDING, UNKNOWN = "<pad>", "<unk>"
SMALL = 1000  # initializers of fewer numbers stay float32
WIDE = dict(zip(",.!?:;()", "，。！？：；（）"))


def seeded(seed):
    """Everything that draws or adds does so in one order."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)


def checked(path, sha256):
    """The path of a fetched file, once its SHA-256 is the expected one."""
    found = hashlib.sha256(Path(path).read_bytes()).hexdigest()
    if found != sha256:
        raise SystemExit(f"{path}: expected SHA-256 {sha256}, found {found}")
    return Path(path)


def normal(text):
    """Text in one form, as dev.vecurrent.text.Characters has it: full-width punctuation, half-width letters and digits.

    Punctuation between two ASCII letters or digits stays as it is: 8:30, 3.5. Control characters and blanks become one space.
    """
    out = []
    for c in text:
        code = ord(c)
        if 0xFF10 <= code <= 0xFF19 or 0xFF21 <= code <= 0xFF3A or 0xFF41 <= code <= 0xFF5A:
            c = chr(code - 0xFEE0)
        elif code < 32 or 127 <= code < 160 or code in (0x3000, 0xFEFF) or 0x2000 <= code <= 0x200F or 0x2028 <= code <= 0x202F or 0x2066 <= code <= 0x2069:
            c = " "
        if c != " " or (out and out[-1] != " "):
            out.append(c)
    while out and out[-1] == " ":
        out.pop()
    plain = [c.isascii() and c.isalnum() for c in out]
    for i, c in enumerate(out):
        if c in WIDE and not (0 < i < len(out) - 1 and plain[i - 1] and plain[i + 1]):
            out[i] = WIDE[c]
    return "".join(out)


def vocabulary(counts, controls, least=1, most=None):
    """Tokens by falling count, ties by code points; controls first. <pad> is 0 and <unk> is 1."""
    first = [PADDING, UNKNOWN, *controls]
    rest = sorted((t for t, n in counts.items() if n >= least and t not in first), key=lambda t: (-counts[t], t))
    tokens = first + rest
    return tokens if most is None else tokens[:most]


def write_lines(path, lines):
    """UTF-8, one a line, the same bytes on every system."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(line + "\n" for line in lines).encode("utf-8"))


class Log:
    """Prints lines and keeps them: the committed log of a training."""

    def __init__(self, path):
        self.path = Path(path)
        self.lines = []

    def __call__(self, line):
        print(line, flush=True)
        self.lines.append(line)
        write_lines(self.path, self.lines)


def versions():
    """What the bytes of a training depend on, besides the script."""
    blas = os.path.realpath("/usr/lib/x86_64-linux-gnu/libblas.so.3").split("/")[-2]
    return f"Python {sys.version.split()[0]}, torch {torch.__version__}, onnx {onnx.__version__}, numpy {np.__version__}, BLAS {blas}"


def round_to_half(model):
    """Rounds every parameter to float16 and back, biases too: what is exported and compared is then what is shipped."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.half().float())
    model.eval()


def export(model, arguments, path, inputs, outputs, axes, opset=14):
    """Writes a model whose parameters are float16 values, large ones as FLOAT16 with a Cast behind each: half the bytes."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        model, arguments, str(path), input_names=inputs, output_names=outputs, dynamic_axes=axes, opset_version=opset
    )
    file = onnx.load(str(path))
    casts = []
    for tensor in file.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < SMALL:
            continue
        halves = values.astype(np.float16)
        assert (halves.astype(np.float32) == values).all(), f"{tensor.name} was not rounded"
        whole, half = tensor.name, tensor.name + "_half"
        tensor.CopyFrom(numpy_helper.from_array(halves, half))
        casts.append(onnx.helper.make_node("Cast", [half], [whole], to=onnx.TensorProto.FLOAT))
    nodes = casts + list(file.graph.node)
    del file.graph.node[:]
    file.graph.node.extend(nodes)
    onnx.checker.check_model(file)
    onnx.save(file, str(path))
    return path.stat().st_size


def save_npy(path, values):
    """An array for the sample's test."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, values)
