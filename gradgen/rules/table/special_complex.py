"""Functions of `scipy.special` of complex numbers, and those that are complex for real ones.

The convention is that of `complex.py`: a holomorphic function has one rule for both.
"""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef

from gradgen.rules.registry import elementwise, holomorphic

ORDER = "the derivative by the order has no closed form"

HOLOMORPHIC = """
    gamma loggamma rgamma erf erfc erfcx erfi dawsn ndtr log_ndtr expm1 log1p jv jn yv iv kv jvp yvp
    ivp kvp hyp0f1 hyp1f1 hyp2f1 exp1 expi wofz lambertw wrightomega hankel1 hankel1e hankel2
    hankel2e h1vp h2vp sici fresnel airy spherical_jn spherical_yn spherical_in spherical_kn
    elliprc elliprd elliprf eval_legendre eval_chebyt eval_chebyu eval_jacobi eval_gegenbauer
    eval_laguerre eval_genlaguerre
"""
holomorphic(" ".join(f"scipy.special.{name}" for name in HOLOMORPHIC.split()))

elementwise("complex.scipy.special.spence(x) -> y", x="np.log(x) / (1.0 - x)", domain="x != 1")
elementwise(
    "scipy.special.lambertw(z, k=0, tol=1e-08) -> y",
    z="np.exp(-y) / (1.0 + y)",
    domain="z off the cut",
)
elementwise("scipy.special.wofz(z) -> y", z="2.0 * (1j * np.pi**-0.5 - z * y)")
for name in ("hankel1", "hankel2"):
    call = f"scipy.special.{name}"
    elementwise(
        f"{call}(v: option, z) -> y",
        z=f"0.5 * ({call}(v - 1, z) - {call}(v + 1, z))",
        domain="z off the cut",
        why_option=ORDER,
    )
    sign = "-" if name == "hankel1" else "+"
    elementwise(
        f"{call}e(v: option, z) -> y",
        z=f"0.5 * ({call}e(v - 1, z) - {call}e(v + 1, z)) {sign} 1j * y",
        domain="z off the cut",
        why_option=ORDER,
    )
for name in ("h1vp", "h2vp"):
    elementwise(
        f"scipy.special.{name}(v: option, z, n=1) -> y",
        z=f"scipy.special.{name}(v, z, n + 1)",
        domain="z off the cut",
        why_option=ORDER,
    )
