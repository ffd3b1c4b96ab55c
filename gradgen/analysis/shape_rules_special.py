"""Shapes of what functions of SciPy give that are not elementwise."""

from __future__ import annotations

from gradgen.analysis.shape_rules import FALSE, apply_elementwise, shape_rule
from gradgen.analysis.shape_rules_reductions import reduce
from gradgen.analysis.shape_tools import as_array, elementwise
from gradgen.analysis.values import NO_FACTS, NONE, Info, constant, replace

COMPLEX = "lambertw wofz hankel1 hankel1e hankel2 hankel2e h1vp h2vp"
"""Functions of one result that are complex for real arguments."""

SEVERAL = {
    2: """fresnel sici shichi itj0y0 iti0k0 it2j0y0 it2i0k0 pbdv pbvv pbwa mathieu_cem mathieu_sem
        mathieu_modcem1 mathieu_modcem2 mathieu_modsem1 mathieu_modsem2 pro_ang1 pro_ang1_cv
        pro_rad1 pro_rad1_cv obl_ang1 obl_ang1_cv obl_rad1 obl_rad1_cv""",
    4: "airy airye itairy ellipj",
}
"""Functions with several results of the shape that their arguments broadcast to."""


def _floating(*operands: Info) -> Info:
    return apply_elementwise("scipy.special.floating", operands, {})


@shape_rule("scipy.special.logsumexp")
def logsumexp(a: Info, axis: Info = NONE, b: Info = NONE, keepdims: Info = FALSE) -> Info:
    """Return what is known of a log of a sum of exponentials."""
    whole = _floating(as_array(a)) if b is NONE else _floating(as_array(a), as_array(b))
    return reduce(whole, axis, keepdims, whole.dtype)


@shape_rule("scipy.special.softmax", "scipy.special.log_softmax")
def softmax(x: Info, axis: Info = NONE) -> Info:
    """Return what is known of a softmax: the shape of its argument."""
    return _floating(as_array(x))


@shape_rule("helper.slope_of_log")
def slope_of_log(a: Info, b: Info) -> Info:
    """Return what is known of a quotient."""
    return _floating(a, b)


@shape_rule(*(f"scipy.special.{name}" for name in COMPLEX.split()))
def complex_valued(*operands: Info, **options: Info) -> Info:
    """Return what is known of a function that is complex for real arguments."""
    return replace(elementwise(operands, None), dtype="complex", dtype_facts=NO_FACTS)


def _enter_pairs() -> None:
    """Enter the functions that give several results of one shape."""
    for count, names in SEVERAL.items():

        def rule(*operands: Info, count: int = count) -> Info:
            return Info(kind="tuple", items=(_floating(*operands),) * count)

        shape_rule(*(f"scipy.special.{name}" for name in names.split()))(rule)


_enter_pairs()

_NORMAL, _DIRICHLET = "scipy.stats.multivariate_normal", "scipy.stats.dirichlet"


@shape_rule(f"{_NORMAL}.logpdf", f"{_NORMAL}.pdf")
def normal_density(x: Info, mean: Info = NONE, cov: Info = NONE) -> Info:
    """Return what is known of the densities at points along the last axis."""
    x = as_array(x)
    return reduce(x, constant(-1), FALSE, _floating(x).dtype)


@shape_rule(f"{_DIRICHLET}.logpdf", f"{_DIRICHLET}.pdf")
def dirichlet_density(x: Info, alpha: Info) -> Info:
    """Return what is known of the densities at points along the first axis."""
    x = as_array(x)
    return reduce(x, constant(0), FALSE, _floating(x).dtype)


@shape_rule("helper.normal_dual")
def normal_dual(x: Info, mean: Info, cov: Info) -> Info:
    """Return what is known of the solutions for points along the last axis."""
    return _floating(as_array(x), as_array(mean))


@shape_rule("helper.times_points")
def times_points(grad: Info, dual: Info) -> Info:
    """Return what is known of points times numbers."""
    return _floating(dual)


@shape_rule("helper.normal_grad_cov")
def normal_grad_cov(grad: Info, dual: Info, cov: Info) -> Info:
    """Return what is known of the adjoint of a matrix."""
    return _floating(as_array(cov))


@shape_rule("helper.normal_tangent_cov")
def normal_tangent_cov(d_cov: Info, dual: Info, cov: Info) -> Info:
    """Return what is known of a tangent for each point."""
    return normal_density(dual)
