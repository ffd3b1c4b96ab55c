"""The pass that turns a normalised function into its derivative, with the functions it calls."""

from __future__ import annotations

import ast
from dataclasses import replace

from gradgen import syntax
from gradgen.analysis.names import all_arguments
from gradgen.analysis.values import UNKNOWN, Info, equal_shapes, is_scalar
from gradgen.transform.callees import Callees
from gradgen.transform.calls import PairLibrary
from gradgen.transform.derive import Deriver, Goal, Source
from gradgen.transform.program import MadeFunction, Program

GOALS: dict[str, Goal] = {"grad": "grad", "value_and_grad": "value_and_grad", "vjp": "vjp"}


def differentiate(program: Program) -> Program:
    """Return the program with its one function replaced by the derivative and its callees."""
    if program.request.mode == "jvp":
        from gradgen.transform.forward import differentiate_forward

        return differentiate_forward(program)
    (function,) = program.functions
    library = PairLibrary(
        replace(program, helpers=set()), callees=Callees(program.copies, program.resort)
    )
    library.taken |= {program.name, program.unit.name} | syntax.names_in(program.unit.tree)
    source = Source(
        program.unit,
        function.tree,
        dict(program.origin),
        set(function.made),
        program.request.wrt,
        program.parameters,
        program.name,
    )
    deriver = Deriver(source, GOALS[program.request.mode], program.request.single, library)
    derived = deriver.run()
    tree = syntax.clone(function.tree)
    tree.name = program.name
    tree.decorator_list = []
    tree.body = derived.body
    if program.request.mode == "vjp":
        seed = ast.arg(deriver.seed_parameter, _annotation(program, derived.context.shapes.result))
        tree.args.kwonlyargs.append(seed)
        tree.args.kw_defaults.append(None)
    syntax.fix_locations(tree)
    context = derived.context
    main = MadeFunction(
        tree,
        program.unit,
        made=context.made | context.names.made,
        facts=set(context.facts),
    )
    helpers = context.helpers | library.program.helpers
    return replace(program, functions=library.functions(main), helpers=helpers)


def _annotation(program: Program, result: Info) -> ast.expr | None:
    """Return what annotates the adjoint of a result that has no annotation of the user's."""
    if program.unit.tree.returns is not None:
        return None
    declared = {
        argument.arg: argument.annotation
        for argument in all_arguments(program.unit.tree.args)
        if argument.annotation is not None
    }
    if declared and is_scalar(result.shape) is not None:
        return syntax.name("float")
    for parameter, annotation in declared.items():
        info = program.parameters.get(parameter, UNKNOWN)
        if info.kind == result.kind == "array" and info.dtype == "float":
            if equal_shapes(info.shape, result.shape) is not None:
                return syntax.clone(annotation)
    return None
