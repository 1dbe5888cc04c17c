"""The IResNet-18 of packages/models in PyTorch: the net of insightface's recipes (arcface_torch, iresnet.py)."""

from torch import Tensor, nn

# Outputs of each stage; its first block halves the map.
WIDTHS = [64, 128, 256, 512]
BLOCKS = 2


def convolution(inputs: int, outputs: int, kernel_size: int, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, kernel_size, stride, padding=kernel_size // 2, bias=False)


class Block(nn.Module):
    """Batch norm before the first convolution and none of it after the sum: section 3.3.2 of the ArcFace paper."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.BatchNorm2d(inputs),
            convolution(inputs, outputs, kernel_size=3),
            nn.BatchNorm2d(outputs),
            nn.PReLU(outputs),
            convolution(outputs, outputs, kernel_size=3, stride=stride),
            nn.BatchNorm2d(outputs),
        )
        self.shortcut = nn.Identity()
        if stride != 1 or inputs != outputs:
            self.shortcut = nn.Sequential(
                convolution(inputs, outputs, kernel_size=1, stride=stride), nn.BatchNorm2d(outputs)
            )

    def forward(self, x: Tensor) -> Tensor:
        return self.shortcut(x) + self.layers(x)


class IResNet18(nn.Module):
    """
    Deng et al. 2019, https://arxiv.org/abs/1801.07698: [batch, 3, size, size] -> [batch, embedding_size].

    size is a multiple of 16: the fully connected layer sees the whole map of size/16. The scale of the last batch norm
    stays 1. 24,025,088 trained parameters at size 112 with 512 numbers an embedding.
    """

    def __init__(self, embedding_size: int = 512, size: int = 112) -> None:
        super().__init__()
        if size < 16 or size % 16:
            raise ValueError(f"Expected size, a multiple of 16, but received {size} (IResNet18).")
        inputs = 64
        layers: list[nn.Module] = [convolution(3, inputs, kernel_size=3), nn.BatchNorm2d(inputs), nn.PReLU(inputs)]
        for outputs in WIDTHS:
            for position in range(BLOCKS):
                layers.append(Block(inputs, outputs, stride=2 if position == 0 else 1))
                inputs = outputs
        layers += [
            nn.BatchNorm2d(inputs),
            nn.Flatten(),
            nn.Linear(inputs * (size // 16) ** 2, embedding_size),
            nn.BatchNorm1d(embedding_size),
        ]
        self.layers = nn.Sequential(*layers)
        self.layers[-1].weight.requires_grad = False
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.normal_(module.weight, 0, 0.1)

    def forward(self, images: Tensor) -> Tensor:
        return self.layers(images)
