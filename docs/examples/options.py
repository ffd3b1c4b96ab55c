"""European call options after Black and Scholes, over arrays, in NumPy alone."""

import numpy as np
from jaxtyping import Float

# Hart's rational approximation of the tail of the normal law, highest power first.
TOP = (
    3.52624965998911e-02,
    0.700383064443688,
    6.37396220353165,
    33.912866078383,
    112.079291497871,
    221.213596169931,
    220.206867912376,
)
BOTTOM = (
    8.83883476483184e-02,
    1.75566716318264,
    16.064177579207,
    86.7807322029461,
    296.564248779674,
    637.333633378831,
    793.826512519948,
    440.413735824752,
)


def polynomial(coefficients: tuple[float, ...], x: Float[np.ndarray, "n"]):
    """Value of a polynomial by Horner's scheme."""
    value = coefficients[0] * np.ones_like(x)
    for k in range(1, len(coefficients)):
        value = value * x + coefficients[k]
    return value


def normal_cdf(x: Float[np.ndarray, "n"]):
    """Distribution function of the normal law."""
    size = np.abs(x)
    tail = np.exp(-0.5 * x**2) * polynomial(TOP, size) / polynomial(BOTTOM, size)
    return np.where(x > 0.0, 1.0 - tail, tail)


def call_value(
    spot: Float[np.ndarray, "n"],
    strike: Float[np.ndarray, "n"],
    volatility: Float[np.ndarray, "n"],
    maturity: Float[np.ndarray, "n"],
    rate: float,
):
    """Value of a portfolio of calls, one of each."""
    deviation = volatility * np.sqrt(maturity)
    d1 = (np.log(spot / strike) + (rate + 0.5 * volatility**2) * maturity) / deviation
    d2 = d1 - deviation
    discounted = strike * np.exp(-rate * maturity)
    return np.sum(spot * normal_cdf(d1) - discounted * normal_cdf(d2))
