"""
Times the cutting of aligned crops with OpenCV in some processes, as the opponent of `data:faces`; see README.md.

A turn reads every photo, cuts its crop by an affine map that is known, and writes it as a JPEG of quality 95.
"""

import argparse
import json
import multiprocessing
import shutil
import statistics
from pathlib import Path

import cv2
import numpy as np

from delivery import add_turn_options, peak_rss_mib, positive, print_line, read_lines, take_turns, write_check

QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 95]


def cut(task: tuple[str, list[list[float]], str, int]) -> bool:
    photo, matrix, crop, side = task
    image = cv2.imread(photo)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.imwrite(crop, cv2.warpAffine(image, np.array(matrix), (side, side), flags=flags), QUALITY)


def start_process() -> None:
    cv2.setNumThreads(0)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frames", required=True, help="JSON on each line: photo, and matrix from pixels of the crop to the photo's")
    parser.add_argument("--out", required=True, help="folder for the crops, emptied first")
    parser.add_argument("--side", type=positive, default=128)
    parser.add_argument("--workers", type=positive, default=2, help="processes")
    parser.add_argument("--check", help="file for the number of photos and the first crop")
    add_turn_options(parser)
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    out = Path(options.out)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    frames = [json.loads(line) for line in read_lines(options.frames)]
    tasks = [(frame["photo"], frame["matrix"], str(out / f"{i:06}.jpg"), options.side) for i, frame in enumerate(frames)]

    def turn() -> int:
        with multiprocessing.Pool(options.workers, start_process) as pool:
            return sum(pool.imap_unordered(cut, tasks, chunksize=32))

    written = turn()
    write_check(options.check, written, cv2.imread(tasks[0][2], cv2.IMREAD_COLOR_RGB))
    step_ms = take_turns(turn, options)
    print_line(
        {
            "name": "OpenCV crops",
            "photosPerSecond": round(len(tasks) * 1000 / statistics.median(step_ms), 1) if step_ms else None,
            "stepMs": step_ms,
            "peakRssMiB": peak_rss_mib(),
            "opencv": cv2.__version__,
        }
    )


if __name__ == "__main__":
    main()
