"""Sample user functions, one file a theme: plain Python and NumPy, and nothing of gradgen."""
