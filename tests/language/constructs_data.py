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
    """`insert`, `extend`, `+`, `*` of lists"""
    values = [x]
    values.insert(0, x * x)
    return values[0] * values[1]


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


@data((X,))
def comprehension(x):
    """Comprehensions, generator expressions"""
    return sum([a * a for a in x])


@data((0.7,))
def attribute(x):
    """Attributes of objects"""
    spring = SimpleNamespace(k=x * x)
    return spring.k * x


@data((0.7, SimpleNamespace(y=0.0)), refused="GG124")
def attribute_written(x, holder):
    """`object.attribute = e`"""
    holder.y = x * x
    return holder.y
