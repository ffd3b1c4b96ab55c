"""Numerical validation of derivatives; nothing here is needed to differentiate."""
