"""Numbers in an address."""


def number(text: str) -> int:
    """The key that `text` says, or 0 for anything that is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
