"""Answers about a tree, which stays as it is: activity, aliases, effects, liveness, shapes."""
