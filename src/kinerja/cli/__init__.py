"""The command `kinerja`. Subcommands load only when called, so that `kinerja calc` never starts Django."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "audit": "audit",
    "calc": "calc",
    "law": "law",
    "demo": "demo",
    "doctor": "doctor",
    "serve": "serve",
    "migrate": "manage",
    "create-admin": "manage",
    "worker": "manage",
    "import": "imports",
    "backup": "backup",
    "restore": "backup",
    "test": "testing",
}


class LazyGroup(click.Group):
    """Finds a subcommand in the module that COMMANDS names for it, as `<name>_command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"kinerja.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_") + "_command")
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="kinerja")
def main() -> None:
    """Kinerja: penilaian kinerja ASN yang adil, dijelaskan, dan berguna."""
