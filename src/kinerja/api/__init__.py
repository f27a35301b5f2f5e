"""The programming interface: systems of the agency hand in cases, anybody reads the public catalogue."""
