"""Convolutions of 32 and 64 filters of 3 x 3, each with a pool, dense 128; batch 64 of 28 x 28 images."""
import torch
from torch import nn
from torch.nn import functional as F


def build():
    model = nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(64 * 7 * 7, 128), nn.ReLU(), nn.Linear(128, 10))
    images = torch.randn(64, 1, 28, 28)
    labels = torch.arange(64) % 10
    return model, lambda m: F.cross_entropy(m(images), labels)
