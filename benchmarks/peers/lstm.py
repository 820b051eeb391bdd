"""A character model: 96 symbols, embedding 128, LSTM of 256, batch 32, 64 steps."""
import torch
from torch import nn
from torch.nn import functional as F


class Lstm(nn.Module):
    def __init__(self, symbols=96, embedding=128, hidden=256):
        super().__init__()
        self.embedding = nn.Embedding(symbols, embedding)
        self.lstm = nn.LSTM(embedding, hidden)
        self.head = nn.Linear(hidden, symbols)

    def forward(self, text):
        outputs, _ = self.lstm(self.embedding(text))
        return self.head(outputs)


def build():
    text = torch.randint(0, 96, (65, 32))
    return Lstm(), lambda m: F.cross_entropy(m(text[:-1]).flatten(0, 1), text[1:].flatten())
