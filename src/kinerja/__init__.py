"""Kinerja: lawful, explained performance management for Indonesian public agencies."""

__version__ = "0.1.0"
