"""Times a piece of work a number of times or, turn by turn, whenever another program asks for it; see README.md."""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator


def positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"expected a whole number above 0 but received {text}")
    return value


def add_turn_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--steps", type=positive, default=12, help="measured steps")
    parser.add_argument("--warmup", type=positive, default=3, help="steps before the first measured one")
    parser.add_argument("--threads", type=positive, default=2)
    parser.add_argument("--interactive", action="store_true", help="measure a step for each line `step` of stdin")


def take_turns(step: Callable[[], None], options: argparse.Namespace) -> list[float]:
    """Milliseconds of each measured step, after the warm-up."""
    for _ in range(options.warmup):
        step()
    step_ms = []
    for _ in requested_steps(options):
        start = time.perf_counter()
        step()
        step_ms.append(round((time.perf_counter() - start) * 1000, 3))
        if options.interactive:
            print_line({"ms": step_ms[-1]})
    return step_ms


def requested_steps(options: argparse.Namespace) -> Iterator[None]:
    """One item for each step to measure: --steps of them or, with --interactive, one for each line `step` of stdin."""
    if not options.interactive:
        yield from [None] * options.steps
        return
    print_line({"ready": True})
    while line := sys.stdin.readline():
        if line.strip() != "step":
            raise SystemExit(f"Expected a line `step` but received {line.strip()!r} (standard input).")
        yield None


def peak_rss_mib() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10), 1)  # macOS counts bytes, Linux KiB


def print_line(value: dict[str, object]) -> None:
    print(json.dumps(value), flush=True)
