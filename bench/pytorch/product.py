"""Times the product of two float32 matrices in PyTorch: the machine's peak, to which a step can be related."""

import argparse
import statistics

import torch

from turns import add_turn_options, peak_rss_mib, positive, print_line, take_turns


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--side", type=positive, default=1024, help="rows and columns of both matrices")
    parser.add_argument("--repeats", type=positive, default=16, help="products in a step")
    add_turn_options(parser)
    return parser.parse_args()


def main() -> None:
    options = parse_options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    left, right = torch.randn(2, options.side, options.side)
    product = torch.empty(options.side, options.side)

    def step() -> None:
        for _ in range(options.repeats):
            torch.mm(left, right, out=product)

    step_ms = take_turns(step, options)
    operations = 2 * options.side**3 * options.repeats
    print_line(
        {
            "name": f"pytorch product {options.side}",
            "gigaflopsPerSecond": round(operations / statistics.median(step_ms) / 1e6, 2) if step_ms else None,
            "stepMs": step_ms,
            "peakRssMiB": peak_rss_mib(),
            "torch": torch.__version__,
        }
    )


if __name__ == "__main__":
    main()
