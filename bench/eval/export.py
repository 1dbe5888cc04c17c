"""
Writes a net with the weights that our side embeds with as two ONNX files, for embed.py; see README.md.

DIR/numpy.onnx maps normalized photos [batch, 3, side, side] to embeddings [batch, n]. DIR/graph.onnx maps uint8 photos
[batch, side, side, 3] to e(photo) + e(mirrored photo), [batch, n].
"""

import argparse
import math
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from torch import Tensor, nn

from safetensors_file import read_weights

sys.path.append(str(Path(__file__).resolve().parents[1] / "pytorch"))

from iresnet import WIDTHS  # noqa: E402
from nets import NETS, create_net  # noqa: E402

# Of the map that IResNet's fully connected layer spans.
LAST_CHANNELS = WIDTHS[-1]


class Mirrored(nn.Module):
    """Everything that embedding a photo takes, in one graph."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, images: Tensor) -> Tensor:
        pixels = images.permute(0, 3, 1, 2).to(torch.float32) / 127.5 - 1
        embeddings = self.net(torch.cat([pixels, pixels.flip(3)]))
        return embeddings[: images.shape[0]] + embeddings[images.shape[0] :]


def like(array: np.ndarray, tensor: Tensor) -> None:
    """Copies an array into a parameter or a buffer of its shape."""
    if tuple(array.shape) != tuple(tensor.shape):
        raise ValueError(f"Expected an array of shape {tuple(tensor.shape)} but received {array.shape}.")
    tensor.copy_(torch.from_numpy(array.copy()))


def fill(module: nn.Module, arrays: Iterator[np.ndarray]) -> None:
    """Takes the arrays of one layer, from our layout to PyTorch's."""
    if isinstance(module, nn.Conv2d):
        kernel = next(arrays)  # [height, width, inputs, outputs], depthwise [height, width, channels, 1]
        like(kernel.transpose((3, 2, 0, 1) if module.groups == 1 else (2, 3, 0, 1)), module.weight)
    elif isinstance(module, nn.Linear):
        kernel = next(arrays)  # [height * width * channels, outputs], row by row; PyTorch flattens channel by channel
        side = math.isqrt(kernel.shape[0] // LAST_CHANNELS)
        by_channel = kernel.reshape(side, side, LAST_CHANNELS, -1).transpose(3, 2, 0, 1)
        like(by_channel.reshape(kernel.shape[1], -1), module.weight)
        like(next(arrays), module.bias)
    elif isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
        if module.weight.requires_grad:  # otherwise the scale stays 1 on both sides
            like(next(arrays), module.weight)
        for tensor in (module.bias, module.running_mean, module.running_var):
            like(next(arrays), tensor)
    elif isinstance(module, nn.PReLU):
        like(next(arrays), module.weight)


def pad_far_side(module: nn.Module) -> None:
    """Gives convolutions of stride 2 TensorFlow's padding `same`: on an even map the one row and column are at the far side."""
    for name, child in module.named_children():
        if isinstance(child, nn.Conv2d) and child.stride == (2, 2):
            child.padding = (0, 0)
            setattr(module, name, nn.Sequential(nn.ZeroPad2d((0, 1, 0, 1)), child))
        else:
            pad_far_side(child)


def load_net(name: str, file: str) -> nn.Module:
    net = create_net(name, NETS[name].size).eval()
    arrays = iter(read_weights(file).values())
    with torch.no_grad():
        for module in net.modules():
            fill(module, arrays)
    if next(arrays, None) is not None:
        raise ValueError(f"Expected as many arrays as {name} has but received more ({file}).")
    if name == "mobilefacenet":
        pad_far_side(net)
    return net


def export(module: nn.Module, example: Tensor, file: Path) -> None:
    shapes = ({0: torch.export.Dim("batch", max=4096)},)
    torch.onnx.export(
        module,
        (example,),
        file,
        input_names=["images"],
        output_names=["embeddings"],
        dynamic_shapes=shapes,
        external_data=False,
        dynamo=True,
        verbose=False,
    )
    if any(node.op_type == "Pad" for node in onnx.load(file).graph.node):
        raise ValueError(f"Expected the padding within the convolutions but received a pass of its own ({file}).")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--net", choices=["mobilefacenet", "iresnet18"], required=True)
    parser.add_argument("--weights", required=True, help="safetensors file of packages/models")
    parser.add_argument("--out", required=True, help="folder for the two files")
    options = parser.parse_args()
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    net = load_net(options.net, options.weights)
    side = NETS[options.net].size
    export(net, torch.zeros(2, 3, side, side), out / "numpy.onnx")
    export(Mirrored(net).eval(), torch.zeros(2, side, side, 3, dtype=torch.uint8), out / "graph.onnx")


if __name__ == "__main__":
    main()
