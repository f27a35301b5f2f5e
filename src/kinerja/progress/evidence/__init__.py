"""What may be kept as evidence besides files: links, judged by their form."""

from .links import LinkVerdict, RefusedLink, check_link

__all__ = ["LinkVerdict", "RefusedLink", "check_link"]
