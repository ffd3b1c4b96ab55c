"""The derivative of each primitive: a table in the notation of `registry.py`, in `table/`.

>>> rule = find_name("numpy.tanh")
>>> rule.partial_texts
{'x': '1.0 - y**2'}
"""

from __future__ import annotations

from gradgen.rules.facts import Facts, NoFacts
from gradgen.rules.lookup import (
    attribute,
    find,
    find_name,
    for_complex,
    in_form,
    method,
    operator,
)
from gradgen.rules.matching import Binding, bind
from gradgen.rules.own import adjoint, elementwise, linear, reduction, tangent
from gradgen.rules.registry import TABLE, Rule, RuleMismatch, constant, refused
from gradgen.rules.results import results_read
from gradgen.rules.signature import Parameter
from gradgen.rules.template import Expansion, expand_adjoint, expand_partials, expand_tangent

__all__ = [
    "TABLE",
    "Binding",
    "Expansion",
    "Facts",
    "NoFacts",
    "Parameter",
    "Rule",
    "RuleMismatch",
    "adjoint",
    "attribute",
    "bind",
    "constant",
    "elementwise",
    "expand_adjoint",
    "expand_partials",
    "expand_tangent",
    "find",
    "find_name",
    "for_complex",
    "in_form",
    "linear",
    "method",
    "operator",
    "reduction",
    "refused",
    "results_read",
    "tangent",
]
