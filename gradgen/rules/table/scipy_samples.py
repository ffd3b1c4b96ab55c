"""Samples along axes in SciPy: integrals, convolutions, filters, distances between points."""

# mypy: allow-untyped-defs, no-check-untyped-defs, disable-error-code=no-redef
# ruff: noqa: D103, D401, F811, F821

from gradgen.rules.registry import adjoint, refused, tangent

# Integrals of samples: linear in them


@adjoint("scipy.integrate.simpson(y, x: data = None, *, dx: data = 1.0, axis=-1) -> area")
def simpson(area, y, x, dx, axis):
    """The weight of each sample, and the slope by the width of each interval.

    Weights for equal widths are those for widths of 1.
    """
    if given(x) and rank(y) == 1:
        grad[y] = grad[area] * simpson_weights(y, x, -1)
        grad[x] = diff_grad(grad[area] * simpson_slopes(y, x, -1), 0)
        grad[dx] = np.zeros_like(dx)
    elif rank(y) == 1:
        grad[y] = grad[area] * dx * simpson_weights(y, None, -1)
        grad[dx] = grad[area] * scipy.integrate.simpson(y)
    elif given(x):
        grad[y] = np.expand_dims(grad[area], axis) * simpson_weights(y, x, axis)
        slopes = np.expand_dims(grad[area], axis) * simpson_slopes(y, x, axis)
        grad[x] = widths_to_positions(slopes, x, axis)
        grad[dx] = np.zeros_like(dx)
    else:
        grad[y] = np.expand_dims(grad[area] * dx, axis) * simpson_weights(y, None, axis)
        grad[dx] = np.sum(grad[area] * scipy.integrate.simpson(y, axis=axis))


@tangent("scipy.integrate.simpson(y, x: data = None, *, dx: data = 1.0, axis=-1) -> area")
def simpson(area, y, x, dx, axis):
    if given(x):
        d[area] += scipy.integrate.simpson(d[y], x=x, axis=axis)
        d[area] += np.sum(
            simpson_slopes(y, x, axis) * interval_widths(y, d[x], 1.0, axis), axis=axis
        )
    else:
        d[area] += scipy.integrate.simpson(d[y], dx=dx, axis=axis)
        d[area] += scipy.integrate.simpson(y, axis=axis) * d[dx]


@adjoint(
    "scipy.integrate.cumulative_trapezoid"
    "(y, x: data = None, dx: data = 1.0, axis=-1, initial=None) -> areas"
)
def cumulative_trapezoid(areas, y, x, dx, axis, initial):
    """An interval counts in its own area and in all later ones."""
    if not known(axis) or not known(initial):
        refuse("`scipy.integrate.cumulative_trapezoid` with such options", "write them out")
    if given(initial) and rank(y) == 1:
        own = grad[areas][1:]
    elif given(initial):
        own = grad[areas][part(axis, 1, None)]
    else:
        own = grad[areas]
    if rank(y) == 1 and rank(x) == 1:
        half = 0.5 * np.cumsum(own[::-1])[::-1]
        grad[y] = to_both_ends(half * np.diff(x), 0)
        grad[x] = diff_grad(half * (y[1:] + y[:-1]), 0)
    else:
        later = cumsum_grad(own, own, axis)
        grad[y] = intervals_to_ends(later, y, x, dx, axis)
        grad[x] = intervals_to_positions(later, y, x, axis)
    unit = scipy.integrate.cumulative_trapezoid(y, axis=axis, initial=initial)
    grad[dx] = np.sum(grad[areas] * unit)


@tangent(
    "scipy.integrate.cumulative_trapezoid"
    "(y, x: data = None, dx: data = 1.0, axis=-1, initial=None) -> areas"
)
def cumulative_trapezoid(areas, y, x, dx, axis, initial):
    if given(x):
        d[areas] += scipy.integrate.cumulative_trapezoid(d[y], x=x, axis=axis, initial=initial)
        d[areas] += scipy.integrate.cumulative_trapezoid(y, x=d[x], axis=axis, initial=initial)
    else:
        d[areas] += scipy.integrate.cumulative_trapezoid(d[y], dx=dx, axis=axis, initial=initial)
        d[areas] += scipy.integrate.cumulative_trapezoid(y, axis=axis, initial=initial) * d[dx]


# Convolutions of arrays of any rank


@adjoint(
    "scipy.signal.convolve(in1, in2, mode='full', method: option = 'auto') -> y", expensive=True
)
def convolve(y, in1, in2, mode, method):
    """The correlation with the other factor; other modes cut a piece out of the full result."""
    if known(mode) and mode == "full":
        grad[in1] = scipy.signal.correlate(grad[y], in2, mode="valid")
        grad[in2] = scipy.signal.correlate(grad[y], in1, mode="valid")
    else:
        padded = pad_convolution(grad[y], in1, in2, mode)
        grad[in1] = scipy.signal.correlate(padded, in2, mode="valid")
        grad[in2] = scipy.signal.correlate(padded, in1, mode="valid")


@tangent("scipy.signal.convolve(in1, in2, mode='full', method: option = 'auto') -> y")
def convolve(y, in1, in2, mode, method):
    first = scipy.signal.convolve(d[in1], in2, mode=mode)
    d[y] = first + scipy.signal.convolve(in1, d[in2], mode=mode)


@adjoint("scipy.signal.fftconvolve(in1, in2, mode='full') -> y",
         also=["scipy.signal.oaconvolve"], expensive=True)  # fmt: skip
def fftconvolve(y, in1, in2, mode):
    """The correlation with the other factor; other modes cut a piece out of the full result."""
    if known(mode) and mode == "full":
        grad[in1] = scipy.signal.correlate(grad[y], in2, mode="valid")
        grad[in2] = scipy.signal.correlate(grad[y], in1, mode="valid")
    else:
        padded = pad_convolution(grad[y], in1, in2, mode)
        grad[in1] = scipy.signal.correlate(padded, in2, mode="valid")
        grad[in2] = scipy.signal.correlate(padded, in1, mode="valid")


@tangent("scipy.signal.fftconvolve(in1, in2, mode='full') -> y", also=["scipy.signal.oaconvolve"])
def fftconvolve(y, in1, in2, mode):
    first = scipy.signal.fftconvolve(d[in1], in2, mode=mode)
    d[y] = first + scipy.signal.fftconvolve(in1, d[in2], mode=mode)


@adjoint("scipy.signal.correlate(in1, in2, mode='full', method: option = 'auto') -> y",
         expensive=True)  # fmt: skip
def correlate(y, in1, in2, mode, method):
    """A convolution with `in2` from its end; other modes cut a piece out of the full result."""
    if known(mode) and mode == "full":
        grad[in1] = scipy.signal.convolve(grad[y], in2, mode="valid")
        grad[in2] = np.flip(scipy.signal.correlate(grad[y], in1, mode="valid"))
    else:
        padded = pad_convolution(grad[y], in1, in2, mode)
        grad[in1] = scipy.signal.convolve(padded, in2, mode="valid")
        grad[in2] = np.flip(scipy.signal.correlate(padded, in1, mode="valid"))


@tangent("scipy.signal.correlate(in1, in2, mode='full', method: option = 'auto') -> y")
def correlate(y, in1, in2, mode, method):
    first = scipy.signal.correlate(d[in1], in2, mode=mode)
    d[y] = first + scipy.signal.correlate(in1, d[in2], mode=mode)


# Distances between two sets of points, at 0 with the subgradient 0


@adjoint("scipy.spatial.distance.cdist(XA, XB, metric='euclidean') -> y", expensive=True)
def cdist(y, XA, XB, metric):
    """A pair pulls its two points along the line between them."""
    if not known(metric):
        refuse("`scipy.spatial.distance.cdist` whose `metric` is no literal", "write it out")
    elif metric == "euclidean":
        pull = ratio(grad[y], y)
        grad[XA] = np.sum(pull, axis=1)[:, None] * XA - pull @ XB
        grad[XB] = np.sum(pull, axis=0)[:, None] * XB - pull.T @ XA
    elif metric == "sqeuclidean":
        pull = 2.0 * grad[y]
        grad[XA] = np.sum(pull, axis=1)[:, None] * XA - pull @ XB
        grad[XB] = np.sum(pull, axis=0)[:, None] * XB - pull.T @ XA
    elif metric == "cityblock":
        pulls = grad[y][:, :, None] * np.sign(XA[:, None] - XB)
        grad[XA] = np.sum(pulls, axis=1)
        grad[XB] = -np.sum(pulls, axis=0)
    else:
        refuse(
            "`scipy.spatial.distance.cdist` with this `metric`",
            "use `euclidean`, `sqeuclidean` or `cityblock`, or write it out: `XA[:, None] - XB`",
        )


@tangent("scipy.spatial.distance.cdist(XA, XB, metric='euclidean') -> y")
def cdist(y, XA, XB, metric):
    if not known(metric):
        refuse("`scipy.spatial.distance.cdist` whose `metric` is no literal", "write it out")
    elif metric == "euclidean":
        between = XA[:, None] - XB
        d[y] += ratio(np.sum(between * d[XA][:, None], axis=-1), y)
        d[y] += -ratio(np.sum(between * d[XB], axis=-1), y)
    elif metric == "sqeuclidean":
        between = XA[:, None] - XB
        d[y] += 2.0 * np.sum(between * d[XA][:, None], axis=-1)
        d[y] += -2.0 * np.sum(between * d[XB], axis=-1)
    elif metric == "cityblock":
        signs = np.sign(XA[:, None] - XB)
        d[y] += np.sum(signs * d[XA][:, None], axis=-1)
        d[y] += -np.sum(signs * d[XB], axis=-1)
    else:
        refuse(
            "`scipy.spatial.distance.cdist` with this `metric`",
            "use `euclidean`, `sqeuclidean` or `cityblock`, or write it out: `XA[:, None] - XB`",
        )


refused(
    "scipy.spatial.distance.pdist",
    "it leaves one of each two pairs out",
    "use `scipy.spatial.distance.cdist(x, x)` with `np.triu_indices`",
)
refused(
    "scipy.integrate.cumulative_simpson",
    "its weights mix two parabolas for each interval",
    "use `scipy.integrate.cumulative_trapezoid`",
)
refused(
    "scipy.signal.lfilter scipy.signal.filtfilt scipy.signal.sosfilt scipy.signal.sosfiltfilt",
    "a recursion, whose derivative is one from the other end",
    "write the loop out: `y[n] = b[0] * x[n] - a[1] * y[n - 1]`",
)

# What solves, and what makes an object

refused(
    " ".join(
        f"scipy.integrate.{name}"
        for name in "quad quad_vec dblquad tplquad nquad fixed_quad tanhsinh cubature romb".split()
    ),
    "it is given a function, and chooses where to evaluate it",
    "sum `weights * f(nodes)`, with nodes and weights of `np.polynomial.legendre.leggauss(n)`",
)
refused(
    "scipy.integrate.odeint scipy.integrate.solve_ivp scipy.integrate.solve_bvp"
    " scipy.integrate.ode",
    "it is given a function, and chooses its steps by the errors that it finds",
    "write the steps out: a loop of Runge-Kutta steps of fixed length has a derivative",
)
refused(
    " ".join(
        f"scipy.optimize.{name}"
        for name in "minimize minimize_scalar root root_scalar fsolve brentq brenth ridder bisect"
        " newton toms748 fixed_point least_squares curve_fit nnls lsq_linear linprog milp"
        " linear_sum_assignment shgo basinhopping differential_evolution dual_annealing direct"
        " fmin fmin_bfgs fmin_cg fmin_l_bfgs_b".split()
    ),
    "the solution `x` of `g(x, p) = 0` moves with `p` as the equation says, not as the search went",
    "solve outside of the function; then `x - np.linalg.solve(dg_dx, g(x, p))`, with the matrix"
    " `dg_dx` as a constant, has the derivative of the solution",
)
refused(
    " ".join(
        f"scipy.interpolate.{name}"
        for name in "interp1d interpn griddata CubicSpline CubicHermiteSpline PchipInterpolator"
        " Akima1DInterpolator BSpline make_interp_spline make_smoothing_spline splrep splev"
        " UnivariateSpline InterpolatedUnivariateSpline RegularGridInterpolator RBFInterpolator"
        " BarycentricInterpolator KroghInterpolator PPoly RectBivariateSpline".split()
    ),
    "it makes an object that holds coefficients where they are not differentiated",
    "use `np.interp`, or solve for the coefficients with `np.linalg.solve` and evaluate them",
)
