"""What `scipy.special` has beside functions of real numbers that move."""

from gradgen.rules.registry import constant, refused

constant(
    "scipy.special.round scipy.special.gammasgn",
    "a step function: flat between its jumps",
)
constant(
    "scipy.special.geterr scipy.special.seterr scipy.special.errstate"
    " scipy.special.SpecialFunctionWarning scipy.special.SpecialFunctionError",
    "it is about warnings, not about numbers",
    pure=False,
)
constant(
    "scipy.special.ai_zeros scipy.special.bei_zeros scipy.special.beip_zeros"
    " scipy.special.ber_zeros scipy.special.berp_zeros scipy.special.bi_zeros"
    " scipy.special.erf_zeros scipy.special.fresnel_zeros scipy.special.fresnelc_zeros"
    " scipy.special.fresnels_zeros scipy.special.jn_zeros scipy.special.jnjnp_zeros"
    " scipy.special.jnp_zeros scipy.special.jnyn_zeros scipy.special.kei_zeros"
    " scipy.special.keip_zeros scipy.special.kelvin_zeros scipy.special.ker_zeros"
    " scipy.special.kerp_zeros scipy.special.y0_zeros scipy.special.y1_zeros"
    " scipy.special.y1p_zeros scipy.special.yn_zeros scipy.special.ynp_zeros",
    "a table of zeros, of a whole order and number",
)
constant(
    "scipy.special.bernoulli scipy.special.euler scipy.special.stirling2",
    "defined on integers",
)
constant(
    "scipy.special.legendre scipy.special.chebyt scipy.special.chebyu scipy.special.chebyc"
    " scipy.special.chebys scipy.special.laguerre scipy.special.hermite"
    " scipy.special.hermitenorm scipy.special.sh_legendre scipy.special.sh_chebyt"
    " scipy.special.sh_chebyu",
    "the coefficients of a polynomial of a whole degree",
)
constant(
    "scipy.special.roots_legendre scipy.special.roots_chebyt scipy.special.roots_chebyu"
    " scipy.special.roots_chebyc scipy.special.roots_chebys scipy.special.roots_laguerre"
    " scipy.special.roots_hermite scipy.special.roots_hermitenorm"
    " scipy.special.roots_sh_legendre scipy.special.roots_sh_chebyt"
    " scipy.special.roots_sh_chebyu scipy.special.p_roots scipy.special.t_roots"
    " scipy.special.u_roots scipy.special.c_roots scipy.special.s_roots scipy.special.l_roots"
    " scipy.special.h_roots scipy.special.he_roots scipy.special.ps_roots"
    " scipy.special.ts_roots scipy.special.us_roots",
    "nodes and weights of a rule of quadrature, of a whole number of them",
)
refused(
    "scipy.special.roots_jacobi scipy.special.roots_genlaguerre scipy.special.roots_gegenbauer"
    " scipy.special.roots_sh_jacobi scipy.special.j_roots scipy.special.la_roots"
    " scipy.special.cg_roots scipy.special.js_roots",
    "nodes and weights move with the exponents as the eigenvalues of a matrix of recurrence",
    "make that matrix, and take `np.linalg.eigh` of it",
)
refused(
    "scipy.special.jacobi scipy.special.genlaguerre scipy.special.gegenbauer"
    " scipy.special.sh_jacobi",
    "it gives a polynomial as an object",
    "use `scipy.special.eval_jacobi`, `eval_genlaguerre`, `eval_gegenbauer`, `eval_sh_jacobi`",
)
refused(
    "scipy.special.comb scipy.special.perm",
    "it counts, and is rounded",
    "use `scipy.special.binom` and `scipy.special.poch`",
)
refused(
    "scipy.special.factorial scipy.special.factorial2 scipy.special.factorialk",
    "it is defined on whole numbers",
    "use `scipy.special.gamma(n + 1.0)`",
)
refused(
    "scipy.special.zetac",
    "the derivative of the zeta function has no closed form",
    "use `scipy.special.zeta(x, q)`, in `q`",
)
refused(
    "scipy.special.kelvin",
    "its values are complex for real arguments",
    "use `scipy.special.ber`, `bei`, `ker`, `kei` and their derivatives `berp`, ...",
)
refused(
    "scipy.special.modfresnelp scipy.special.modfresnelm",
    "its values are complex for real arguments",
    "use `scipy.special.fresnel`",
)
refused(
    "scipy.special.sph_harm_y scipy.special.sph_harm_y_all",
    "its value is complex for real arguments",
    "use `scipy.special.lpmv` with `np.cos` and `np.sin` of the azimuth",
)
refused(
    "scipy.special.legendre_p scipy.special.legendre_p_all scipy.special.assoc_legendre_p"
    " scipy.special.assoc_legendre_p_all scipy.special.sph_legendre_p"
    " scipy.special.sph_legendre_p_all",
    "how many results it has is a question of `diff_n`",
    "use `scipy.special.eval_legendre`, or `scipy.special.lpmv`",
)
refused(
    "scipy.special.lqn scipy.special.lqmn scipy.special.lmbda scipy.special.riccati_jn"
    " scipy.special.riccati_yn scipy.special.pbdn_seq scipy.special.pbdv_seq"
    " scipy.special.pbvv_seq",
    "it gives all orders up to one, of a single number",
    "use the function of one order: `scipy.special.jv`, `spherical_jn`, `pbdv`",
)
refused(
    "scipy.special.ellip_harm scipy.special.ellip_harm_2 scipy.special.ellip_normal",
    "it is built on Lame polynomials whose coefficients SciPy does not give",
    "give `gradgen` a rule for a function of your own that calls it",
)
refused(
    "scipy.special.mathieu_a scipy.special.mathieu_b scipy.special.mathieu_even_coef"
    " scipy.special.mathieu_odd_coef scipy.special.obl_cv scipy.special.pro_cv"
    " scipy.special.obl_cv_seq scipy.special.pro_cv_seq",
    "a characteristic value, or its vector: it moves with the parameter as an eigenvalue does",
    "make the matrix of the recurrence, and take `np.linalg.eigh` of it",
)
