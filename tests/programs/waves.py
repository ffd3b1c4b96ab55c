"""Waves, circuits and spectra: real functions that go through complex numbers."""

from __future__ import annotations

import cmath

import numpy as np
from numpy.fft import irfft, rfft


def interference(x: "Float[np.ndarray, 'n']", wave_number: float):
    wave = np.exp(1j * wave_number * x) + 0.5 * np.exp(-2j * x)
    return np.abs(np.sum(wave * x)) ** 2


def impedance(frequencies, resistance, inductance, capacitance, measured):
    omega = 2.0 * np.pi * frequencies
    z = resistance + 1j * omega * inductance + 1.0 / (1j * omega * capacitance)
    return np.sum((np.abs(z) - measured) ** 2) + np.sum(np.angle(z) ** 2)


def split_step(psi, potential, dt):
    state = psi + 0j
    k = 2.0 * np.pi * np.fft.fftfreq(len(psi))
    for _ in range(3):
        state = state * np.exp(-0.5j * dt * potential)
        state = np.fft.ifft(np.exp(-0.5j * dt * k**2) * np.fft.fft(state))
        state = state * np.exp(-0.5j * dt * potential)
    position = np.arange(len(psi))
    return np.sum(position * np.abs(state) ** 2)


def spectral_loss(signal: "Float[np.ndarray, 'n']", gains: "Float[np.ndarray, 'k']"):
    spectrum = np.fft.rfft(signal)
    filtered = np.fft.irfft(spectrum * gains, len(signal))
    return np.sum(filtered**2) + np.sum(np.abs(spectrum))


def autocorrelation(x):
    padded = np.concatenate([x, np.zeros(len(x))])
    spectrum = rfft(padded)
    return irfft(spectrum * spectrum.conj())[1]


def expectation(a: "Float[np.ndarray, 'n n']", x: "Float[np.ndarray, 'n']"):
    hermitian = a + a.T + 1j * (a - a.T)
    state = x + 1j * x[::-1]
    state = state / np.sqrt(np.vdot(state, state).real)
    return np.vdot(state, hermitian @ state).real


def iterated_map(x, steps):
    z = 0.0 + 0.0j
    total = 0.0
    for k in range(steps):
        z = z * z + (x[0] + 1j * x[1])
        if abs(z) > 2.0:
            break
        total = total + z.real * z.imag
    return total + abs(z)


def grown_phase(x):
    psi = np.zeros(len(x), dtype=complex)
    psi[:] = x
    psi *= np.exp(1j * x)
    psi[1:] += psi[:-1] * 0.3j
    return np.real(np.vdot(psi, psi)) + np.vdot(psi, x).imag


def twist(z, angle):
    return z * np.exp(1j * angle)


def polygon_area(radii: "Float[np.ndarray, 'n']"):
    corners = [radii[k] * np.exp(2j * np.pi * k / 5) for k in range(5)]
    corners = [twist(corner, 0.1) for corner in corners]
    area = 0.0
    for k in range(5):
        area += 0.5 * (corners[k - 1].conjugate() * corners[k]).imag
    return area


def phase_of_parts(x, y):
    z = x + 1j * y
    magnitude, phase = np.abs(z), np.angle(z)
    if np.sum(magnitude) > 1e9:
        z = x
    return np.sum(magnitude * phase) + np.sum(z.imag * z.real)


def mode_energies(image: "Float[np.ndarray, 'n m']"):
    modes = np.fft.fftshift(np.fft.fft2(image, norm="ortho"))
    return np.sum(np.abs(modes[1:]) ** 2) - np.sum(np.log(1.0 + np.abs(modes)))


def solved_circuit(g: "Float[np.ndarray, 'n n']", c: "Float[np.ndarray, 'n n']", omega: float):
    admittance = g + 1j * omega * c
    voltage = np.linalg.solve(admittance, np.ones(len(g)))
    return np.abs(voltage[0]) + voltage[-1].imag


def constant_phase(x):
    turn = cmath.exp(0.3j)
    return (turn * x * x).real + abs(turn * x)


def oscillation(x):
    z = 0.0
    for k in range(len(x)):
        z = z + x[k] * np.exp(1j * k)
    return z


def size_of(z):
    return abs(z) + z.imag


def parts_of_a_sum(x):
    z = oscillation(x)
    pair = (z, x[0])
    return size_of(pair[0]) * pair[1] + size_of(x[1])
