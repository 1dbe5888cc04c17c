"""Reads weights that packages/models wrote, in the order of its parameters; see README.md."""

import json
from pathlib import Path

import numpy as np


def read_weights(file: str) -> dict[str, np.ndarray]:
    """
    Arrays by name, in the order that the file's metadata names.

    safetensors is a length, a JSON header and raw arrays (https://huggingface.co/docs/safetensors); ours are all float32.
    """
    data = Path(file).read_bytes()
    begin = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:begin])
    order = json.loads(header["__metadata__"]["order"])
    return {name: read_array(data, begin, header[name]) for name in order}


def read_array(data: bytes, begin: int, entry: dict) -> np.ndarray:
    if entry["dtype"] != "F32":
        raise ValueError(f"Expected float32 but received {entry['dtype']}.")
    start, end = entry["data_offsets"]
    return np.frombuffer(data[begin + start : begin + end], np.float32).reshape(entry["shape"])
