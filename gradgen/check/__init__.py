"""Numerical validation of derivatives; nothing here is needed to differentiate."""

from __future__ import annotations

from gradgen.check.gradient import check_grad
from gradgen.check.report import ArgumentReport, DotProduct, GradientMismatchError, Report

__all__ = ["ArgumentReport", "DotProduct", "GradientMismatchError", "Report", "check_grad"]
