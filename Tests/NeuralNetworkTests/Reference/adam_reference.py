"""Prints a parameter after three steps of PyTorch's Adam, AMSGrad and AdamW, for AdamTests.swift."""

import torch

GRADIENTS = [[0.5, -4, 0.1], [-0.25, 0.5, 0.3], [0.1, 0.1, -2]]

for name, make in [
    ("adam", lambda p: torch.optim.Adam(p, lr=0.1, weight_decay=0.05)),
    ("amsgrad", lambda p: torch.optim.Adam(p, lr=0.1, weight_decay=0.05, amsgrad=True)),
    ("adamW", lambda p: torch.optim.AdamW(p, lr=0.1, weight_decay=0.05)),
]:
    parameter = torch.nn.Parameter(torch.tensor([1.0, -2.0, 3.0]))
    optimizer = make([parameter])
    for gradient in GRADIENTS:
        parameter.grad = torch.tensor(gradient)
        optimizer.step()
    print(name, ["%.7f" % value for value in parameter.tolist()])
