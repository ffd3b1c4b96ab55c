"""Greeks of many options at once: `python docs/examples/black_scholes.py`.

Each option's value depends on its own spot alone, so that the gradient of the portfolio's value
holds every delta and every vega, and the derivative of that gradient along ones every gamma. The
functions come from `generated/examples/`; gradgen itself is not imported here.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.stats import norm

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "generated" / "examples"))
from call_value_grad import call_value_grad
from call_value_grad_jvp import call_value_grad_jvp


def by_formula(
    spot: np.ndarray, strike: np.ndarray, volatility: np.ndarray, maturity: np.ndarray, rate: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Return delta, vega, gamma and rho from the textbook, to compare with."""
    deviation = volatility * np.sqrt(maturity)
    d1 = (np.log(spot / strike) + (rate + 0.5 * volatility**2) * maturity) / deviation
    vega = spot * norm.pdf(d1) * np.sqrt(maturity)
    gamma = norm.pdf(d1) / (spot * deviation)
    rho = np.sum(strike * maturity * np.exp(-rate * maturity) * norm.cdf(d1 - deviation))
    return norm.cdf(d1), vega, gamma, rho


def main() -> None:
    """Print a few of the greeks, and how far all of them are from the textbook's formulas."""
    rng = np.random.default_rng(0)
    n, rate = 100_000, 0.03
    spot = rng.uniform(80.0, 120.0, n)
    strike = rng.uniform(80.0, 120.0, n)
    volatility = rng.uniform(0.1, 0.5, n)
    maturity = rng.uniform(0.2, 2.0, n)
    arguments = spot, strike, volatility, maturity, rate

    delta, vega, rho = call_value_grad(*arguments)
    _, gamma = call_value_grad_jvp(*arguments, d_spot=np.ones(n))
    print("    spot   strike    delta     vega    gamma")
    for row in zip(spot[:5], strike[:5], delta, vega, gamma, strict=False):
        print("".join(f"{figure:9.4f}" for figure in row))
    print(f"rho of the portfolio: {rho:.1f}")

    expected = by_formula(*arguments)
    for name, ours, theirs in zip(
        ("delta", "vega", "gamma", "rho"), (delta, vega, gamma, rho), expected, strict=True
    ):
        error = np.max(np.abs(ours - theirs)) / np.max(np.abs(theirs))
        print(f"{name:<6} largest error {error:.1e} of the largest {name}")


if __name__ == "__main__":
    main()
