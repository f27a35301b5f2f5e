"""The sample city: fictional, marked as such, the same every time."""

from .load import accounts, load, summary

__all__ = ["accounts", "load", "summary"]
