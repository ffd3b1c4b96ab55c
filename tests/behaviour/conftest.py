"""Settings for the behaviour tests."""

import numpy as np
import pytest


@pytest.fixture(autouse=True)
def numpy_errors_are_raised():
    """An overflow or an invalid value in a sample or its derivative is a fault."""
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        yield
