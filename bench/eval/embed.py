"""
Times embedding photos and their mirror images in onnxruntime, as the opponent of our compiled embedding; see README.md.

A turn embeds the first photos of a file of uint8 crops: e(photo) + e(mirrored photo), not normalized.
"""

import argparse
import statistics
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime

sys.path.append(str(Path(__file__).resolve().parents[1] / "pytorch"))

from turns import add_turn_options, peak_rss_mib, positive, print_line, take_turns  # noqa: E402

LEVELS = {
    # With the layout of convolutions in blocks of channels, and without it: PReLU is not made for those blocks.
    "all": onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL,
    "extended": onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED,
}

Embed = Callable[[np.ndarray], np.ndarray]


def open_session(options: argparse.Namespace) -> onnxruntime.InferenceSession:
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = options.threads
    settings.inter_op_num_threads = 1
    settings.graph_optimization_level = LEVELS[options.level]
    settings.add_session_config_entry("session.intra_op.allow_spinning", "1" if options.waiting == "spin" else "0")
    file = str(Path(options.models) / f"{options.preprocess}.onnx")
    return onnxruntime.InferenceSession(file, settings, providers=["CPUExecutionProvider"])


def embed_in_graph(session: onnxruntime.InferenceSession) -> Embed:
    return lambda images: session.run(None, {"images": images})[0]


def embed_with_numpy(session: onnxruntime.InferenceSession) -> Embed:
    def embed(images: np.ndarray) -> np.ndarray:
        count = len(images)
        pixels = np.empty((2 * count, 3, *images.shape[1:3]), np.float32)
        np.subtract(images.transpose(0, 3, 1, 2), np.float32(127.5), out=pixels[:count])
        pixels[:count] /= np.float32(127.5)
        pixels[count:] = pixels[:count, :, :, ::-1]
        embeddings = session.run(None, {"images": pixels})[0]
        return embeddings[:count] + embeddings[count:]

    return embed


PREPROCESSING = {"graph": embed_in_graph, "numpy": embed_with_numpy}


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", required=True, help="folder that export.py filled")
    parser.add_argument("--crops", required=True, help="file of photos, [side, side, 3] uint8 RGB each")
    parser.add_argument("--side", type=positive, default=112)
    parser.add_argument("--turn", type=positive, default=512, help="photos a turn")
    parser.add_argument("--batch", type=positive, default=16)
    parser.add_argument("--preprocess", choices=PREPROCESSING, default="graph", help="what normalizes and mirrors")
    parser.add_argument("--level", choices=LEVELS, default="all", help="how far onnxruntime optimizes the graph")
    parser.add_argument("--waiting", choices=["sleep", "spin"], default="spin", help="what threads do that have no work")
    parser.add_argument("--check", help="file for the embeddings of the first photos, float32")
    parser.add_argument("--checked", type=positive, default=64, help="photos in that file")
    add_turn_options(parser)
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    size = options.side**2 * 3
    crops = np.fromfile(options.crops, np.uint8, options.turn * size).reshape(-1, options.side, options.side, 3)
    embed = PREPROCESSING[options.preprocess](open_session(options))

    def embed_first(count: int) -> np.ndarray:
        return np.concatenate([embed(crops[i : min(i + options.batch, count)]) for i in range(0, count, options.batch)])

    if options.check is not None:
        embed_first(min(options.checked, len(crops))).astype(np.float32).tofile(options.check)
    step_ms = take_turns(lambda: embed_first(len(crops)), options)
    print_line(
        {
            "name": f"onnxruntime {options.preprocess} {options.level}, batch {options.batch}",
            "photosPerSecond": round(len(crops) * 1000 / statistics.median(step_ms), 1) if step_ms else None,
            "stepMs": step_ms,
            "peakRssMiB": peak_rss_mib(),
            "onnxruntime": onnxruntime.__version__,
        }
    )


if __name__ == "__main__":
    main()
