"""
Times a training step of a face net in PyTorch on the CPU, as the opponent of our own step; see README.md.

Both do the same work: uint8 pixels -> float, forward, ArcFace (s 32, m 0.5), cross entropy, gradients, clipping by the
global norm, SGD with momentum and weight decay on kernels and class centres. Batches are made before, not in the step.
"""

import argparse
import math
import statistics
from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from nets import NETS, count_parameters, create_net
from turns import add_turn_options, peak_rss_mib, positive, print_line, take_turns

MODES = ["eager", "channels_last", "compile", "compile_channels_last"]
PRECISIONS = ["fp32", "bf16"]
SCALE = 32.0
ANGULAR_MARGIN = 0.5
COSINE_LIMIT = 1 - 1e-6  # sin θ, by which the gradient is divided, is 0 at cos θ = ±1
# So low that the one batch is not learned by heart within a run: its gradients would shrink to denormal numbers, which
# take a CPU many times as long.
LEARNING_RATE = 1e-5


class FaceClassifier(nn.Module):
    """[batch, 3, size, size] uint8 images and [batch] labels -> the ArcFace loss, a scalar."""

    def __init__(self, net: str, classes: int, size: int) -> None:
        super().__init__()
        self.net = create_net(net, size)
        self.centres = nn.Parameter(torch.randn(classes, NETS[net].embedding_size) * 0.01)

    def forward(self, images: Tensor, labels: Tensor) -> Tensor:
        embeddings = self.net((images.float() - 127.5) / 127.5)  # [batch, embedding]
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


def create_step(classifier: FaceClassifier, options: argparse.Namespace) -> Callable[[], None]:
    """A function that runs one training step. A loss that is not finite ends the run: such a step measures nothing."""
    images = torch.randint(0, 256, (options.batch, 3, options.size, options.size), dtype=torch.uint8)
    labels = torch.randint(0, options.classes, (options.batch,))
    if "channels_last" in options.mode:
        classifier = classifier.to(memory_format=torch.channels_last)
        images = images.to(memory_format=torch.channels_last)

    trained = [parameter for parameter in classifier.parameters() if parameter.requires_grad]
    groups = [
        {"params": [parameter for parameter in trained if parameter.ndim > 1], "weight_decay": 5e-4},
        {"params": [parameter for parameter in trained if parameter.ndim <= 1], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.SGD(groups, lr=LEARNING_RATE, momentum=0.9, fused=True)
    loss_of = torch.compile(classifier) if options.mode.startswith("compile") else classifier

    def step() -> None:
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=options.precision == "bf16"):
            loss = loss_of(images, labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, max_norm=5.0)
        optimizer.step()
        if not math.isfinite(loss.item()):
            raise SystemExit(f"Expected a finite loss but received {loss.item()} (step.py).")

    return step


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--net", choices=NETS, default="mobilefacenet")
    parser.add_argument("--batch", type=positive, help="images a step; default, as for --size: the net's")
    parser.add_argument("--size", type=positive, help="side of an image in pixels, a multiple of 16")
    parser.add_argument("--classes", type=positive, default=2854)
    parser.add_argument("--mode", choices=MODES, default="eager")
    parser.add_argument("--precision", choices=PRECISIONS, default="fp32")
    add_turn_options(parser)
    options = parser.parse_args()
    options.batch = options.batch or NETS[options.net].batch
    options.size = options.size or NETS[options.net].size
    if options.size % 16:
        parser.error(f"argument --size: expected a multiple of 16 but received {options.size}")
    return options


def main() -> None:
    options = parse_options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    classifier = FaceClassifier(options.net, options.classes, options.size)
    step_ms = take_turns(create_step(classifier, options), options)
    print_line(
        {
            "name": f"pytorch {options.net} {options.mode} {options.precision}",
            "imagesPerSecond": round(options.batch * 1000 / statistics.median(step_ms), 2) if step_ms else None,
            "stepMs": step_ms,
            "peakRssMiB": peak_rss_mib(),
            "torch": torch.__version__,
            "net": options.net,
            "mode": options.mode,
            "precision": options.precision,
            "batch": options.batch,
            "parameters": count_parameters(classifier.net),
        }
    )


if __name__ == "__main__":
    main()
