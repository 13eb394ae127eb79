"""Store an ONNX model's weights in half precision; the computation stays in single precision.

    pip install onnx && python tools/halve_weights.py MODEL.onnx HALF.onnx

Each large weight is kept as float16 with a Cast behind it, which onnxruntime folds away when it loads the model. The
file is half as large; what that costs the two bundled models stands in resources/models/README.md.
"""

from __future__ import annotations

import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LEAST = 64
"""Smaller constants (shapes, clip bounds) gain nothing."""


def halve(model: onnx.ModelProto) -> onnx.ModelProto:
    """Return the model with its weights in half precision, changed in place."""
    graph = model.graph
    kept, casts = [], []
    for weight in graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size <= LEAST:
            kept.append(weight)
            continue
        name = f"{weight.name}_half"
        kept.append(numpy_helper.from_array(values.astype(np.float16), name))
        casts.append(helper.make_node("Cast", [name], [weight.name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(nodes)
    return model


def main() -> int:
    """Convert one file."""
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    onnx.save(halve(onnx.load(sys.argv[1])), sys.argv[2])
    return 0


if __name__ == "__main__":
    sys.exit(main())
