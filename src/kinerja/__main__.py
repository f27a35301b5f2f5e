"""`python -m kinerja` is the command `kinerja`."""

from kinerja.cli import main

main()
