"""Errors as one plain line: a command group that never shows a traceback or a usage essay."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any, TypeVar

import click
from click.exceptions import BadParameter, MissingParameter, NoArgsIsHelpError, NoSuchCommand, NoSuchOption

from kinerja.rules.errors import RuleError

T = TypeVar("T")


class BadInput(click.ClickException):
    """Bad input: exit 2 with one line on standard error."""

    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(" ".join(self.message.split()), file=file, err=True)


def _in_one_line(act: Callable[[], T]) -> T:
    """Run `act`; whatever it says against its input becomes BadInput."""
    try:
        return act()
    except (NoArgsIsHelpError, BadInput, BrokenPipeError):
        raise
    except click.ClickException as error:
        raise BadInput(_in_indonesian(error)) from error
    except RuleError as error:
        raise BadInput(str(error)) from error
    except UnicodeDecodeError as error:
        raise BadInput(f"berkas bukan teks UTF-8 (bita ke-{error.start})") from error
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        raise BadInput(f"{named}{error.strerror or error}") from error


def _in_indonesian(error: click.ClickException) -> str:
    """What click holds against the command line, for an Indonesian reader."""
    if isinstance(error, MissingParameter) and error.param:
        return f"{error.param.get_error_hint(error.ctx)} wajib diisi"
    if isinstance(error, BadParameter) and error.param:
        return f"{error.param.get_error_hint(error.ctx)}: {error.message}"
    if isinstance(error, NoSuchOption | NoSuchCommand):
        name = error.option_name if isinstance(error, NoSuchOption) else error.command_name
        near = f"; maksud Anda {', '.join(error.possibilities)}?" if error.possibilities else ""
        return f"{name} tidak dikenal{near}"
    return error.format_message()


class PlainGroup(click.Group):
    """A group whose every error, its own and its commands', is one line and exit 2."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        make = super().make_context
        return _in_one_line(lambda: make(info_name, args, parent, **extra))

    def invoke(self, ctx: click.Context) -> Any:
        run = super().invoke
        return _in_one_line(lambda: run(ctx))
