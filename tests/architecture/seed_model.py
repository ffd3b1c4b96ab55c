"""The seed example of the field: the gradient of `sum(w * w)` at `[[1.0]]` is `[[2.0]]`."""

import numpy as np


def loss(w):
    return np.sum(w * w)
