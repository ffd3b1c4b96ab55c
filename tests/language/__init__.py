"""The specification of the language: a table, the page made from it, and its tests."""
