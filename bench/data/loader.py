"""
Times a torch DataLoader over image files, as the opponent of our loader; see README.md.

A turn is --epochs whole epochs: every file is read, decoded, cropped, mirrored at random and put into a batch of uint8 tensors,
[batch, 3, side, side]. Workers stay alive between the turns.
"""

import argparse
import random
import statistics
from collections.abc import Callable

import cv2
import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from delivery import add_turn_options, peak_rss_mib, positive, print_line, read_lines, take_turns, write_check

# How far the recipe of our config `face` changes a photo: fractions of the crop's side, of the range of values, and of the contrast.
SHIFT = 0.06
SCALE = 0.08
BRIGHTNESS = 0.12
CONTRAST = 0.2

Matrix = tuple[float, float, float, float, float, float]


def middle_box(width: int, height: int, side: int) -> tuple[int, int, int, int]:
    left, top = (width - side) // 2, (height - side) // 2
    return left, top, left + side, top + side


def random_box(width: int, height: int, side: int) -> tuple[int, int, int, int]:
    left, top = random.randint(0, width - side), random.randint(0, height - side)
    return left, top, left + side, top + side


def random_matrix(width: int, height: int, side: int) -> Matrix:
    """From a pixel's corner in the crop to one in the photo: scaled and shifted about the middle, mirrored half the time."""
    scale = 1 + random.uniform(-SCALE, SCALE)
    across = -scale if random.random() < 0.5 else scale
    x = width / 2 + random.uniform(-SHIFT, SHIFT) * side - across * side / 2
    y = height / 2 + random.uniform(-SHIFT, SHIFT) * side - scale * side / 2
    return across, 0.0, x, 0.0, scale, y


def random_table() -> np.ndarray:
    """What becomes of each of 256 values by another contrast and brightness."""
    gain = 1 + random.uniform(-CONTRAST, CONTRAST)
    bias = 127.5 * (1 - gain) + 255 * random.uniform(-BRIGHTNESS, BRIGHTNESS)
    return np.clip(np.rint(gain * np.arange(256) + bias), 0, 255).astype(np.uint8)


class PilPhotos(Dataset):
    """Photos as most recipes read them."""

    def __init__(self, options: argparse.Namespace, change: str) -> None:
        self.paths = read_lines(options.images)
        self.source = options.source
        self.side = options.side
        self.change = change

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        with Image.open(self.paths[index]) as photo:
            image = self.changed(photo.convert("RGB"))
        return torch.from_numpy(np.array(image)).permute(2, 0, 1).contiguous(), index

    def changed(self, image: Image.Image) -> Image.Image:
        side = self.side
        if self.change == "face":
            matrix = random_matrix(*image.size, side)
            moved = image.transform((side, side), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
            return moved.point(random_table().tolist() * 3)
        if self.source == "photos":
            box = middle_box(*image.size, min(image.size))
            image = image.resize((side, side), Image.Resampling.BILINEAR, box)
        else:
            image = image.crop((random_box if self.change == "crop" else middle_box)(*image.size, side))
        if self.change != "none" and random.random() < 0.5:
            return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        return image


class Cv2Photos(PilPhotos):
    """The same with OpenCV, the fastest decoder that a Dataset reaches in one line."""

    def __getitem__(self, index: int) -> tuple[Tensor, int]:
        image = cv2.imread(self.paths[index], cv2.IMREAD_COLOR_RGB)
        return torch.from_numpy(np.ascontiguousarray(self.changed(image).transpose(2, 0, 1))), index

    def changed(self, image: np.ndarray) -> np.ndarray:
        height, width = image.shape[:2]
        side = self.side
        if self.change == "face":
            a, b, x, d, e, y = random_matrix(width, height, side)
            # OpenCV's coordinates are those of the pixels' middles.
            matrix = np.array([[a, b, x + (a + b - 1) / 2], [d, e, y + (d + e - 1) / 2]])
            moved = cv2.warpAffine(image, matrix, (side, side), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
            return cv2.LUT(moved, random_table())
        if self.source == "photos":
            left, top, right, bottom = middle_box(width, height, min(width, height))
            image = cv2.resize(image[top:bottom, left:right], (side, side), interpolation=cv2.INTER_LINEAR)
        else:
            left, top, right, bottom = (random_box if self.change == "crop" else middle_box)(width, height, side)
            image = image[top:bottom, left:right]
        return image[:, ::-1] if self.change != "none" and random.random() < 0.5 else image


DATASETS = {"pil": PilPhotos, "cv2": Cv2Photos}


def start_worker(_: int) -> None:
    cv2.setNumThreads(0)


def create_turn(loader: DataLoader, epochs: int) -> Callable[[], int]:
    """A function that loads that many epochs and returns the number of their photos."""

    def turn() -> int:
        return sum(len(images) for _ in range(epochs) for images, _ in loader)

    return turn


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", required=True, help="text file with the path of an image on each line")
    parser.add_argument("--source", choices=["crops", "photos"], default="crops", help="photos: their middle square is resized")
    parser.add_argument("--change", choices=["crop", "face"], default="crop", help="what happens to a crop at random")
    parser.add_argument("--decoder", choices=DATASETS, default="pil")
    parser.add_argument("--side", type=positive, default=112)
    parser.add_argument("--batch", type=positive, default=64)
    parser.add_argument("--workers", type=positive, default=2)
    parser.add_argument("--epochs", type=positive, default=1, help="epochs a turn")
    parser.add_argument("--check", help="file for the number of photos and the first image without random changes")
    add_turn_options(parser)
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    dataset = DATASETS[options.decoder]
    loader = DataLoader(
        dataset(options, options.change),
        batch_size=options.batch,
        shuffle=True,
        drop_last=True,
        num_workers=options.workers,
        persistent_workers=True,
        worker_init_fn=start_worker,
    )
    turn = create_turn(loader, options.epochs)
    photos = len(loader) * options.batch * options.epochs
    first, _ = dataset(options, "none")[0]
    write_check(options.check, turn(), first.permute(1, 2, 0).numpy())
    step_ms = take_turns(turn, options)
    print_line(
        {
            "name": f"DataLoader {options.decoder} {options.source} {options.change}",
            "photosPerSecond": round(photos * 1000 / statistics.median(step_ms), 1) if step_ms else None,
            "stepMs": step_ms,
            "peakRssMiB": peak_rss_mib(),
            "torch": torch.__version__,
        }
    )


if __name__ == "__main__":
    main()
