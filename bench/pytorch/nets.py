"""The nets that step.py can time, each with the batch and the image size that the bench quotes."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import nn

from iresnet import IResNet18
from mobilefacenet import MobileFaceNet
from resnet import ResNet50


@dataclass(frozen=True)
class Net:
    """A net: create(embedding_size, size) maps [batch, 3, size, size] to [batch, embedding_size]."""

    create: Callable[[int, int], nn.Module]
    embedding_size: int
    batch: int
    size: int
    parameters: int  # trained ones, at that size


NETS = {
    "mobilefacenet": Net(MobileFaceNet, embedding_size=128, batch=64, size=112, parameters=1_003_136),
    "iresnet18": Net(IResNet18, embedding_size=512, batch=32, size=112, parameters=24_025_088),
    "resnet50": Net(ResNet50, embedding_size=128, batch=16, size=160, parameters=23_770_560),
}


def count_parameters(module: nn.Module) -> int:
    """Numbers that training changes."""
    return sum(parameter.numel() for parameter in module.parameters() if parameter.requires_grad)


def create_net(name: str, size: int) -> nn.Module:
    """The net of that name; an error when it has not as many parameters as its counterpart in packages/models."""
    net = NETS[name]
    module = net.create(net.embedding_size, size)
    count = count_parameters(module)
    if size == net.size and count != net.parameters:
        raise ValueError(f"Expected {net.parameters} parameters but received {count} ({name}).")
    return module
