"""Helpers for matrices whose diagonals are constant, and for those put together of blocks."""

# mypy: allow-untyped-defs, no-check-untyped-defs

import numpy as np


def antidiagonal_sums(x):
    """Sum the elements of a matrix for which the sum of both indices is the same."""
    rows, columns = np.shape(x)
    wide = np.concatenate([x, np.zeros((rows, rows), dtype=x.dtype)], axis=1)
    shifted = np.reshape(np.ravel(wide)[: rows * (rows + columns - 1)], (rows, -1))
    return np.sum(shifted, axis=0)


def below_diagonal(sums, column):
    """Take, of sums over diagonals, those that the first column of a Toeplitz matrix fills."""
    return np.flip(sums[: np.size(column)])


def above_diagonal(sums, row):
    """Take, of sums over diagonals, those that the first row of a Toeplitz matrix fills."""
    rest = sums[np.size(sums) - np.size(row) + 1 :]
    return np.concatenate([np.zeros_like(sums[:1]), rest])


def first_row(column, row):
    """Return the first row of a Toeplitz matrix: its first element is that of the column."""
    return np.concatenate([column[:1], row[1:]])


def wrapped_around(sums, c):
    """Take, of sums over diagonals, those above the main one, in the order from the corner."""
    return np.concatenate([np.zeros_like(sums[:1]), np.flip(sums[np.size(c) :])])


def first_row_only(row):
    """Return the square matrix of zeros but for its first row."""
    count = np.size(row)
    return np.concatenate([row[None], np.zeros((count - 1, count), dtype=row.dtype)])


def block_of(grad, arrays, k):
    """Adjoint of the `k`-th array in `scipy.linalg.block_diag(*arrays)`."""
    sides = [(1, np.size(x)) if np.ndim(x) < 2 else np.shape(x) for x in arrays]
    row = sum(rows for rows, _ in sides[:k])
    column = sum(columns for _, columns in sides[:k])
    rows, columns = sides[k]
    return np.reshape(grad[row : row + rows, column : column + columns], np.shape(arrays[k]))


def block_placed(block, arrays, k):
    """Put the `k`-th of `arrays` alone where `scipy.linalg.block_diag` puts it."""
    sides = [(1, np.size(x)) if np.ndim(x) < 2 else np.shape(x) for x in arrays]
    row = sum(rows for rows, _ in sides[:k])
    column = sum(columns for _, columns in sides[:k])
    rows, columns = sides[k]
    out = np.zeros([sum(side) for side in zip(*sides, strict=True)], dtype=np.result_type(block))
    out[row : row + rows, column : column + columns] = np.reshape(block, (rows, columns))
    return out


def toeplitz_transposed(c_or_cr):
    """Return what determines the transposed matrix: one array does so if it is symmetric."""
    if isinstance(c_or_cr, (list, tuple)):
        return first_row(c_or_cr[0], c_or_cr[1]), c_or_cr[0]
    return c_or_cr


def toeplitz_grad(sums, c_or_cr):
    """Give sums over diagonals to what determines a Toeplitz matrix: `(c, r)`, or one array."""
    if isinstance(c_or_cr, (list, tuple)):
        return [below_diagonal(sums, c_or_cr[0]), above_diagonal(sums, c_or_cr[1])]
    return below_diagonal(sums, c_or_cr) + above_diagonal(sums, c_or_cr)


def block_above(a, e):
    """Return the block matrix `[[a, e], [0, a]]`."""
    above = np.concatenate([a, e], axis=-1)
    return np.concatenate([above, np.concatenate([np.zeros_like(a), a], axis=-1)], axis=-2)


def upper_right(blocks):
    """Take the upper right block of a matrix of two by two."""
    size = np.shape(blocks)[-1] // 2
    return blocks[..., :size, size:]


def beside_diagonal(x):
    """Return the block matrix `[[0, x], [0, 0]]`."""
    above = np.concatenate([np.zeros_like(x), x], axis=-1)
    return np.concatenate([above, np.zeros_like(above)], axis=-2)


def diagonal_blocks(blocks):
    """Add both diagonal blocks of a matrix of two by two."""
    size = np.shape(blocks)[-1] // 2
    return blocks[..., :size, :size] + blocks[..., size:, size:]
