"""Containers and objects: one function a row."""

from types import SimpleNamespace

import numpy as np

from tests.language.table import Section

X = np.array([0.5, -1.2, 2.0])

data = Section("Containers and objects")


@data((0.7,))
def tuples(x):
    """Tuples: built, unpacked, returned by functions of the user's"""
    pair = (x * x, np.sin(x))
    a, b = pair
    return a * b


@data((0.7,))
def tuple_indexed(x):
    """`pair[0]` of a tuple"""
    pair = (x * x, np.sin(x))
    return pair[0] * pair[1]


@data((X,))
def list_filled(x):
    """Lists: `append`, `pop`, loops over them"""
    values = []
    for a in x:
        values.append(a * a)
    total = values.pop()
    for value in values:
        total = total * value
    return total


@data((0.7,))
def list_changed(x):
    """`insert`, `extend`, `+`, `*` of lists, `pop` of any place, negative indices, slices"""
    values = [x] * 2 + [1.0]
    values.insert(1, x * x)
    values.extend([np.sin(x), 2.0])
    first = values.pop(1)
    return first * values[-2] + sum(values[1:])


@data((0.7, 4))
def list_by_index(x, n):
    """`[0.0] * n`, `[None] * n`, filled by index"""
    values = [0.0] * n
    values[0] = x
    for k in range(1, n):
        values[k] = np.sin(values[k - 1])
    return values[-1]


@data((X,))
def list_in_order(x):
    """`sorted`, `sort`, `max`, `min`, also with a key"""
    ordered = sorted(x, key=lambda a: a * a)
    return ordered[0] * max(x) + min(x, key=abs)


@data((X,), refused="GG123")
def list_or_array(x):
    """`x + [1.0, 2.0, 3.0]` where nothing tells whether `x` is a list"""
    joined = x + [1.0, 2.0, 3.0]  # noqa: RUF005
    return joined[0]


@data((X,))
def columns(x):
    """`zip(*rows)`, `zip(x, reversed(x))`, `enumerate(zip(x, y))`"""
    first, second = zip(*[(a, a * b) for a, b in zip(x, reversed(x), strict=True)], strict=True)
    return sum(k * a * b for k, (a, b) in enumerate(zip(first, second, strict=True)))


@data((0.7, "b"))
def dictionary_of_constants(x, key):
    """Containers of any kind that carry no gradient"""
    weights = {"a": 1.0, "b": 2.0}
    return weights[key] * x * x * len({1, 2})


@data((0.7,))
def dictionary(x):
    """Dictionaries"""
    parts = {"square": x * x, "sine": np.sin(x)}
    return parts["square"] * parts["sine"]


@data((0.7,))
def dictionary_changed(x):
    """`dict(...)`, `dict(zip(names, x))`, `get`, `setdefault`, `update`, `{**a, **b}`, `a | b`"""
    parts = dict(zip(("square", "sine"), (x * x, np.sin(x)), strict=True))
    parts.update(whole=x)
    parts = {**parts, "half": 0.5 * x} | {"sine": x}
    parts.setdefault("none", x)
    return parts["square"] * parts.get("sine", 1.0) * parts["none"]


@data((X,))
def comprehension(x):
    """Comprehensions, generator expressions"""
    return sum([a * a for a in x])


@data((0.7,))
def attribute(x):
    """Attributes of objects"""
    spring = SimpleNamespace(k=x * x)
    return spring.k * x


class Path:
    def __init__(self, place):
        self.place = place
        self.length = 0.0

    def step(self, by):
        self.place = self.place + by
        self.length += by**2


@data((0.7,))
def object_changed(x):
    """`object.attribute = e`, methods that change an object, of objects made in the function"""
    path = Path(x)
    path.step(x * x)
    path.place *= 2.0
    return path.place * path.length


@data((0.7,), reverse="GG121", forward="GG201")
def object_in_a_list(x):
    """Objects in lists and dicts"""
    paths = [Path(x)]
    return paths[0].place


@data((0.7, SimpleNamespace(y=0.0)), refused="GG124")
def attribute_written(x, holder):
    """`object.attribute = e` of an object that the caller gave"""
    holder.y = x * x
    return holder.y
