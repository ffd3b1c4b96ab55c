"""Special functions of physics and engineering, integrals of samples, filters."""

import numpy as np
import scipy.special
from jaxtyping import Float
from scipy import special
from scipy.integrate import cumulative_trapezoid, simpson
from scipy.signal import convolve, fftconvolve
from scipy.spatial.distance import cdist
from scipy.special import ellipe, ellipk, j0, jv, lambertw, spherical_jn


def drum_mode(amplitudes: Float[np.ndarray, "n"], radius: float, width: float):
    total = 0.0
    for m in range(len(amplitudes)):
        total = total + amplitudes[m] * jv(m, radius * width)
    return total * j0(width)


def wave_guide(k: Float[np.ndarray, "n"], radius: float):
    inside = scipy.special.j1(k * radius) / scipy.special.k1(k * radius)
    return np.sum(inside**2) + np.sum(spherical_jn(2, k))


def pendulum_period(length: float, angle: float):
    m = np.sin(0.5 * angle) ** 2
    return 4.0 * np.sqrt(length / 9.81) * ellipk(m)


def ellipse_perimeter(a: float, b: float):
    return 4.0 * a * ellipe(1.0 - (b / a) ** 2)


def solar_cell(current: Float[np.ndarray, "n"], resistance: float):
    """The voltage of a diode with a resistance in series, by the Lambert function."""
    w = lambertw(resistance * np.exp(current))
    return np.sum(current - w.real) / resistance


def line_shape(x: Float[np.ndarray, "n"], width: float, decay: float):
    return np.sum(special.voigt_profile(x, width, decay) ** 2)


def legendre_series(c: Float[np.ndarray, "n"], x: Float[np.ndarray, "m"]):
    y = np.zeros_like(x)
    for n in range(len(c)):
        y = y + c[n] * special.eval_legendre(n, x)
    return np.sum(y**2)


def edge_diffraction(z: Float[np.ndarray, "n"]):
    s, c = special.fresnel(z)
    return np.sum((s + 0.5) ** 2 + (c + 0.5) ** 2)


def airy_beam(x: Float[np.ndarray, "n"], decay: float):
    return np.sum(special.airy(x)[0] * np.exp(decay * x))


def work(force: Float[np.ndarray, "n"], step: float):
    return simpson(force, dx=step) ** 2


def energy_used(power: Float[np.ndarray, "n"], t: Float[np.ndarray, "n"]):
    return simpson(power**2, x=t)


def path_length(speed: Float[np.ndarray, "n"], t: Float[np.ndarray, "n"]):
    travelled = cumulative_trapezoid(speed, t, initial=0)
    return np.sum(travelled**2)


def blurred(image: Float[np.ndarray, "n m"], kernel: Float[np.ndarray, "k l"]):
    smooth = convolve(image, kernel, mode="same")
    return np.sum((smooth - image) ** 2)


def matched_filter(signal: Float[np.ndarray, "n"], pulse: Float[np.ndarray, "k"]):
    return np.sum(fftconvolve(signal, pulse) ** 3)


def kernel_energy(x: Float[np.ndarray, "n d"], centres: Float[np.ndarray, "k d"], width: float):
    return np.sum(np.exp(-cdist(x, centres, "sqeuclidean") / width))


def soft_threshold_dose(dose: Float[np.ndarray, "n"], slope: float):
    """A response that saturates, and its entropy."""
    p = special.expit(slope * dose)
    return np.sum(special.entr(p)) + np.sum(special.rel_entr(p, 0.5))
