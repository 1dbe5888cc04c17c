"""Saves raw crops, which lie one after the other in a file, as JPEG files of quality 95: what loader.py reads."""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", required=True, help="file of crops, [side, side, 3] RGB each")
    parser.add_argument("--side", type=int, default=128)
    parser.add_argument("--out", required=True, help="folder for 000000.jpg and so on")
    options = parser.parse_args()
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    crops = np.memmap(options.raw, dtype=np.uint8, mode="r").reshape(-1, options.side, options.side, 3)
    for index, crop in enumerate(crops):
        Image.fromarray(crop).save(out / f"{index:06}.jpg", quality=95)


if __name__ == "__main__":
    main()
