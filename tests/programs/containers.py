"""Lists, tuples and dicts of differentiated values: networks, states, records."""

import numpy as np


def network(params, x, y):
    """A network whose parameters are a list of pairs."""
    for w, b in params:
        x = np.tanh(x @ w + b)
    return np.sum((x - y) ** 2)


def network_with_head(params, x, y):
    """All layers but the last are alike."""
    for w, b in params[:-1]:
        x = np.tanh(x @ w + b)
    w, b = params[-1]
    return np.mean((x @ w + b - y) ** 2)


def network_from_second(params, x):
    """The first layer is another one."""
    first = params[0]
    x = np.sin(x @ first[0]) + first[1]
    for w, b in params[1:]:
        x = np.tanh(x @ w + b)
    return np.sum(x)


def network_in_two_lists(weights, biases, x):
    """Weights and biases in lists of their own."""
    for w, b in zip(weights, biases):
        x = np.tanh(x @ w + b)
    return np.sum(x**2)


def network_by_index(weights, biases, x):
    """The same, counted."""
    for k in range(len(weights)):
        x = np.tanh(x @ weights[k] + biases[k])
    return np.sum(x**2)


def network_of_names(params, x, y):
    """Parameters in a dict."""
    hidden = np.tanh(x @ params["w1"] + params["b1"])
    out = hidden @ params["w2"] + params["b2"]
    return np.mean((out - y) ** 2)


def dense(layer, x):
    return np.tanh(x @ layer["w"] + layer["b"])


def network_of_layers(params, x, y):
    """A dict of layers, each a dict, and a function that takes one."""
    for layer in params["layers"]:
        x = dense(layer, x)
    return np.mean((x @ params["head"] - y) ** 2)


def predict(params, x):
    for w, b in params:
        x = np.tanh(x @ w + b)
    return x


def regularised(params, x, y, strength):
    """The parameters go to a function, and are read beside it."""
    penalty = sum(np.sum(w**2) for w, _ in params)
    return np.mean((predict(params, x) - y) ** 2) + strength * penalty


def consistency(params, x):
    """One function is given the parameters twice."""
    return np.sum((predict(params, x) - predict(params, 2.0 * x)) ** 2)


def backwards(params, x):
    """A list walked from both ends."""
    for w, b in reversed(params):
        x = np.tanh(x @ w + b)
    for k, (w, b) in enumerate(params):
        x = x + k * np.sum(w) * np.sum(b)
    return np.sum(x)


def weight_decay(params, strength):
    """Every entry of a dict, whatever its name."""
    total = 0.0
    for name, value in params.items():
        factor = 0.5 if name == "bias" else 1.0
        total += factor * np.sum(value**2)
    for value in params.values():
        total += np.sum(np.sin(value))
    return strength * total


def named_entries(params):
    """Keys walk the dict, and a tuple."""
    out = 0.0
    for name in params:
        out = out + np.sum(params[name] ** 3)
    for name in ("gain", "bias"):
        out = out + np.sum(params[name])
    return out


def until_heavy(params, x):
    """A loop over entries that is left early."""
    total = 0.0
    for value in params.values():
        total += np.sum(value**2) * x
        if total > 0.5:
            break
    return total


def polynomial(coefficients, x):
    a, b, c = coefficients
    return a * x**2 + b * x + c * a


def first_and_rest(values, x):
    """Unpacking with a star."""
    first, *middle, last = values
    total = first * x + last
    for value in middle:
        total += value**2 * x
    return total


def grid_values(grid, x):
    """A list of lists."""
    total = 0.0
    for i in range(len(grid)):
        for j in range(len(grid[i])):
            total += grid[i][j] * grid[0][j] * x
    return total


def tail(values):
    rest = values[1:]
    return rest[0] * rest[-1] + values[0]


def tree_energy(node):
    """A recursion over a tree of dicts."""
    return node["value"] ** 2 + sum(tree_energy(child) for child in node["children"])


def written_parameters(params, x):
    """The function writes to its argument: the caller's arrays stay as they were."""
    params["w"] += x
    params["b"][0] = 2.0 * x
    return np.sum(params["w"] ** 2) + np.sum(params["b"] ** 3)


# ---- containers made by the function ------------------------------------------------


def polar(x, y):
    return np.hypot(x, y), np.arctan2(y, x)


def pair_by_index(x, y):
    """The results of a function, taken by their places."""
    both = polar(x, y)
    return both[0] * np.sin(both[1])


def pair_in_loop(x, v, n):
    """A tuple is the state."""
    state = (x, v)
    for _ in range(n):
        state = (state[0] + 0.1 * state[1], state[1] - 0.1 * np.sin(state[0]))
    return state[0] ** 2 + state[1]


def tuple_step(state, dt):
    x, v = state
    return x + dt * v, v - dt * np.sin(x)


def tuple_through_calls(x, v, n):
    state = (x, v)
    for _ in range(n):
        state = tuple_step(state, 0.1)
    return state[0] * state[1]


def dict_step(state, dt):
    x, v = state["x"], state["v"]
    return {"x": x + dt * v, "v": v - dt * np.sin(x)}


def dict_through_calls(state, n):
    for _ in range(n):
        state = dict_step(state, 0.1)
    return state["x"] ** 2 + state["v"]


def dict_in_place(x, v):
    """Entries of a dict are set anew."""
    state = {"x": x, "v": v}
    for _ in range(3):
        state["v"] = state["v"] - 0.1 * state["x"]
        state["x"] = state["x"] + 0.1 * state["v"]
    return state["x"] ** 2


def dict_of_arrays(x, n):
    state = {"x": x, "energy": 0.0}
    for _ in range(n):
        state = {"x": np.sin(state["x"]), "energy": state["energy"] + np.sum(state["x"] ** 2)}
    return state["energy"]


def dict_operations(x, v):
    """`dict`, `update`, `get`, `in` and `**`."""
    state = dict(x=x, v=v)
    state.update(v=2.0 * state["v"], w=x * v)
    merged = {**state, "x": state["x"] ** 2}
    if "w" in merged:
        return merged["x"] + merged.get("v") * merged["w"] + merged.get("other", 1.0)
    return x


def dict_walked(x):
    parts = {"kinetic": x**2, "potential": np.cos(x)}
    total = 0.0
    for name, part in parts.items():
        total += part * (2.0 if name == "kinetic" else 3.0)
    return total


def record_of(x):
    return {"loss": x**2, "aux": np.sin(x)}


def record_read(x):
    record = record_of(x)
    return record["loss"] * record["aux"]


def list_operations(a, b):
    """`+`, `extend`, `+=`, slices, `list`, `tuple` and `len`."""
    values = [a, b] + [a * b]
    values.extend([a**2, b**2])
    values += [np.sin(a)]
    part = values[1:4]
    copied = list(part)
    fixed = tuple(copied)
    return fixed[0] * fixed[-1] + sum(values) + len(values)


def list_at_both_ends(x, y):
    queue = []
    queue.insert(0, x)
    queue.insert(0, x * y)
    front = queue.pop(0)
    queue.append(front * front)
    queue.append(y)
    queue.pop()
    return queue[0] * queue[1]


def list_by_element(x, n):
    values = [0.0] * n
    values[0] = x
    for i in range(1, n):
        values[i] = np.sin(values[i - 1]) * x
    return values[-1] + sum(values)


def appended_and_read(x, n):
    values = [x]
    for i in range(n):
        values.append(np.sin(values[i]) + values[-1])
    return values[-1]


def list_replaced(x, n):
    history = [x, 2.0 * x]
    for _ in range(n):
        history = [history[1], history[0] * history[1]]
    return history[0] + history[1]


def list_of_lists(x, n):
    grid = []
    for i in range(n):
        row = []
        for j in range(n):
            row.append(x * (i + 1) + j)
        grid.append(row)
    total = 0.0
    for i in range(n):
        for j in range(n):
            total += grid[i][j] * grid[j][i]
    return total


def stacked_rows(x, a):
    rows = [a * x, x**2, np.sin(x)]
    return np.sum(np.stack(rows) ** 2) + np.sum(rows[0] * rows[-1])


def extremes(values, scale):
    """`max` and `min` of a list."""
    scaled = [scale * value for value in values]
    return max(scaled) - min(scaled) ** 2


def appended_to_its_last(x, n):
    """What is appended is made of the last element."""
    values = [x]
    for _ in range(n):
        values.append(np.sin(values[-1]))
    return values[-1] * values[0]


def dict_of_counted(values):
    """Keys that are numbers."""
    squares = {}
    for i, value in enumerate(values):
        squares[i] = value**2
    return squares[0] * squares[1]
