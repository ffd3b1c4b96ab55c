"""Which assignments of a name its uses see."""

import ast

from gradgen.analysis.reaching import Reaching


def seen(text, spoiled_by=()):
    """Return, by line, the lines of the assignments of `v` that uses see; spoiled ones negative."""
    body = ast.parse(text).body

    def spoils(parts):
        names = {n.id for part in parts for n in ast.walk(part) if isinstance(n, ast.Name)}
        return bool(names & set(spoiled_by))

    reaching = Reaching("v", spoils)
    reaching.follow(body)
    found = {}
    for node, values in reaching.seen.items():
        lines = {(made.lineno if made else 0) * (-1 if bad else 1) for made, bad in values}
        found[node.lineno] = found.get(node.lineno, set()) | lines
    return found


def test_branches_meet():
    assert seen("v = a\nif c:\n    v = b\n    use(v)\nuse(v)") == {4: {3}, 5: {1, 3}}


def test_a_round_sees_the_round_before():
    text = "v = a\nfor k in x:\n    use(v)\n    v = b\n    if k:\n        break\nuse(v)"
    assert seen(text) == {3: {1, 4}, 7: {1, 4}}


def test_an_update_is_a_use():
    assert seen("v = a\nv += b\nuse(v)") == {2: {1}, 3: {1}}


def test_what_it_is_made_of_changes():
    assert seen("v = y\nx = b\nuse(v)", {"x"}) == {3: {-1}}


def test_an_attempt_may_end_anywhere():
    text = "v = a\ntry:\n    v = b\n    v = c\nexcept ValueError:\n    use(v)"
    assert seen(text) == {6: {1, 3, 4}}


def test_a_capture_stays_though_the_guard_does_not_hold():
    text = "match x:\n    case v if v > 1:\n        use(v)\nuse(v)"
    assert seen(text) == {2: {1}, 3: {1}, 4: {0, 1}}


def test_a_function_that_is_defined():
    assert seen("v = a\ndef v():\n    pass\nuse(v)") == {4: {2}}
