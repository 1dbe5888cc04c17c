"""What the programs of this folder have in common; see README.md."""

import base64
import json
import sys
from pathlib import Path

import numpy as np

# Both benches of this repository speak the same lines.
sys.path.append(str(Path(__file__).resolve().parents[1] / "pytorch"))

from turns import add_turn_options, peak_rss_mib, positive, print_line, take_turns  # noqa: E402

__all__ = ["add_turn_options", "peak_rss_mib", "positive", "print_line", "read_lines", "take_turns", "write_check"]


def read_lines(file: str) -> list[str]:
    return Path(file).read_text(encoding="utf-8").splitlines()


def write_check(file: str | None, photos: int, image: np.ndarray) -> None:
    """Writes how many photos a turn delivers and the first image, [side, side, 3] RGB, for comparison with the other side's."""
    if file is None:
        return
    pixels = np.ascontiguousarray(image, dtype=np.uint8)
    check = {"photos": photos, "sidePx": pixels.shape[0], "image": base64.b64encode(pixels.tobytes()).decode()}
    Path(file).write_text(json.dumps(check), encoding="utf-8")
