"""What is known of an expression, from what is known of the names in it.

Every kind of expression has one method here; what none speaks of is unknown, never an error.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, MutableMapping, Sequence

from gradgen import rules
from gradgen.analysis import (
    shape_rules,
    shape_rules_gradients,
    shape_rules_helpers,
    shape_rules_joining,
    shape_rules_layout,
    shape_rules_linalg,
    shape_rules_linalg_helpers,
    shape_rules_makers,
    shape_rules_polynomials,
    shape_rules_products,
    shape_rules_python,
    shape_rules_reductions,
    shape_rules_samples,
    shape_rules_scipy_linalg,
    shape_rules_signals,
    shape_rules_special,
    shape_rules_statistics,
    shape_rules_transforms,
    shape_rules_ufuncs,
)
from gradgen.analysis.shape_index import Dots, Index, Slice, subscript
from gradgen.analysis.shape_names import (
    canonical_name,
    info_of_object,
    is_math,
    is_ufunc,
    resolve,
)
from gradgen.analysis.shape_rules_makers import shape_tuple
from gradgen.analysis.shape_rules_python import iterated
from gradgen.analysis.shape_tools import (
    dim_of,
    element_of,
    elementwise,
    int_info,
    join_all,
    product,
)
from gradgen.analysis.values import (
    BOOL,
    INT,
    NONE,
    NUMBER,
    STRING,
    UNKNOWN,
    Info,
    constant,
    replace,
)
from gradgen.reader.unit import MISSING, Unit
from gradgen.syntax import children

CallResult = Callable[[object, list[Info], dict[str, Info]], Info]
TABLES = (
    shape_rules_gradients,
    shape_rules_helpers,
    shape_rules_joining,
    shape_rules_layout,
    shape_rules_linalg,
    shape_rules_linalg_helpers,
    shape_rules_scipy_linalg,
    shape_rules_makers,
    shape_rules_polynomials,
    shape_rules_products,
    shape_rules_python,
    shape_rules_reductions,
    shape_rules_samples,
    shape_rules_special,
    shape_rules_statistics,
    shape_rules_ufuncs,
    shape_rules_signals,
    shape_rules_transforms,
)
"""The files of rules: importing them fills the table."""

OPERATORS: dict[type[ast.operator], str] = {
    ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide",
    ast.FloorDiv: "floor_divide", ast.Mod: "mod", ast.Pow: "power", ast.BitAnd: "logical_and",
    ast.BitOr: "logical_or", ast.BitXor: "logical_xor",
}  # fmt: skip
METHODS = frozenset(
    """sum mean prod std var max min ptp all any argmax argmin cumsum cumprod sort argsort dot
    reshape ravel flatten transpose swapaxes squeeze repeat take clip round astype item
    conj conjugate trace diagonal searchsorted nonzero""".split()
)
"""Methods of arrays that are the NumPy function of the same name, or have a rule as such."""

CALLER_WITHOUT_ANSWERS: CallResult = lambda function, arguments, keywords: UNKNOWN  # noqa: E731


class Evaluator:
    """Reads expressions under an environment; `record` keeps what was found of each node."""

    def __init__(
        self,
        unit: Unit,
        env: Mapping[str, Info],
        record: MutableMapping[ast.expr, Info] | None = None,
        call_result: CallResult | None = None,
    ) -> None:
        self.unit = unit
        self.env = env
        self.record = record
        self.call_result = call_result or CALLER_WITHOUT_ANSWERS

    def info(self, node: ast.expr) -> Info:
        """Return what is known of an expression."""
        method = getattr(self, f"_{type(node).__name__}", None)
        if method is None:
            for child in children(node):
                if isinstance(child, ast.expr):
                    self.info(child)
            found = UNKNOWN
        else:
            found = method(node)
        if self.record is not None:
            self.record[node] = found
        return found

    # ---- leaves -----------------------------------------------------------------

    def _Constant(self, node: ast.Constant) -> Info:
        return constant(node.value)

    def _Name(self, node: ast.Name) -> Info:
        if node.id in self.env:
            return self.env[node.id]
        return self._free(node)

    def _free(self, node: ast.expr) -> Info:
        found = self._object(node)
        return UNKNOWN if found is MISSING else info_of_object(found)

    def _object(self, node: ast.expr) -> object:
        """Return the object that a name or chain means outside the function, or `MISSING`."""
        base = node
        while isinstance(base, ast.Attribute):
            base = base.value
        if not isinstance(base, ast.Name) or base.id in self.env:
            return MISSING
        if base.id in self.unit.scope.local_names:
            return MISSING
        return resolve(node, self.unit)

    def _Attribute(self, node: ast.Attribute) -> Info:
        found = self._object(node)
        if found is not MISSING:
            return info_of_object(found)
        base = self.info(node.value)
        if base.kind not in ("number", "array", "unknown"):
            return UNKNOWN
        if node.attr == "shape":
            return shape_tuple(base.shape)
        if node.attr in ("size", "ndim", "T", "mT", "real", "imag"):
            return self._call_named(
                {"T": "transpose", "mT": "matrix_transpose"}.get(node.attr, node.attr), [base], {}
            )
        return UNKNOWN

    def library_name(self, function: ast.expr) -> str | None:
        """Return the dotted name of what is called, None where it is the user's or unknown."""
        found = self._object(function)
        return None if found is MISSING else canonical_name(found)

    # ---- operators --------------------------------------------------------------

    def _BinOp(self, node: ast.BinOp) -> Info:
        made = self.binary(node.op, self.info(node.left), self.info(node.right))
        return replace(made, origins=frozenset({_site(node)})) if made.kind == "list" else made

    def binary(self, op: ast.operator, left: Info, right: Info) -> Info:
        """Return what is known of `left op right`."""
        if isinstance(op, ast.MatMult):
            return shape_rules_products.matmul(left, right)
        if left.kind == "string":
            return STRING
        sequence = _sequence_operation(op, left, right)
        if sequence is not None:
            return sequence
        name = OPERATORS.get(type(op))
        if name is None:
            return elementwise([left, right], None)
        dtype = shape_rules.elementwise_dtype(name, [left, right])
        result = elementwise([left, right], dtype)
        return _with_value(op, left, right, result)

    def _UnaryOp(self, node: ast.UnaryOp) -> Info:
        operand = self.info(node.operand)
        if isinstance(node.op, ast.Not):
            return BOOL
        if isinstance(node.op, ast.USub) and operand.known and operand.kind == "number":
            value = operand.value
            return constant(-value) if isinstance(value, (int, float, complex)) else UNKNOWN
        made = elementwise([operand], None if operand.dtype == "bool" else operand.dtype)
        if isinstance(node.op, ast.USub) and operand.dim is not None:
            return replace(made, dim=operand.dim.times(-1), dim_facts=operand.dim_facts)
        return made

    def _Compare(self, node: ast.Compare) -> Info:
        operands = [self.info(node.left), *map(self.info, node.comparators)]
        if any(isinstance(op, (ast.Is, ast.IsNot, ast.In, ast.NotIn)) for op in node.ops):
            return BOOL
        if any(one.kind in ("tuple", "list", "string", "none") for one in operands):
            if all(one.kind != "array" for one in operands):
                return BOOL
        return elementwise(operands, "bool") if len(operands) == 2 else BOOL

    def _BoolOp(self, node: ast.BoolOp) -> Info:
        return _forget_value(join_all([self.info(value) for value in node.values]))

    def _IfExp(self, node: ast.IfExp) -> Info:
        self.info(node.test)
        return join_all([self.info(node.body), self.info(node.orelse)])

    def _NamedExpr(self, node: ast.NamedExpr) -> Info:
        return self.info(node.value)

    # ---- containers -------------------------------------------------------------

    def _Tuple(self, node: ast.Tuple) -> Info:
        return self._display(node, "tuple")

    def _List(self, node: ast.List) -> Info:
        return replace(self._display(node, "list"), origins=frozenset({_site(node)}))

    def _display(self, node: ast.Tuple | ast.List, kind: str) -> Info:
        items = [self.info(element) for element in node.elts]
        if any(isinstance(element, ast.Starred) for element in node.elts):
            return Info(kind="tuple" if kind == "tuple" else "list", element=UNKNOWN)
        if kind == "list":
            return Info(kind="list", items=tuple(items))
        known = all(item.known for item in items)
        value = tuple(item.value for item in items) if known else None
        return Info(kind="tuple", items=tuple(items), value=value, known=known)

    def _Starred(self, node: ast.Starred) -> Info:
        return self.info(node.value)

    def _Dict(self, node: ast.Dict) -> Info:
        for part in (*node.keys, *node.values):
            if part is not None:
                self.info(part)
        return Info(kind="dict")

    def _JoinedStr(self, node: ast.JoinedStr) -> Info:
        return STRING

    def _Lambda(self, node: ast.Lambda) -> Info:
        return Info(kind="function")

    def _comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> Info:
        env = dict(self.env)
        inner = Evaluator(self.unit, env, self.record, self.call_result)
        for generator in node.generators:
            each = iterated(inner.info(generator.iter))
            for name, info in spread(generator.target, each):
                env[name] = info
            for test in generator.ifs:
                inner.info(test)
        element = inner.info(node.elt)
        return Info(kind="list", element=element, origins=frozenset({_site(node)}))

    def _ListComp(self, node: ast.ListComp) -> Info:
        return self._comprehension(node)

    def _GeneratorExp(self, node: ast.GeneratorExp) -> Info:
        return self._comprehension(node)

    # ---- elements ---------------------------------------------------------------

    def _Subscript(self, node: ast.Subscript) -> Info:
        base = self.info(node.value)
        return subscript(base, self.index(node.slice))

    def index(self, node: ast.expr) -> list[Index]:
        """Return the parts of what stands between the brackets."""
        if isinstance(node, ast.Tuple):
            return [self._index_part(element) for element in node.elts]
        part = self._index_part(node)
        if isinstance(part, Info) and part.kind == "tuple" and part.items is not None:
            return list(part.items)
        return [part]

    def _index_part(self, node: ast.expr) -> Index:
        if isinstance(node, ast.Slice):
            lower, upper, step = (
                NONE if part is None else self.info(part)
                for part in (node.lower, node.upper, node.step)
            )
            return Slice(lower, upper, step)
        if isinstance(node, ast.Constant) and node.value is ...:
            return Dots()
        return self.info(node)

    # ---- calls ------------------------------------------------------------------

    def _Call(self, node: ast.Call) -> Info:
        arguments = [self.info(argument) for argument in node.args]
        keywords = {k.arg: self.info(k.value) for k in node.keywords if k.arg is not None}
        open_ended = any(k.arg is None for k in node.keywords) or any(
            isinstance(argument, ast.Starred) for argument in node.args
        )
        if isinstance(node.func, ast.Attribute) and self._object(node.func) is MISSING:
            receiver = self.info(node.func.value)
            return UNKNOWN if open_ended else self._method(node, receiver, arguments, keywords)
        found = self._object(node.func)
        if isinstance(node.func, ast.Name) and found is MISSING:
            local = node.func.id in self.env or node.func.id in self.unit.scope.local_names
            rule = None if local else shape_rules.find(f"helper.{node.func.id}")
            return UNKNOWN if rule is None else shape_rules.apply(rule, arguments, keywords)
        if open_ended or found is MISSING:
            return UNKNOWN
        return self._call(node, found, arguments, keywords)

    def _call(
        self, node: ast.Call, found: object, arguments: list[Info], keywords: dict[str, Info]
    ) -> Info:
        name = canonical_name(found)
        if name is None:
            made = self.call_result(found, arguments, keywords)
        else:
            made = self._call_named(name, arguments, keywords, is_ufunc(found))
        return _fresh(made, node)

    def _call_named(
        self,
        name: str,
        arguments: Sequence[Info],
        keywords: Mapping[str, Info],
        is_elementwise: bool = False,
    ) -> Info:
        name = name if "." in name else f"numpy.{name}"
        rule = shape_rules.find(name)
        if rule is not None:
            return shape_rules.apply(rule, arguments, keywords)
        if is_math(name):
            return replace(NUMBER, dtype="float")
        known = rules.find_name(name)
        if is_elementwise or (known is not None and known.broadcasts):
            return shape_rules.apply_elementwise(name, arguments, keywords)
        return UNKNOWN

    def _method(
        self, node: ast.Call, receiver: Info, arguments: list[Info], keywords: dict[str, Info]
    ) -> Info:
        assert isinstance(node.func, ast.Attribute)
        method = node.func.attr
        if method == "keys" and receiver.kind in ("dict", "unknown"):
            return Info(kind="list", element=STRING)
        if receiver.kind in ("number", "array", "unknown"):
            if method == "copy":
                return _forget_value(receiver)
            if method not in METHODS:
                return UNKNOWN
            return _fresh(self._call_named(method, [receiver, *arguments], keywords), node)
        if receiver.kind == "list":
            if method == "pop":
                return element_of(receiver) or UNKNOWN
            if method == "copy":
                return replace(receiver, origins=frozenset({_site(node)}))
            return INT if method in ("index", "count") else NONE
        return STRING if receiver.kind == "string" else UNKNOWN


def _site(node: ast.expr) -> str:
    """Return where a list is made, as a mark that is the same each time the place is read."""
    return f"{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}:{id(node)}"


def _fresh(made: Info, node: ast.Call) -> Info:
    """Give a list that a call returns its place of making."""
    return replace(made, origins=made.origins | {_site(node)}) if made.kind == "list" else made


def _forget_value(info: Info) -> Info:
    return replace(info, known=False, value=None) if info.known else info


def _sequence_operation(op: ast.operator, left: Info, right: Info) -> Info | None:
    """Return what is known of `+` and `*` on lists and tuples, None where it is arithmetic."""
    if isinstance(op, ast.Add) and left.kind == right.kind and left.kind in ("tuple", "list"):
        if left.items is not None and right.items is not None:
            return Info(kind=left.kind, items=left.items + right.items)
        parts = [part for part in (element_of(left), element_of(right)) if part is not None]
        return Info(kind=left.kind, element=join_all(parts) if parts else None)
    if isinstance(op, ast.Mult):
        for one, other in ((left, right), (right, left)):
            if one.kind in ("tuple", "list") and other.kind in ("number", "unknown"):
                if other.dtype != "int" and other.kind == "number":
                    return UNKNOWN
                if other.kind == "unknown":
                    return UNKNOWN
                return Info(kind=one.kind, element=element_of(one) or UNKNOWN)
    return None


def _with_value(op: ast.operator, left: Info, right: Info, result: Info) -> Info:
    """Follow ints that are dimensions, and small constants."""
    if not (left.dtype == right.dtype == "int" and left.kind == right.kind == "number"):
        return result
    one, other = dim_of(left), dim_of(right)
    facts = left.dim_facts | right.dim_facts
    if isinstance(op, ast.Add):
        dim = one.plus(other)
    elif isinstance(op, ast.Sub):
        dim = one.plus(other, -1)
    elif isinstance(op, ast.Mult):
        dim = product([one, other])
    elif isinstance(op, ast.FloorDiv) and one.is_number and other.is_number and other.constant:
        dim = replace(one, constant=one.constant // other.constant)
    else:
        return result
    return replace(int_info(dim, facts), shape=result.shape)


def spread(target: ast.expr, info: Info) -> list[tuple[str, Info]]:
    """Return the names that an assignment to `target` binds, with what they get."""
    if isinstance(target, ast.Name):
        return [(target.id, info)]
    if isinstance(target, ast.Starred):
        return spread(target.value, Info(kind="list", element=UNKNOWN))
    if not isinstance(target, (ast.Tuple, ast.List)):
        return []
    bound: list[tuple[str, Info]] = []
    starred = any(isinstance(element, ast.Starred) for element in target.elts)
    for position, element in enumerate(target.elts):
        part = UNKNOWN
        if not starred:
            if info.items is not None and len(info.items) == len(target.elts):
                part = info.items[position]
            elif info.of_shape is not None and info.items is None:
                part = subscript(info, [constant(position)])
            elif info.items is None:
                part = iterated(info)
                if info.kind in ("array", "unknown"):
                    part = subscript(info, [constant(position)])
        bound += spread(element, part)
    return bound
