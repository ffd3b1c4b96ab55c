"""Makes the derivative: normalised trees, backward or forward walk, saves, guards, clean text."""
