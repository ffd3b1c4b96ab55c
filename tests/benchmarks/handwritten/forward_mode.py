"""By hand: forward mode. The tangent of `v` is `d_v`, computed beside it."""

import numpy as np


def kinetic_jvp(q, m, *, d_q):
    """Directional derivative of `kinetic` along `d_q`.

    Returns
    -------
    out : value of `kinetic`
    d_out : its derivative along `d_q`
    """
    v = np.diff(q)
    d_v = np.diff(d_q)
    out = 0.5 * np.sum(m[1:] * v**2)
    d_out = np.sum(m[1:] * v * d_v)
    return out, d_out
