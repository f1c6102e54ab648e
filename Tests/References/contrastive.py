#!/usr/bin/env python3
"""Reference values for the contrastive loss: python3 Tests/References/contrastive.py > Tests/References/contrastive.json

Needs torch. Implemented from the formulas in double precision: similarity by loops over label sets, the loss
as a weighted sum of exponentials, gradients by torch's autograd."""

import json
import math

import torch

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
N, M, D, K = 6, 4, 5, 4  # batch, queue, size, labels
CODES = ["positive", "negative", "uncertain", "unmentioned"]
STATUS = torch.randint(0, 4, (N + M, K))
STATUS[0] = 1  # two normals in the batch, one in the queue
STATUS[3] = 3
STATUS[7] = 1
STATUS[4] = STATUS[1]
CONTENT = [0, 1, 2, 0, 1, 3, 4, 0, 2, 5]  # equal numbers: reports that state the same


def rounded(*shape):
    """Numbers that are exact in single precision."""
    return torch.randn(*shape).float().double()


def vectors(kappa):
    value = {0: 1.0, 1: 0.0, 2: kappa, 3: 0.0}
    rows = [[value[int(c)] for c in row] for row in STATUS]
    return [row + [0.0 if any(row) else 1.0] for row in rows]


def graded():
    value = {0: 1.0, 1: -0.5, 2: 0.5, 3: 0.0}
    rows = [[value[int(c)] for c in row] for row in STATUS]
    return [row + [0.0 if any(v > 0 for v in row) else 1.0] for row in rows]


def cosine(a, b):
    return sum(x * y for x, y in zip(a, b)) / math.sqrt(sum(x * x for x in a) * sum(y * y for y in b))


def similarity(kind, kappa):
    p, g = vectors(kappa), graded()
    pair = {
        "none": lambda i, j: 0.0,
        "binary": lambda i, j: float(p[i] == p[j]),
        "cosine": lambda i, j: cosine(p[i], p[j]),
        "jaccard": lambda i, j: sum(map(min, p[i], p[j])) / sum(map(max, p[i], p[j])),
        "graded": lambda i, j: max(0.0, cosine(g[i], g[j])),
    }[kind]
    return torch.tensor([[pair(i, j) for j in range(N + M)] for i in range(N)])


def one_direction(anchors, candidates, S, content, c):
    s = anchors @ candidates.T / c["temperature"]
    rows, cols = s.shape
    S = S[:, :cols]
    if c["softPositives"]:
        S = S.clone()
        S[range(rows), range(rows)] = 1
        y = torch.softmax(S / c["temperature"], 1)
        return -(y * torch.log_softmax(s, 1)).sum(1).mean()
    keep = torch.ones(rows, cols)
    keep[range(rows), range(rows)] = 0
    if c["falseNegatives"] == "drop":
        for i in range(rows):
            for j in range(cols):
                if content[i] == content[j]:
                    keep[i, j] = 0
    if c["control"] == "constantWeight":
        S = torch.full((rows, cols), (S * keep).sum().item() / keep.sum().item())
    w = 1 + c["beta"] * S if c["weight"] == "linear" else torch.exp(c["beta"] * S)
    if c["weight"] == "hcl":
        w = w * torch.exp(c["hardness"] * s)
    w = w * keep
    if c["massNormalised"] or c["weight"] == "hcl":
        w = w * keep.sum(1, keepdim=True) / w.sum(1, keepdim=True)
    own = torch.exp(s.diagonal())
    return -torch.log(own / (own + (w * torch.exp(s)).sum(1))).mean()


def loss(z, t, queue, c):
    S = similarity(c["similarity"], c["uncertain"])
    z, t = (x / (x.norm(dim=1, keepdim=True) + 1e-16) for x in (z, t))
    zs, ts = (torch.cat([z, queue[0]]), torch.cat([t, queue[1]])) if c["queue"] else (z, t)
    image = one_direction(z, ts, S, CONTENT, c)
    if c["direction"] == "imageToText":
        return image
    return (image + one_direction(t, zs, S, CONTENT, c)) / 2


BASE = dict(similarity="cosine", weight="linear", beta=1.0, hardness=0.0, temperature=0.5, direction="symmetric",
            massNormalised=False, falseNegatives="keep", control="none", uncertain=1.0, softPositives=False, queue=False)
CHANGES = [
    {}, {"similarity": "none"}, {"similarity": "binary"}, {"similarity": "jaccard"}, {"similarity": "graded"},
    {"uncertain": 0.5}, {"uncertain": 0.0, "similarity": "jaccard"}, {"weight": "exp", "beta": 2.0},
    {"weight": "hcl", "beta": 1.5, "hardness": 0.5}, {"massNormalised": True, "beta": 4.0},
    {"falseNegatives": "drop"}, {"falseNegatives": "drop", "massNormalised": True}, {"softPositives": True},
    {"direction": "imageToText"}, {"direction": "imageToText", "similarity": "binary", "temperature": 1.0},
    {"temperature": 0.0625}, {"queue": True}, {"queue": True, "weight": "hcl", "hardness": 1.0},
    {"queue": True, "softPositives": True}, {"queue": True, "falseNegatives": "drop", "direction": "imageToText"},
    {"control": "constantWeight"}, {"control": "constantWeight", "falseNegatives": "drop", "queue": True, "beta": 8.0},
]


def heads():
    """Pooling, heads and loss on tokens, with every gradient."""
    B, S, T, E, P = 3, 4, 5, 6, 5
    memory, states = rounded(B, S, E).requires_grad_(), rounded(B, T, E).requires_grad_()
    mask = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 1, 0, 0, 0]]).double()
    weights = {}
    for head in ("image_head", "text_head"):
        for layer, size in (("linear1", E), ("linear2", P)):
            weights[f"{head}.{layer}.weight"] = rounded(P, size).requires_grad_()
            weights[f"{head}.{layer}.bias"] = rounded(P).requires_grad_()
    def project(head, x):
        x = torch.relu(x @ weights[f"{head}.linear1.weight"].T + weights[f"{head}.linear1.bias"])
        return x @ weights[f"{head}.linear2.weight"].T + weights[f"{head}.linear2.bias"]
    z = project("image_head", memory.mean(1))
    t = project("text_head", (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True))
    value = loss_of_three(z, t)
    value.backward()
    return {
        "memory": flat(memory), "states": flat(states), "mask": flat(mask), "loss": value.item(),
        "memoryGradient": flat(memory.grad), "statesGradient": flat(states.grad),
        "weights": {k: {"shape": list(v.shape), "values": flat(v), "gradient": flat(v.grad)}
                    for k, v in weights.items()},
    }


def loss_of_three(z, t):
    z, t = (x / (x.norm(dim=1, keepdim=True) + 1e-16) for x in (z, t))
    S = torch.tensor([[cosine(vectors(1.0)[i], vectors(1.0)[j]) for j in range(3)] for i in range(3)])
    return (one_direction(z, t, S, CONTENT, BASE) + one_direction(t, z, S.T, CONTENT, BASE)) / 2


def flat(x):
    return [float(v) for v in x.detach().reshape(-1)]


def main():
    z, t = rounded(N, D), rounded(N, D)
    queue = [x.float().double() for x in torch.nn.functional.normalize(rounded(2, M, D), dim=2)]
    cases = []
    for change in CHANGES:
        c = BASE | change
        a, b = z.clone().requires_grad_(), t.clone().requires_grad_()
        value = loss(a, b, queue, c)
        value.backward()
        cases.append({"settings": c, "loss": value.item(), "images": flat(a.grad), "texts": flat(b.grad)})
    print(json.dumps({
        "size": D, "images": flat(z), "texts": flat(t), "queueImages": flat(queue[0]), "queueTexts": flat(queue[1]),
        "contents": CONTENT, "statuses": [[CODES[int(c)] for c in row] for row in STATUS], "cases": cases, "heads": heads(),
    }))


main()
