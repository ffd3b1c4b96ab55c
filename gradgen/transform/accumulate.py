"""The adjoints of the variables at one point of the backward pass, and what is added to them.

The first contribution assigns, later ones add. A buffer that nobody else sees (*own*) may be
written in place; one that something else may refer to (*shared*) is copied or rebound first. An
adjoint that is a number has no name until it must have one.
"""

from __future__ import annotations

import ast
from collections import Counter
from dataclasses import dataclass, replace

from gradgen import syntax
from gradgen.analysis.values import Info
from gradgen.runtime import HANDING_ON, HELPERS
from gradgen.transform import algebra
from gradgen.transform.adjoint import Walk
from gradgen.transform.adjoint_parts import Adjoint, Contribution, is_container, is_whole
from gradgen.transform.algebra import Product
from gradgen.transform.context import Context


@dataclass(frozen=True)
class Slot:
    """The adjoint of one variable: a `number` that is not written yet, or the name `grad_v`."""

    number: Product | None = None
    own: bool = True


State = dict[str, Slot]


class Accumulator:
    """Turns the contributions of one statement into statements of the backward pass."""

    def __init__(self, context: Context, state: State, walk: Walk) -> None:
        self.context = context
        self.state = state
        self.walk = walk
        self.out: list[ast.stmt] = []
        self.consumed: dict[str, Slot] = {}
        self.reads: Counter[str] = Counter()
        self.given_away: set[str] = set()  # adjoints whose memory another one is now as well

    # ---- reading --------------------------------------------------------------------
    def read(self, variable: str, info: Info) -> Product:
        """Return the adjoint of a variable as a product."""
        slot = self.state[variable]
        if slot.number is not None:
            return slot.number
        made = syntax.name(self.context.adjoint_of(variable))
        return Product.of(made, info.shape, incoming=True)

    # ---- adding ---------------------------------------------------------------------
    def add_all(self, contributions: list[Contribution], consumed: dict[str, Slot]) -> None:
        """Write what every variable gets: in the order of first use, consumed variables last.

        `consumed` are the variables whose adjoints the statement takes, with what they were.
        """
        self.consumed = consumed
        groups: dict[str, list[Contribution]] = {}
        for contribution in contributions:
            groups.setdefault(contribution.variable, []).append(contribution)
        self._use_adjoints_as_names(groups, consumed)
        self._set_aside(groups, consumed)
        self.reads = Counter(
            name
            for group in groups.values()
            for contribution in group
            for name in contribution.adjoint.product.names()
        )
        for let in self.walk.lets:
            self.reads.update(syntax.names_in(let))
        ordered = [v for v in groups if v not in consumed]
        last = [v for v in groups if v in consumed]
        for variable in ordered:
            self._add_variable(variable, groups[variable])
        if len(last) > 1 and self._cross(last, groups):
            self._assign_together(last, groups)
        else:
            for variable in last:
                self._add_variable(variable, groups[variable])

    def _set_aside(self, groups: dict[str, list[Contribution]], consumed: dict[str, Slot]) -> None:
        """Name the old adjoint of a consumed variable whose new one is made element by element."""
        for variable, slot in consumed.items():
            made = self.context.adjoint_of(variable)
            group = groups.get(variable, [])
            if slot.number is not None or not any(c.path for c in group):
                continue
            in_lets = any(made in syntax.names_in(let) for let in self.walk.lets)
            read = any(
                made in c.adjoint.product.names() for others in groups.values() for c in others
            )
            if not read and not (in_lets and variable in self.state):
                continue
            kept = self.context.fresh_for_old(made)
            hole: dict[str, ast.expr] = {made: syntax.name(kept)}
            value: ast.expr = syntax.name(made)
            if variable in self.state:
                value = syntax.expr("x.copy()", x=value)
                self.walk.lets[:] = [syntax.substitute(let, hole) for let in self.walk.lets]
                self.walk.lets.insert(0, syntax.assign(kept, value))
            else:
                self.out.append(syntax.assign(kept, value))
            self._substitute(groups, hole)

    def _use_adjoints_as_names(
        self, groups: dict[str, list[Contribution]], consumed: dict[str, Slot]
    ) -> None:
        """Let `grad_v` itself be the name of a shared value that `v` gets whole and first."""
        for let in list(self.walk.lets):
            if not isinstance(let, ast.Assign):
                continue
            for made in sorted(syntax.names_bound(let.targets[0])):
                variable = self._taker(made, groups, consumed)
                if variable is not None:
                    self._rename(made, variable, groups, let)
                    own = not may_be_view(let.value)
                    self.state[variable] = Slot(own=own)
                    if not own:
                        self.given_away |= self.context.effects.sources(let.value)
                    del groups[variable]

    def _taker(
        self, made: str, groups: dict[str, list[Contribution]], consumed: dict[str, Slot]
    ) -> str | None:
        """Return a variable that gets the value `made`, whole and nothing else."""
        for variable, group in groups.items():
            if variable in self.state or variable in consumed or len(group) != 1:
                continue
            given = group[0].adjoint
            if group[0].path or given.short or given.long:
                continue
            printed = algebra.print_product(given.product)
            if isinstance(printed, ast.Name) and printed.id == made:
                return variable
        return None

    def _rename(
        self, made: str, variable: str, groups: dict[str, list[Contribution]], let: ast.Assign
    ) -> None:
        adjoint = self.context.adjoint_of(variable)
        self.context.infos[adjoint] = self.context.infos.get(made, Info())
        if made in self.context.nests:
            self.context.nests.add(adjoint)
        hole: dict[str, ast.expr] = {made: syntax.name(adjoint)}
        let.targets = [syntax.substitute(let.targets[0], hole)]
        for index, other in enumerate(self.walk.lets):
            if other is not let:
                self.walk.lets[index] = syntax.substitute(other, hole)
        self._substitute(groups, hole)

    def _substitute(self, groups: dict[str, list[Contribution]], hole: dict[str, ast.expr]) -> None:
        """Rename what contributions read."""
        for group in groups.values():
            for index, contribution in enumerate(group):
                given = contribution.adjoint
                factors = tuple(
                    replace(f, node=syntax.substitute(f.node, hole), text="")
                    for f in given.product.factors
                )
                product = replace(given.product, factors=factors)
                group[index] = replace(contribution, adjoint=replace(given, product=product))

    def _cross(self, last: list[str], groups: dict[str, list[Contribution]]) -> bool:
        """Tell whether writing one consumed adjoint would spoil what another one still reads."""
        for position, variable in enumerate(last):
            made = self.context.adjoint_of(variable)
            for later in last[position + 1 :]:
                if any(made in c.adjoint.product.names() for c in groups[later]):
                    return True
        return False

    def _assign_together(self, last: list[str], groups: dict[str, list[Contribution]]) -> None:
        values: list[ast.expr] = []
        for variable in last:
            if any(c.path for c in groups[variable]) or variable in self.state:
                raise self.context.refuse(
                    "GG122",
                    self.walk.statement,
                    "this assignment exchanges variables in a way that is not supported yet",
                    "write it as single assignments with a temporary",
                )
            values.append(self._whole(groups[variable]))
            self.state[variable] = Slot(own=False)
        targets = [syntax.name(self.context.adjoint_of(v)) for v in last]
        pair = ast.Tuple(elts=list(targets), ctx=ast.Load())
        self.out.append(syntax.assign(pair, ast.Tuple(elts=values, ctx=ast.Load())))

    def _add_variable(self, variable: str, group: list[Contribution]) -> None:
        whole = [c for c in group if not c.path]
        parts = [c for c in group if c.path]
        if whole:
            self._add_whole(variable, whole)
        by_path: dict[str, list[Contribution]] = {}
        for contribution in parts:
            by_path.setdefault(
                "|".join(syntax.key(index) for index in contribution.path), []
            ).append(contribution)
        for same in by_path.values():
            self._add_element(variable, same)

    def _leaf_info(self, group: list[Contribution]) -> Info:
        return self.walk.info(group[0].leaf)

    def _whole(self, group: list[Contribution]) -> ast.expr:
        """Return text for the sum of contributions to one leaf, of exactly the leaf's shape."""
        leaf = group[0].leaf
        products: list[Product] = []
        short: list[Product] = []
        shape = self.walk.info(leaf).shape
        for contribution in group:
            given = contribution.adjoint
            if given.long:
                products.append(Product.of(self.walk.fitted(given, leaf), shape))
            elif given.short:
                short.append(given.product)
            else:
                products.append(given.product)
        if not products:
            return self.walk.fitted(Adjoint(algebra.total(short), short=True), leaf)
        total = algebra.total([*products, *short])
        if total.is_number and self.walk.info(leaf).kind != "number":
            return self.walk.fitted(Adjoint(total, short=True), leaf)  # the terms cancelled
        return algebra.print_product(total, as_float=True)

    def _add_whole(self, variable: str, group: list[Contribution]) -> None:
        info = self._leaf_info(group)
        slot = self.state.get(variable)
        made = self.context.adjoint_of(variable)
        if (slot is not None or len(group) > 1) and self._of_nest(made, group):
            parts = [algebra.print_product(c.adjoint.product) for c in group]
            if slot is not None:
                parts.insert(0, syntax.name(made))
            self.assign(made, self._nest_sum(parts), info)
            self.state[variable] = Slot()
            return
        number = self._as_number(group, info)
        if number is not None and (slot is None or slot.number is not None):
            old = [] if slot is None or slot.number is None else [slot.number]
            self.state[variable] = Slot(number=algebra.total([*old, number]))
            return
        if slot is not None and slot.number is not None:
            products = [slot.number, *(c.adjoint.product for c in group)]
            if any(c.adjoint.long or c.adjoint.short for c in group):
                products = [slot.number, Product.of(self._whole(group), info.shape)]
            self.assign(made, algebra.print_sum(products), info)
            self.state[variable] = Slot()
            return
        value = self._whole(group)
        if slot is None:
            if isinstance(value, ast.Name) and value.id == made:
                kept = self.consumed[variable]
                self.state[variable] = replace(kept, own=kept.own and made not in self.given_away)
                return
            value = self._lasting(value, info)
            own = self._moves(value) or not may_be_view(value)
            self.assign(made, value, info)
            self.state[variable] = Slot(own=own)
            if isinstance(value, ast.Name):
                self._share(value.id)
            if not own:
                sources = self.context.effects.sources(value)
                self.given_away |= sources
                for source in sources if is_whole(value) else ():
                    self._share(source)
                self._note_buffer(made, value)
            return
        if slot.own and info.kind == "number":
            self.context.rely(info.shape.token_facts)
            self.out.append(_augmented(syntax.name(made), value))
        else:
            total = syntax.expr("grad + value", grad=syntax.name(made), value=value)
            self.assign(made, _signed(total), info)
        self.state[variable] = Slot(own=True)

    def _of_nest(self, made: str, group: list[Contribution]) -> bool:
        """Tell whether what is added up may be lists or dicts of adjoints."""
        name = getattr(group[0].leaf, "id", None)
        if name in self.context.nest_names or is_container(self._leaf_info(group)):
            return True
        if any(c.adjoint.long or c.adjoint.short for c in group):
            return False  # what was broadcast is an array
        texts = [algebra.print_product(c.adjoint.product) for c in group]
        return any(self.context.part_of_nest(text, self.walk.statement) for text in texts) and all(
            isinstance(text, (ast.Name, ast.Call, ast.Subscript)) for text in texts
        )

    def _nest_sum(self, parts: list[ast.expr]) -> ast.expr:
        """Return text for the sum of containers."""
        self.context.helper("nest_sum")
        total = parts[0]
        for part in parts[1:]:
            total = syntax.expr("nest_sum(total, part)", total=total, part=part)
        return total

    def _note_buffer(self, made: str, value: ast.expr) -> None:
        """Remember whose memory an adjoint is (a view of)."""
        known = self.context.same_buffer
        for source in sorted(self.context.effects.sources(value)):
            root = known.get(source, source)
            if made not in known or root in self.context.variables:
                known[made] = root

    def _lasting(self, value: ast.expr, info: Info) -> ast.expr:
        """Copy a primal value, or a view of one, whose memory the backward pass may restore."""
        if not may_be_view(value):
            return value
        if self.context.written.isdisjoint(self.context.effects.sources(value)):
            return value
        return self.context.copied(value, info)

    def _moves(self, value: ast.expr) -> bool:
        """Tell whether a value is the buffer of a consumed adjoint that has no other taker."""
        if not isinstance(value, ast.Name) or self.reads.get(value.id, 0) != 1:
            return False
        return any(
            slot.own and slot.number is None and self.context.adjoint_of(variable) == value.id
            for variable, slot in self.consumed.items()
        )

    def _share(self, adjoint: str) -> None:
        for variable, slot in self.state.items():
            if slot.number is None and self.context.adjoint_of(variable) == adjoint:
                self.state[variable] = Slot(own=False)

    def _as_number(self, group: list[Contribution], info: Info) -> Product | None:
        if info.kind != "number" or any(
            c.adjoint.long or not c.adjoint.product.is_number for c in group
        ):
            return None
        self.context.rely(info.shape.token_facts)
        return algebra.total([c.adjoint.product for c in group])

    def assign(self, made: str, value: ast.expr, info: Info) -> None:
        """Write `made = value`, and record what is known of it."""
        self.context.infos[made] = replace(info, value=None, known=False, dim=None)
        if self.context.may_be_nest(value):
            self.context.nests.add(made)
        self.out.append(syntax.assign(made, value))

    # ---- elements -------------------------------------------------------------------
    def _add_element(self, variable: str, group: list[Contribution]) -> None:
        leaf = group[0].leaf
        element: ast.expr = self.buffer(variable, leaf)
        for index in group[0].path:
            element = syntax.expr("whole[index]", whole=element, index=index)
        if self._of_nest("", group) and self.context.takes_one(leaf, self.walk.statement):
            parts = [algebra.print_product(c.adjoint.product) for c in group]
            self.out.append(syntax.assign(element, self._nest_sum([element, *parts])))
            return
        value = self.element_value(group)
        if self._is_list(leaf):
            total = syntax.expr("e + v", e=element, v=value)
            self.out.append(syntax.assign(element, _signed(total)))
            return
        assert isinstance(leaf, ast.Subscript)
        known = is_container(self.walk.info(_base(leaf))) or variable in self.context.filled
        entry = known or self.context.is_entry(leaf, self.walk.statement)
        added = self.walk.accumulate_at(element, value, entry)
        if isinstance(added, ast.AugAssign):
            added = _augmented(added.target, added.value)
        self.out.append(added)

    def _is_list(self, leaf: ast.expr) -> bool:
        """Whether an element of a list is added to: the list may hold memory of others."""
        number = self.walk.info(leaf).kind == "number"
        return self.walk.info(_base(leaf)).kind == "list" and not number

    def element_value(self, group: list[Contribution]) -> ast.expr:
        """Return text for the sum that one element gets."""
        shorts = [c.adjoint for c in group if c.adjoint.short and not c.adjoint.long]
        if len(shorts) == len(group):
            # NumPy broadcasts a short value over the element it is added to.
            return algebra.print_product(algebra.total([c.product for c in shorts]))
        return self._whole(group)

    def buffer(self, variable: str, leaf: ast.expr) -> ast.expr:
        """Return the adjoint of a variable, made and owned so that its elements can be set."""
        base = _base(leaf)
        info = self.walk.info(base)
        made = self.context.adjoint_of(variable)
        slot = self.state.get(variable)
        is_nest = made in self.context.nests or is_container(info)
        deep = info.kind != "array" and isinstance(leaf, ast.Subscript) and leaf.value is not base
        self.context.deep |= {variable} if deep else set()
        if slot is None or slot.number is not None:
            value = self.walk.zeros_to_fill(base, info)
            if slot is not None and slot.number is not None:
                value = self.walk.spread(slot.number, base, info)
            self.assign(made, value, info)
            if _may_be_nest(leaf, info):
                self.context.nests.add(made)
        elif not slot.own and is_nest:
            zeros = self.walk.zeros_to_fill(base, info)
            self.assign(made, self._nest_sum([zeros, syntax.name(made)]), info)
        elif not slot.own and (deep or not self._last_made(made)):  # elements may be of others
            copy = f"{self.context.helper('nest_copy')}(grad)" if deep else "grad.copy()"
            self.assign(made, syntax.expr(copy, grad=syntax.name(made)), info)
        elif not slot.own:
            last = self.out[-1]
            assert isinstance(last, ast.Assign)
            last.value = syntax.expr("grad.copy()", grad=last.value)
        self.state[variable] = Slot(own=True)
        return syntax.name(made)

    def _last_made(self, made: str) -> bool:
        """Whether the last line written gives an adjoint its value."""
        last = self.out[-1] if self.out else None
        if not isinstance(last, ast.Assign) or syntax.names_bound(last) != {made}:
            return False
        return isinstance(last.targets[0], ast.Name)

    def materialise(self, variable: str, info: Info) -> None:
        """Give a number its name, for code in which it is reassigned."""
        slot = self.state[variable]
        if slot.number is not None:
            made = self.context.adjoint_of(variable)
            self.assign(made, algebra.print_product(slot.number), info)
            self.state[variable] = Slot(own=True)


def _base(leaf: ast.expr) -> ast.expr:
    """Return what an element is an element of, at the outermost."""
    while isinstance(leaf, ast.Subscript):
        leaf = leaf.value
    return leaf


def _may_be_nest(leaf: ast.expr, info: Info) -> bool:
    """Tell whether a value whose element is taken may be a list, a tuple or a dict."""
    index = leaf
    while isinstance(index, ast.Subscript) and not isinstance(index.value, ast.Name):
        index = index.value
    plain = isinstance(index, ast.Subscript) and not isinstance(index.slice, ast.Tuple)
    return info.kind != "array" and plain


def _augmented(target: ast.expr, value: ast.expr) -> ast.stmt:
    """Write `target += value`, or `-=` where the value is a negated one."""
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub):
        return syntax.statement("target -= value", target=target, value=value.operand)
    flipped = _leading_sign_removed(value)
    if flipped is not None:
        return syntax.statement("target -= value", target=target, value=flipped)
    return syntax.statement("target += value", target=target, value=value)


def _leading_sign_removed(value: ast.expr) -> ast.expr | None:
    """Return `a * b` for `-a * b`, None where there is no leading minus."""
    if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub):
        return value.operand
    if isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Mult, ast.Div)):
        left = _leading_sign_removed(value.left)
        if left is not None:
            made = ast.BinOp(left=left, op=value.op, right=value.right)
            return made
    if isinstance(value, ast.Constant) and isinstance(value.value, float) and value.value < 0:
        return ast.Constant(value=-value.value)
    return None


def _signed(total: ast.expr) -> ast.expr:
    """Write `a - b` for `a + -b`."""
    if isinstance(total, ast.BinOp) and isinstance(total.op, ast.Add):
        right = _leading_sign_removed(total.right)
        if right is not None:
            return ast.BinOp(left=total.left, op=ast.Sub(), right=right)
    return total


def may_be_view(value: ast.expr) -> bool:
    """Tell whether an expression may give (a view of) something that already exists."""
    if isinstance(value, (ast.BinOp, ast.UnaryOp, ast.Constant)):
        return False
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        return value.func.attr not in FRESH_RESULTS
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        if value.func.id in HANDING_ON:
            return may_be_view(value.args[0])
        return value.func.id not in HELPERS
    return True


FRESH_RESULTS = frozenset(
    "zeros_like ones_like full_like sum copy exp log sin cos tan tanh sinh cosh sqrt where outer"
    " dot matmul einsum tensordot solve inv sign multiply concatenate stack cumsum".split()
)


def same_slot(a: Slot, b: Slot) -> bool:
    """Tell whether two slots stand for the same text."""
    plain = a.number is None and b.number is None
    return a.own == b.own if plain else a.number == b.number
