"""Mathieu and spheroidal wave functions of `scipy.special`, in the argument.

Each gives a solution of an equation of second order with its derivative, so the slope of the
second result is what the equation says. NIST Digital Library of Mathematical Functions
(https://dlmf.nist.gov), 28.2, 28.20 (Mathieu) and 30.2 (spheroidal).
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, F811, F821

from gradgen.rules.registry import adjoint, refused, tangent

ORDER = "the derivative by orders and parameters has no closed form"

# Of an angle in degrees: `y'' = (2 * q * cos(2 * x) - a) * y`


@adjoint("scipy.special.mathieu_cem(m: option, q: option, x) -> (v, vp)", why_option=ORDER)
def mathieu_cem(v, vp, m, q, x):
    second = (2.0 * q * np.cos(np.pi / 90.0 * x) - scipy.special.mathieu_a(m, q)) * v
    grad[x] += unbroadcast(np.pi / 180.0 * grad[v] * vp, x)
    grad[x] += unbroadcast(np.pi / 180.0 * grad[vp] * second, x)


@tangent("scipy.special.mathieu_cem(m: option, q: option, x) -> (v, vp)")
def mathieu_cem(v, vp, m, q, x):
    second = (2.0 * q * np.cos(np.pi / 90.0 * x) - scipy.special.mathieu_a(m, q)) * v
    d[v] = np.pi / 180.0 * vp * d[x]
    d[vp] = np.pi / 180.0 * second * d[x]


@adjoint("scipy.special.mathieu_sem(m: option, q: option, x) -> (v, vp)", why_option=ORDER)
def mathieu_sem(v, vp, m, q, x):
    second = (2.0 * q * np.cos(np.pi / 90.0 * x) - scipy.special.mathieu_b(m, q)) * v
    grad[x] += unbroadcast(np.pi / 180.0 * grad[v] * vp, x)
    grad[x] += unbroadcast(np.pi / 180.0 * grad[vp] * second, x)


@tangent("scipy.special.mathieu_sem(m: option, q: option, x) -> (v, vp)")
def mathieu_sem(v, vp, m, q, x):
    second = (2.0 * q * np.cos(np.pi / 90.0 * x) - scipy.special.mathieu_b(m, q)) * v
    d[v] = np.pi / 180.0 * vp * d[x]
    d[vp] = np.pi / 180.0 * second * d[x]


# The modified ones: `y'' = (a - 2 * q * cosh(2 * x)) * y`
EVEN, ODD = "scipy.special.mathieu_modcem", "scipy.special.mathieu_modsem"


@adjoint(f"{EVEN}1(m: option, q: option, x) -> (v, vp)", also=[f"{EVEN}2"], why_option=ORDER)
def mathieu_modcem(v, vp, m, q, x):
    second = (scipy.special.mathieu_a(m, q) - 2.0 * q * np.cosh(2.0 * x)) * v
    grad[x] += unbroadcast(grad[v] * vp, x)
    grad[x] += unbroadcast(grad[vp] * second, x)


@tangent(f"{EVEN}1(m: option, q: option, x) -> (v, vp)", also=[f"{EVEN}2"])
def mathieu_modcem(v, vp, m, q, x):
    d[v] = vp * d[x]
    d[vp] = (scipy.special.mathieu_a(m, q) - 2.0 * q * np.cosh(2.0 * x)) * v * d[x]


@adjoint(f"{ODD}1(m: option, q: option, x) -> (v, vp)", also=[f"{ODD}2"], why_option=ORDER)
def mathieu_modsem(v, vp, m, q, x):
    second = (scipy.special.mathieu_b(m, q) - 2.0 * q * np.cosh(2.0 * x)) * v
    grad[x] += unbroadcast(grad[v] * vp, x)
    grad[x] += unbroadcast(grad[vp] * second, x)


@tangent(f"{ODD}1(m: option, q: option, x) -> (v, vp)", also=[f"{ODD}2"])
def mathieu_modsem(v, vp, m, q, x):
    d[v] = vp * d[x]
    d[vp] = (scipy.special.mathieu_b(m, q) - 2.0 * q * np.cosh(2.0 * x)) * v * d[x]


# Prolate ones: `(1 - x**2) * w'' = 2 * x * w' - (cv - c**2 * x**2 - m**2 / (1 - x**2)) * w`
PROLATE = ("scipy.special.pro_ang1", "scipy.special.pro_rad1")
_TAIL = "(m: option, n: option, c: option, x) -> (v, vp)"
_TAIL_CV = "_cv(m: option, n: option, c: option, cv: option, x) -> (v, vp)"


@adjoint(PROLATE[0] + _TAIL, also=[PROLATE[1]], why_option=ORDER)
def prolate(v, vp, m, n, c, x):
    gap = 1.0 - x**2
    weight = scipy.special.pro_cv(m, n, c) - c**2 * x**2 - m**2 / gap
    grad[x] += unbroadcast(grad[v] * vp, x)
    grad[x] += unbroadcast(grad[vp] * (2.0 * x * vp - weight * v) / gap, x)


@tangent(PROLATE[0] + _TAIL, also=[PROLATE[1]])
def prolate(v, vp, m, n, c, x):
    gap = 1.0 - x**2
    weight = scipy.special.pro_cv(m, n, c) - c**2 * x**2 - m**2 / gap
    d[v] = vp * d[x]
    d[vp] = (2.0 * x * vp - weight * v) / gap * d[x]


@adjoint(PROLATE[0] + _TAIL_CV, also=[f"{PROLATE[1]}_cv"], why_option=ORDER)
def prolate_cv(v, vp, m, n, c, cv, x):
    gap = 1.0 - x**2
    weight = cv - c**2 * x**2 - m**2 / gap
    grad[x] += unbroadcast(grad[v] * vp, x)
    grad[x] += unbroadcast(grad[vp] * (2.0 * x * vp - weight * v) / gap, x)


@tangent(PROLATE[0] + _TAIL_CV, also=[f"{PROLATE[1]}_cv"])
def prolate_cv(v, vp, m, n, c, cv, x):
    gap = 1.0 - x**2
    weight = cv - c**2 * x**2 - m**2 / gap
    d[v] = vp * d[x]
    d[vp] = (2.0 * x * vp - weight * v) / gap * d[x]


# Oblate ones, of an angle: the same with `-c**2`


@adjoint(f"scipy.special.obl_ang1{_TAIL}", why_option=ORDER)
def oblate_angular(v, vp, m, n, c, x):
    gap = 1.0 - x**2
    weight = scipy.special.obl_cv(m, n, c) + c**2 * x**2 - m**2 / gap
    grad[x] += unbroadcast(grad[v] * vp, x)
    grad[x] += unbroadcast(grad[vp] * (2.0 * x * vp - weight * v) / gap, x)


@tangent(f"scipy.special.obl_ang1{_TAIL}")
def oblate_angular(v, vp, m, n, c, x):
    gap = 1.0 - x**2
    weight = scipy.special.obl_cv(m, n, c) + c**2 * x**2 - m**2 / gap
    d[v] = vp * d[x]
    d[vp] = (2.0 * x * vp - weight * v) / gap * d[x]


@adjoint(f"scipy.special.obl_ang1{_TAIL_CV}", why_option=ORDER)
def oblate_angular_cv(v, vp, m, n, c, cv, x):
    gap = 1.0 - x**2
    weight = cv + c**2 * x**2 - m**2 / gap
    grad[x] += unbroadcast(grad[v] * vp, x)
    grad[x] += unbroadcast(grad[vp] * (2.0 * x * vp - weight * v) / gap, x)


@tangent(f"scipy.special.obl_ang1{_TAIL_CV}")
def oblate_angular_cv(v, vp, m, n, c, cv, x):
    gap = 1.0 - x**2
    weight = cv + c**2 * x**2 - m**2 / gap
    d[v] = vp * d[x]
    d[vp] = (2.0 * x * vp - weight * v) / gap * d[x]


# Of a distance: `(1 + x**2) * w'' = (cv - c**2 * x**2 - m**2 / (1 + x**2)) * w - 2 * x * w'`


@adjoint(f"scipy.special.obl_rad1{_TAIL}", why_option=ORDER)
def oblate_radial(v, vp, m, n, c, x):
    gap = 1.0 + x**2
    weight = scipy.special.obl_cv(m, n, c) - c**2 * x**2 - m**2 / gap
    grad[x] += unbroadcast(grad[v] * vp, x)
    grad[x] += unbroadcast(grad[vp] * (weight * v - 2.0 * x * vp) / gap, x)


@tangent(f"scipy.special.obl_rad1{_TAIL}")
def oblate_radial(v, vp, m, n, c, x):
    gap = 1.0 + x**2
    weight = scipy.special.obl_cv(m, n, c) - c**2 * x**2 - m**2 / gap
    d[v] = vp * d[x]
    d[vp] = (weight * v - 2.0 * x * vp) / gap * d[x]


@adjoint(f"scipy.special.obl_rad1{_TAIL_CV}", why_option=ORDER)
def oblate_radial_cv(v, vp, m, n, c, cv, x):
    gap = 1.0 + x**2
    weight = cv - c**2 * x**2 - m**2 / gap
    grad[x] += unbroadcast(grad[v] * vp, x)
    grad[x] += unbroadcast(grad[vp] * (weight * v - 2.0 * x * vp) / gap, x)


@tangent(f"scipy.special.obl_rad1{_TAIL_CV}")
def oblate_radial_cv(v, vp, m, n, c, cv, x):
    gap = 1.0 + x**2
    weight = cv - c**2 * x**2 - m**2 / gap
    d[v] = vp * d[x]
    d[vp] = (weight * v - 2.0 * x * vp) / gap * d[x]


refused(
    "scipy.special.pro_rad2 scipy.special.pro_rad2_cv scipy.special.obl_rad2"
    " scipy.special.obl_rad2_cv",
    "its second result, which SciPy gives as the slope of the first, is so in a part of the domain"
    " only",
    "integrate the equation that it solves",
)
