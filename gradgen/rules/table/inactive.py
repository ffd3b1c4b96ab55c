"""The rest of NumPy: what has no derivative, and what is refused, each with the reason."""

from gradgen.rules.registry import constant, refused

# Without a derivative

constant(
    "numpy.bitwise_count numpy.gcd numpy.lcm numpy.packbits numpy.unpackbits",
    "defined on integers, or on their bits",
)
constant(
    "numpy.array_equiv numpy.isreal numpy.iscomplex numpy.isrealobj numpy.isneginf numpy.isposinf"
    " numpy.isnat numpy.isin numpy.isfortran numpy.iterable numpy.isdtype numpy.issubdtype"
    " numpy.can_cast numpy.is_busday",
    "a truth value",
)
constant(
    "numpy.tril_indices_from numpy.triu_indices_from numpy.mask_indices numpy.einsum_path"
    " ndarray.argpartition",
    "an index or a count: it moves in jumps",
)
constant(
    "numpy.promote_types numpy.common_type numpy.min_scalar_type numpy.mintypecode numpy.typename"
    " ndarray.strides ndarray.flags ndarray.device ndarray.base ndarray.ctypes ndarray.data",
    "a property of the array, not of its values",
)
constant(
    "numpy.bartlett numpy.blackman numpy.hamming numpy.hanning",
    "made of constants, or of whole numbers",
)
constant(
    "numpy.array2string numpy.array_repr numpy.array_str numpy.base_repr numpy.binary_repr"
    " numpy.format_float_positional numpy.format_float_scientific numpy.datetime_as_string"
    " numpy.datetime_data numpy.info ndarray.tobytes ndarray.dumps",
    "a text, not a number that moves",
)
constant(
    "numpy.busday_count numpy.busday_offset",
    "of dates: they move by whole days",
)
constant(
    "numpy.get_include numpy.get_printoptions numpy.set_printoptions numpy.printoptions"
    " numpy.getbufsize numpy.setbufsize numpy.geterr numpy.seterr numpy.geterrcall"
    " numpy.seterrcall numpy.show_config numpy.show_runtime numpy.test",
    "a setting of NumPy",
    pure=False,
)
constant(
    "numpy.load numpy.loadtxt numpy.genfromtxt numpy.fromfile numpy.fromregex numpy.fromstring"
    " numpy.frombuffer",
    "read from outside of the program",
    pure=False,
)
constant(
    "numpy.save numpy.savetxt numpy.savez numpy.savez_compressed ndarray.dump ndarray.tofile",
    "an effect, not a value",
    pure=False,
)

# Refused

refused(
    "numpy.unique numpy.unique_all numpy.unique_counts numpy.unique_inverse numpy.unique_values"
    " numpy.union1d numpy.intersect1d numpy.setdiff1d numpy.setxor1d numpy.trim_zeros",
    "which values are equal, so its length, jumps as they move",
    "find the positions of constants first, and take them: `x[positions]`",
)
refused(
    "numpy.apply_along_axis numpy.apply_over_axes numpy.fromfunction numpy.frompyfunc"
    " numpy.fromiter numpy.piecewise",
    "it calls functions that it is given, from compiled code",
    "call them in a loop or a comprehension; for pieces `np.select` of their values",
)
refused(
    "numpy.nested_iters",
    "an iterator that shares the memory of its arrays",
    "write loops over indices",
)
refused(
    "numpy.i0 numpy.kaiser",
    "its derivative, the Bessel function of order one, is not in NumPy",
    "use `scipy.special.i0`, which has a rule",
)
refused(
    "numpy.from_dlpack numpy.bmat numpy.asmatrix",
    "it gives arrays of another kind, or of other memory",
    "use `np.asarray`, `np.block`, or two-dimensional arrays with `@`",
)
refused(
    "numpy.sort_complex",
    "the order of complex numbers jumps",
    "sort the real parts, or the absolute values",
)
refused(
    "ndarray.view ndarray.getfield ndarray.byteswap ndarray.flat",
    "it reads the memory of the array as something else, or apart from its shape",
    "use `x.ravel()`, `x.astype(...)`, `np.reshape`",
)
refused(
    "numpy.real_if_close numpy.require ndarray.to_device",
    "what kind of array it gives depends on values, or on the machine",
    "write `np.real(x)`, `np.ascontiguousarray(x)`, or nothing",
)
refused(
    "ndarray.setfield ndarray.setflags",
    "it changes the array itself, or how it may be used",
    "assign to its elements: `x[...] = value`",
    pure=False,
    writes=("a",),
)
