"""Runs the network of the orientation check in numpy with weights and a picture made by a formula, as a reference for
OrientationNetworkTests. Needs numpy.

Usage: orientation.py
"""

import numpy as np

SIZE, WIDTHS = 64, [8, 16, 32, 32]
TURNS = [0, 1, 2, 3]  # upright, turned to the left, upside down, turned to the right: quarter turns counterclockwise


def formula(name, shape, low=-1.0, high=1.0):
    """Numbers between low and high that differ by name and place."""
    start = sum(name.encode()) % 97
    places = np.arange(np.prod(shape), dtype=np.float64)
    return (low + (high - low) * ((places * 37 + start * 11) % 101) / 100).reshape(shape)


def layer(x, index, inputs, outputs):
    """x (inputs, H, W): 3 x 3 with stride 2 and a border of one, batch norm with running statistics, rectifier."""
    scope = f"layer{index}."
    weight = formula(scope + "convolution.weight", (outputs, inputs, 3, 3)) / np.sqrt(inputs)
    bias, mean = (formula(scope + "norm." + name, (outputs,)) for name in ("bias", "running_mean"))
    scale, variance = (formula(scope + "norm." + name, (outputs,), 0.5, 1.5) for name in ("weight", "running_var"))
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1)))
    side = x.shape[1] // 2
    y = np.zeros((outputs, side, side))
    for row in range(3):
        for column in range(3):
            part = padded[:, row : row + 2 * side : 2, column : column + 2 * side : 2]
            y += np.einsum("oi,ihw->ohw", weight[:, :, row, column], part)
    y = (y - mean[:, None, None]) / np.sqrt(variance + 1e-5)[:, None, None]
    return np.maximum(0, y * scale[:, None, None] + bias[:, None, None])


def score(picture):
    x, inputs = picture[None], 1
    for index, width in enumerate(WIDTHS):
        x, inputs = layer(x, index, inputs, width), width
    # The grid's positions one after the other, the channels of each together.
    grid = x.transpose(1, 2, 0).ravel()
    return grid @ formula("head.weight", (1, grid.size))[0] + formula("head.bias", (1,))[0]


rows, columns = np.mgrid[0:SIZE, 0:SIZE] / SIZE
picture = np.sin(5 * rows + 1) + np.cos(3 * columns * columns + rows)
scores = []
for is_mirrored in (False, True):
    for turn in TURNS:
        # If the picture lies in this orientation, undoing the turn and then the mirroring lays it upright.
        upright = np.rot90(picture, -turn)
        scores.append(score(upright[:, ::-1] if is_mirrored else upright))
print("scores", [round(float(value), 4) for value in scores])


def total(values):
    most = max(values)
    return most + np.log(np.sum(np.exp(np.array(values) - most)))


example = [2.0, -1.0, 0.5, -3.0, 1.5, -2.0, 0.25, -0.5]
print("turnMargin", total(example[1:4] + example[5:8]) - total([example[0], example[4]]))
print("mirrorMargin", example[4] - example[0])
