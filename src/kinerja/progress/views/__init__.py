"""Pages of doing and telling: load, ask access, call one action, show."""
