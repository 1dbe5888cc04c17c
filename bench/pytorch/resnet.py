"""The ResNet-50 of packages/models in PyTorch: torchvision's, with the stride on the 3×3 convolution ("v1.5")."""

from torch import Tensor, nn

# Table 1 of the paper: width of the 3×3 convolution, blocks, stride of the first one.
STAGES = [(64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)]
EXPANSION = 4


def convolution(inputs: int, outputs: int, kernel_size: int, stride: int = 1) -> list[nn.Module]:
    """Convolution and batch norm."""
    return [
        nn.Conv2d(inputs, outputs, kernel_size, stride, padding=kernel_size // 2, bias=False),
        nn.BatchNorm2d(outputs),
    ]


class Bottleneck(nn.Module):
    """Narrow, filter, widen: 1×1, 3×3, 1×1."""

    def __init__(self, inputs: int, width: int, stride: int) -> None:
        super().__init__()
        outputs = width * EXPANSION
        self.layers = nn.Sequential(
            *convolution(inputs, width, kernel_size=1),
            nn.ReLU(inplace=True),
            *convolution(width, width, kernel_size=3, stride=stride),
            nn.ReLU(inplace=True),
            *convolution(width, outputs, kernel_size=1),
        )
        self.shortcut = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(*convolution(inputs, outputs, kernel_size=1, stride=stride))
        self.activation = nn.ReLU(inplace=True)

    def forward(self, x: Tensor) -> Tensor:
        return self.activation(self.layers(x) + self.shortcut(x))


class ResNet50(nn.Module):
    """
    He et al. 2015, https://arxiv.org/abs/1512.03385: [batch, 3, size, size] -> [batch, embedding_size].

    Any size from 32 on, since the map is averaged before the fully connected layer. 23,508,032 parameters up to there
    and 262,528 behind it with 128 numbers an embedding.
    """

    def __init__(self, embedding_size: int = 128, size: int = 160) -> None:
        super().__init__()
        if size < 32:
            raise ValueError(f"Expected size, 32 or more, but received {size} (ResNet50).")
        inputs = 64
        layers = [*convolution(3, inputs, kernel_size=7, stride=2), nn.ReLU(inplace=True)]
        layers.append(nn.MaxPool2d(kernel_size=3, stride=2, padding=1))
        for width, blocks, stride in STAGES:
            for position in range(blocks):
                layers.append(Bottleneck(inputs, width, stride if position == 0 else 1))
                inputs = width * EXPANSION
        self.backbone = nn.Sequential(*layers)
        self.embedding = nn.Sequential(
            nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(inputs, embedding_size), nn.BatchNorm1d(embedding_size)
        )
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")

    def forward(self, images: Tensor) -> Tensor:
        return self.embedding(self.backbone(images))  # [batch, 2048, size/32, size/32] -> [batch, embedding_size]
