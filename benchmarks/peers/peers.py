"""PyTorch's side of the comparison: trains one model a few steps whenever it is told to, and says how long each phase took.

Reads lines "MODEL STEPS" and answers each with one line of JSON: milliseconds of the forward pass, the backward pass and the
optimizer's step, a list of each. Between lines it waits, so that the other side has the machine for itself.
"""
import json
import sys
import time

import torch

import cnn
import gpt
import lstm
import mlp

MODELS = {"mlp": mlp.build, "cnn": cnn.build, "lstm": lstm.build, "gpt": gpt.build}


class Training:
    """A model with its loss on one made-up batch, and Adam."""

    def __init__(self, name):
        torch.manual_seed(1)
        self.model, self.loss = MODELS[name]()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3)

    def step(self):
        start = time.perf_counter()
        loss = self.loss(self.model)
        forward_done = time.perf_counter()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        backward_done = time.perf_counter()
        self.optimizer.step()
        done = time.perf_counter()
        return [1e3 * (b - a) for a, b in ((start, forward_done), (forward_done, backward_done), (backward_done, done))]


def main():
    torch.set_num_threads(int(sys.argv[1]))
    trainings = {}
    print(json.dumps({"version": torch.__version__, "threads": torch.get_num_threads()}), flush=True)
    for line in sys.stdin:
        name, steps = line.split()
        if name not in trainings:
            trainings[name] = Training(name)
        phases = zip(*(trainings[name].step() for _ in range(int(steps))))
        print(json.dumps(dict(zip(("forward", "backward", "optimizer"), map(list, phases)))), flush=True)


if __name__ == "__main__":
    main()
