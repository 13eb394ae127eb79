"""How the small networks are run: one place for the inference settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assistant.core.errors import EngineStartFailed

if TYPE_CHECKING:
    from pathlib import Path


def load_session(model: Path, threads: int) -> Any:  # noqa: ANN401 - onnxruntime carries no types
    """Return an onnxruntime session on the processor; raises `EngineStartFailed` that names the file."""
    import onnxruntime

    if not model.is_file():
        raise EngineStartFailed(detail=model.name)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Memory goes back after a picture instead of growing with the largest one ever seen.
    options.enable_cpu_mem_arena = False
    # Spinning threads would take the processor from the voice and from the other networks.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
