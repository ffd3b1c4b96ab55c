"""Comments belong to statements: above, beside and below them."""
# ruff: noqa: RUF100

import ast

from gradgen.reader import read


# fmt: off
def annotated(x,  # the input
              y=1):
    """Documented."""
    # first
    # second
    a = x + y  # beside

    for i in range(3):  # header
        # in the loop
        a += i
        # end of the loop

    # before the test
    if a > 1:
        b = 1
        # end of the branch
    # on the level of if
    else:  # otherwise
        b = max(
            a,  # inside
            # alone inside
            2,
        )  # last
    c = "# no comment"  # noqa: E501
    d = 1  # type of thing
    return a * b * c * d  # result
    # the end
  # outside, below


def after(x):
    return x
# fmt: on


def test_where_comments_go():
    comments = read(annotated).comments

    def table(found):
        return {ast.unparse(node).splitlines()[0]: text for node, text in found.items()}

    assert table(comments.before) == {
        "a = x + y": ["first", "second"],
        "a += i": ["in the loop"],
        "if a > 1:": ["before the test"],
        "b = max(a, 2)": ["on the level of if", "otherwise", "inside", "alone inside"],
    }
    assert table(comments.after) == {
        "a = x + y": "beside",
        "for i in range(3):": "header",
        "b = max(a, 2)": "last",
        "d = 1": "type of thing",
        "return a * b * c * d": "result",
    }
    assert table(comments.below) == {
        "a += i": ["end of the loop"],
        "b = 1": ["end of the branch"],
        "return a * b * c * d": ["the end"],
    }


def test_comments_of_a_method():
    class Model:
        def force(self, x):
            # Hooke
            return -self.k * x  # linear

        # between

    comments = read(Model.force).comments
    assert list(comments.before.values()) == [["Hooke"]]
    assert list(comments.after.values()) == ["linear"]
    assert not comments.below
