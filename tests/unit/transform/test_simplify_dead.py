"""Dead code goes, with the comments above it; what has an effect or is seen elsewhere stays."""

from __future__ import annotations

import numpy as np
import pytest

from gradgen.transform.simplify_dead import remove_dead
from tests.unit.transform.cleaning import check

X = np.array([0.3, -1.2, 0.7, 2.0])


def dead(before: str, after: str, *arguments: object, **options: object) -> None:
    check(before, after, *arguments, passes=(remove_dead, remove_dead), **options)


def stays(text: str, *arguments: object, **options: object) -> None:
    dead(text, text, *arguments, **options)


def test_a_chain_that_ends_nowhere_goes_with_its_headings() -> None:
    dead(
        """
        def f(x):
            # Forward pass
            a = np.sin(x)
            # the value
            b = a * 2.0
            c = np.sum(b)

            # Backward pass
            # c = np.sum(b)
            grad_b = np.ones_like(x)
            # unused = x + 1
            grad_unused = 0.0
            # b = np.sin(x)
            grad_x = grad_b * 2.0
            return grad_x
        """,
        """
        def f(x):
            # Backward pass
            # c = np.sum(b)
            grad_b = np.ones_like(x)
            # b = np.sin(x)
            grad_x = grad_b * 2.0
            return grad_x
        """,
        X,
    )


def test_the_energy_of_a_loop_that_is_only_accumulated_goes() -> None:
    dead(
        """
        def f(x):
            # Forward pass
            energy = 0.0
            for i in range(1, len(x)):
                energy += np.sin(x[i]) * x[i - 1]
            # Backward pass
            grad_x = np.zeros_like(x)
            for i in reversed(range(1, len(x))):
                # energy += np.sin(x[i]) * x[i - 1]
                grad_x[i] += np.cos(x[i]) * x[i - 1]
            return grad_x
        """,
        """
        def f(x):
            # Backward pass
            grad_x = np.zeros_like(x)
            for i in reversed(range(1, len(x))):
                # energy += np.sin(x[i]) * x[i - 1]
                grad_x[i] += np.cos(x[i]) * x[i - 1]
            return grad_x
        """,
        X,
    )


def test_values_that_only_feed_each_other_round_a_loop_go() -> None:
    dead(
        """
        def f(x, n):
            a = 1.0
            b = 2.0
            for i in range(n):
                if a > 3.0:
                    a = b
                b = a + b
                x = np.sin(x)
            return x
        """,
        """
        def f(x, n):
            for i in range(n):
                x = np.sin(x)
            return x
        """,
        X,
        3,
    )


def test_in_place_writes_that_nobody_reads_go() -> None:
    dead(
        """
        def f(x):
            grad_a = np.zeros_like(x)
            saved_x = []
            for i in range(3):
                grad_a[i] += x[i]
                saved_x.append(x)
            np.add.at(grad_a, [0, 0], 1.0)
            np.copyto(grad_a, x)
            grad_a.fill(1.0)
            return x * 2.0
        """,
        """
        def f(x):
            return x * 2.0
        """,
        X,
    )


def test_a_write_is_kept_for_a_view_that_is_read() -> None:
    stays(
        """
        def f(x):
            u = x.copy()
            v = u[1:]
            saved_u = u[1:].copy()
            u[1:] = 5.0
            w = v * 2.0
            u[1:] = saved_u
            return v + w
        """,
        X,
    )


def test_a_write_is_kept_for_a_container_that_is_read() -> None:
    stays(
        """
        def f(x):
            u = x.copy()
            hist = []
            hist.append(u)
            u[1:] = 5.0
            return hist[0] * 2.0
        """,
        X,
    )


def test_a_write_is_kept_for_rows_that_are_read() -> None:
    stays(
        """
        def f(x):
            u = x.reshape(2, 2) * 1.5
            for row in u:
                row[0] = 2.0
            return u
        """,
        X,
    )


def test_a_write_to_an_argument_is_kept() -> None:
    stays(
        """
        def f(x):
            v = x[1:]
            v[0] = 1.0
            return 2.0
        """,
        X,
    )


def test_effects_stay() -> None:
    stays(
        """
        def f(x, rng):
            print(x)
            rng.normal(size=3)
            log(x)
            y = x + 1.0
            touch(y)
            if x[0] > 100.0:
                raise ValueError("too large")
            assert np.all(x < 50.0), "large"
            return x
        """,
        X,
        np.random.default_rng(1),
        log=lambda x: None,
        touch=lambda x: x,
    )


def test_pop_stays_where_the_list_is_read_later() -> None:
    dead(
        """
        def f(x):
            saved = [x, x + 1.0]
            first = saved.pop()
            return saved.pop()
        """,
        """
        def f(x):
            saved = [x, x + 1.0]
            saved.pop()
            return saved.pop()
        """,
        X,
    )


def test_names_that_nothing_reads_go() -> None:
    dead(
        """
        def f(x, rng):
            a, b, c = x[0], x[1], rng.normal()
            noise = rng.normal(size=3)
            d, e = (2.0 * x)[:2]
            try:
                n = 1 // int(x[0])
            except ZeroDivisionError:
                pass
            return a + d
        """,
        """
        def f(x, rng):
            a, c = x[0], rng.normal()
            rng.normal(size=3)
            d, e = (2.0 * x)[:2]
            return a + d
        """,
        X,
        np.random.default_rng(1),
    )


def test_pop_goes_with_its_list() -> None:
    dead(
        """
        def f(x):
            saved = [x, x + 1.0]
            while saved:
                last = saved.pop()
            return x
        """,
        """
        def f(x):
            return x
        """,
        X,
    )


def test_calls_of_generated_functions_go_where_they_are_pure() -> None:
    text = """
        def f(x):
            value, saved = g_forward(x)
            grad_x = g_backward(saved, 1.0)
            return x
        """
    dead(text, "def f(x):\n    return x", pure={"g_forward", "g_backward"})
    dead(text, text.replace("grad_x = ", ""))


def test_an_empty_branch_turns_the_test_round() -> None:
    dead(
        """
        def f(x, n):
            if n == 3:
                # gone = 1.0
                grad_gone = 1.0
            else:
                x = x + 1.0
            if n > 2:
                other = 1.0
            elif n > 1:
                x = x * 2.0
            if n > 5:
                other = 3.0
            return x
        """,
        """
        def f(x, n):
            if n != 3:
                x = x + 1.0
            if not n > 2:
                if n > 1:
                    x = x * 2.0
            return x
        """,
        X,
        2,
    )


def test_jumps_stay_with_their_loop() -> None:
    dead(
        """
        def f(x, n):
            last = 0
            for i in range(n):
                if i % 3 == 2:
                    continue
                x = x * 1.5
                if x[3] > 5.0:
                    last = i
                    break
                last = i
            for i in range(n):
                if i == 2:
                    break
                last = i
            for i in range(n):
                x = x + i
                if i == 1:
                    last = i
                    continue
            return x
        """,
        """
        def f(x, n):
            for i in range(n):
                if i % 3 == 2:
                    continue
                x = x * 1.5
                if x[3] > 5.0:
                    break
            for i in range(n):
                x = x + i
            return x
        """,
        X,
        5,
    )


def test_a_loop_variable_that_is_read_later_keeps_its_loop() -> None:
    dead(
        """
        def f(x, n):
            i = 1
            for i in range(n):
                unused = x[i]
            return x[i]
        """,
        """
        def f(x, n):
            i = 1
            for i in range(n):
                pass
            return x[i]
        """,
        X,
        3,
    )


def test_self_assignment_and_bare_values_go() -> None:
    dead(
        """
        def f(x):
            y = x * 2.0
            y = y
            x + 1.0
            del x
            return y
        """,
        """
        def f(x):
            y = x * 2.0
            return y
        """,
        X,
    )


def test_what_a_closure_or_a_lazy_generator_reads_stays() -> None:
    stays(
        """
        def f(x):
            a = 2.0
            scale = lambda v: a * v
            b = 3.0
            parts = (b * v for v in x)
            y = scale(x)
            a = 5.0
            b = 4.0
            return scale(x) + sum(parts)
        """.replace("            y = scale(x)\n", ""),
        X,
    )


def test_a_trailing_comment_goes_with_its_statement() -> None:
    dead(
        """
        def f(x):
            # Forward pass
            # gone too
            a = x + 1.0  # gone
            b = x + 2.0  # stays
            # Backward pass
            grad_x = b * 2.0
            return grad_x
        """,
        """
        def f(x):
            # Forward pass
            b = x + 2.0  # stays
            # Backward pass
            grad_x = b * 2.0
            return grad_x
        """,
        X,
    )


def test_statements_in_try_and_with_are_seen() -> None:
    stays(
        """
        def f(x):
            n = 1
            try:
                n = 2
                n = int(x[0] / 0)
            except (ValueError, OverflowError):
                n = n + 1
            with np.errstate(all="ignore"):
                y = x / 0.0
            return np.isnan(y) * n
        """,
    )


@pytest.mark.parametrize("write", ["u[1:] = saved_u", "u += 1.0", "u.sort()", "u.fill(2.0)"])
def test_each_kind_of_write_is_kept_for_an_alias(write: str) -> None:
    stays(
        f"""
        def f(x):
            u = x * 2.0
            saved_u = 3.0
            t = u.T
            {write}
            return t
        """.replace(
            "            saved_u = 3.0\n",
            "" if "saved" not in write else "            saved_u = 3.0\n",
        ),
        X,
    )


def test_reading_an_iterator_changes_it() -> None:
    stays(
        """
        def f(x):
            rows = iter(x)
            next(rows)
            list(zip(rows, range(1)))
            return next(rows)
        """,
        X,
    )
