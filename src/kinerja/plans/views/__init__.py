"""Pages of the plan: load, ask access, call one act, render."""
