"""The version of gradgen: in the header of what it writes, so that no package metadata is read."""

__version__ = "0.1.0"
