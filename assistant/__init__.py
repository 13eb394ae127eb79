"""SeeSay tells blind and low-vision people what is on their screen."""

import os

__version__ = "0.1.0"

# onnxruntime 1.31 reports its use to its maker unless told otherwise before its import; here it precedes all of them,
# in every process of ours.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
