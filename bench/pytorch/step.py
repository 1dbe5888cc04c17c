"""
Times a MobileFaceNet training step in PyTorch on the CPU, as the opponent of our own step; see README.md.

Both do the same work: uint8 pixels -> float, forward, ArcFace (s 32, m 0.5), cross entropy, gradients, clipping by the
global norm, SGD with momentum and weight decay on kernels and class centres. Batches are made before, not in the step.
"""

import argparse
import json
import math
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from mobilefacenet import MobileFaceNet, count_parameters

MODES = ["eager", "channels_last", "compile", "compile_channels_last"]
PRECISIONS = ["fp32", "bf16"]
EMBEDDING_SIZE = 128
SCALE = 32.0
ANGULAR_MARGIN = 0.5
COSINE_LIMIT = 1 - 1e-6  # sin θ, by which the gradient is divided, is 0 at cos θ = ±1
# So low that the one batch is not learned by heart within a run: its gradients would shrink to denormal numbers, which
# take a CPU many times as long.
LEARNING_RATE = 1e-5


class FaceClassifier(nn.Module):
    """[batch, 3, size, size] uint8 images and [batch] labels -> the ArcFace loss, a scalar."""

    def __init__(self, classes: int, size: int) -> None:
        super().__init__()
        self.net = MobileFaceNet(EMBEDDING_SIZE, size)
        self.centres = nn.Parameter(torch.randn(classes, EMBEDDING_SIZE) * 0.01)

    def forward(self, images: Tensor, labels: Tensor) -> Tensor:
        embeddings = self.net((images.float() - 127.5) / 127.5)  # [batch, 128]
        # The head stays in float32: bfloat16 has three digits, and the margin needs more.
        with torch.autocast("cpu", enabled=False):
            cosine = F.normalize(embeddings.float()) @ F.normalize(self.centres).T  # [batch, classes]
            return F.cross_entropy(arcface_logits(cosine, labels), labels)


def arcface_logits(cosine: Tensor, labels: Tensor) -> Tensor:
    """
    target = s·cos(θ + m), or s·(cos θ - m·sin m) where θ + m > π; others = s·cos θ.
    https://arxiv.org/abs/1801.07698, eq. 3.

    cosine is [batch, classes], labels [batch]; returns logits [batch, classes].
    """
    column = labels[:, None]
    target = cosine.gather(1, column).clamp(-COSINE_LIMIT, COSINE_LIMIT)  # [batch, 1]
    sine = torch.sqrt((1 - target) * (1 + target))
    bent = target * math.cos(ANGULAR_MARGIN) - sine * math.sin(ANGULAR_MARGIN)
    beyond = target - ANGULAR_MARGIN * math.sin(ANGULAR_MARGIN)
    value = torch.where(target > -math.cos(ANGULAR_MARGIN), bent, beyond)
    return SCALE * cosine.scatter(1, column, value)


def create_step(classifier: FaceClassifier, options: argparse.Namespace) -> Callable[[], float]:
    """A function that runs one training step and returns its loss."""
    images = torch.randint(0, 256, (options.batch, 3, options.size, options.size), dtype=torch.uint8)
    labels = torch.randint(0, options.classes, (options.batch,))
    if "channels_last" in options.mode:
        classifier = classifier.to(memory_format=torch.channels_last)
        images = images.to(memory_format=torch.channels_last)

    weights = [parameter for parameter in classifier.parameters() if parameter.ndim > 1]
    norms_and_slopes = [parameter for parameter in classifier.parameters() if parameter.ndim <= 1]
    groups = [{"params": weights, "weight_decay": 5e-4}, {"params": norms_and_slopes, "weight_decay": 0.0}]
    optimizer = torch.optim.SGD(groups, lr=LEARNING_RATE, momentum=0.9, fused=True)
    loss_of = torch.compile(classifier) if options.mode.startswith("compile") else classifier

    def step() -> float:
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.precision == "bf16"):
            loss = loss_of(images, labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(classifier.parameters(), max_norm=5.0)
        optimizer.step()
        return loss.item()

    return step


def timed(step: Callable[[], float]) -> float:
    """Milliseconds of one step; a loss that is not finite stops the run, since such a step measures nothing."""
    start = time.perf_counter()
    loss = step()
    elapsed_ms = (time.perf_counter() - start) * 1000
    if not math.isfinite(loss):
        raise SystemExit(f"Expected a finite loss but received {loss} (step.py).")
    return round(elapsed_ms, 3)


def requested_steps(options: argparse.Namespace) -> Iterator[None]:
    """One item for each step to measure: --steps of them or, with --interactive, one for each line `step` of stdin."""
    if not options.interactive:
        yield from [None] * options.steps
        return
    print_line({"ready": True})
    while line := sys.stdin.readline():
        if line.strip() != "step":
            raise SystemExit(f"Expected a line `step` but received {line.strip()!r} (step.py, standard input).")
        yield None


def peak_rss_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)  # macOS counts bytes, Linux KiB


def print_line(value: dict[str, object]) -> None:
    print(json.dumps(value), flush=True)


def positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number above 0 but received {text}")
    return value


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--batch", type=positive, default=64)
    parser.add_argument("--size", type=positive, default=112, help="side of an image in pixels, a multiple of 16")
    parser.add_argument("--classes", type=positive, default=2854)
    parser.add_argument("--steps", type=positive, default=12, help="measured steps")
    parser.add_argument("--warmup", type=positive, default=3, help="steps before the first measured one")
    parser.add_argument("--mode", choices=MODES, default="eager")
    parser.add_argument("--precision", choices=PRECISIONS, default="fp32")
    parser.add_argument("--threads", type=positive, default=2)
    parser.add_argument("--interactive", action="store_true", help="measure a step for each line `step` of stdin")
    options = parser.parse_args()
    if options.size % 16:
        parser.error(f"argument --size: expected a multiple of 16 but received {options.size}")
    return options


def main() -> None:
    options = parse_options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    classifier = FaceClassifier(options.classes, options.size)
    step = create_step(classifier, options)
    for _ in range(options.warmup):
        timed(step)
    step_ms = []
    for _ in requested_steps(options):
        step_ms.append(timed(step))
        if options.interactive:
            print_line({"ms": step_ms[-1]})
    print_line(
        {
            "name": f"pytorch {options.mode} {options.precision}",
            "imagesPerSecond": round(options.batch * 1000 / statistics.median(step_ms), 2) if step_ms else None,
            "stepMs": step_ms,
            "peakRssMiB": peak_rss_mib(),
            "torch": torch.__version__,
            "mode": options.mode,
            "precision": options.precision,
            "batch": options.batch,
            "parameters": count_parameters(classifier.net),
        }
    )


if __name__ == "__main__":
    main()
