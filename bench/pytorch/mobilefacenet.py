"""The MobileFaceNet of packages/models in PyTorch, layer by layer and in the same order of parameters."""

import torch
from torch import Tensor, nn


def block(inputs: int, outputs: int, kernel_size: int, stride: int = 1, depthwise: bool = False) -> nn.Sequential:
    """Convolution, batch norm, PReLU with a slope for each channel."""
    groups = inputs if depthwise else 1
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel_size, stride, padding=kernel_size // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outputs),
        nn.PReLU(outputs),
    )


class Bottleneck(nn.Module):
    """Inverted residual: widen, filter each channel, narrow without activation (https://arxiv.org/abs/1801.04381)."""

    def __init__(self, inputs: int, outputs: int, width: int, stride: int) -> None:
        super().__init__()
        self.residual = stride == 1 and inputs == outputs
        self.layers = nn.Sequential(
            block(inputs, width, kernel_size=1),
            block(width, width, kernel_size=3, stride=stride, depthwise=True),
            nn.Conv2d(width, outputs, kernel_size=1, bias=False),
            nn.BatchNorm2d(outputs),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.layers(x) if self.residual else self.layers(x)


# Table 1 of the paper: outputs, width, stride, repeats.
STAGES = [(64, 128, 2, 1), (64, 128, 1, 4), (128, 256, 2, 1), (128, 256, 1, 6), (128, 512, 2, 1), (128, 256, 1, 2)]


class MobileFaceNet(nn.Module):
    """
    Chen et al. 2018, https://arxiv.org/abs/1804.07573: [batch, 3, size, size] -> [batch, embedding_size].

    size is a multiple of 16: the last depthwise convolution covers the whole map of size/16. Every batch norm, the last
    one too, has a scale and an offset: 1,003,136 parameters at size 112.
    """

    def __init__(self, embedding_size: int = 128, size: int = 112) -> None:
        super().__init__()
        if size < 16 or size % 16:
            raise ValueError(f"Expected size, a multiple of 16, but received {size} (MobileFaceNet).")
        layers: list[nn.Module] = [block(3, 64, kernel_size=3, stride=2), block(64, 64, kernel_size=3, depthwise=True)]
        inputs = 64
        for outputs, width, stride, repeats in STAGES:
            for _ in range(repeats):
                layers.append(Bottleneck(inputs, outputs, width, stride))
                inputs = outputs
        layers += [
            block(inputs, 512, kernel_size=1),
            nn.Conv2d(512, 512, kernel_size=size // 16, groups=512, bias=False),
            nn.BatchNorm2d(512),
            nn.Conv2d(512, embedding_size, kernel_size=1, bias=False),
            nn.BatchNorm2d(embedding_size),
        ]
        self.layers = nn.Sequential(*layers)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out")

    def forward(self, images: Tensor) -> Tensor:
        return torch.flatten(self.layers(images), 1)  # [batch, n, 1, 1] -> [batch, n]
