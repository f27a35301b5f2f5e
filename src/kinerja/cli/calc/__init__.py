"""`kinerja calc`: the law computed from the command line, with no database and no Django.

A subcommand is a module of this package with an attribute `command`; it loads only when called.
"""

from __future__ import annotations

from importlib import import_module

import click

from kinerja.cli.plain import PlainGroup

MODULES = {
    "predicate": "predicate",
    "distribution": "distribution",
    "target": "target",
    "deadline": "deadline",
    "improvement": "improvement",
    "skm": "skm",
    "sample-size": "sample_size",
    "credit": "credit",
    "credit-sum": "credit_sum",
    "talent": "talent",
    "jpm": "jpm",
    "ip-asn": "ip_asn",
    "hours": "hours",
    "allowance": "allowance",
    "effect": "effect",
}


class CalcGroup(PlainGroup):
    """Finds a subcommand in the module that MODULES names for it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(MODULES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in MODULES:
            return None
        command: click.Command = import_module(f"kinerja.cli.calc.{MODULES[cmd_name]}").command
        return command


@click.group(cls=CalcGroup)
def calc_command() -> None:
    """Hitung menurut aturan, lengkap dengan penjelasannya (tanpa basis data)."""
