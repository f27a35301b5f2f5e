"""Import of units, posts, employees and appointments from one table: read, parse, validate, apply.

The first three are pure; `register` reads the database for `validate`, `apply` writes, `run` ties them.
"""
