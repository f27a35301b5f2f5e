"""`kinerja import`: staff register and service cases from a spreadsheet, plans from a JSON document."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kinerja.cli.session import on_database, tell

PROBLEMS_SHOWN = 50
FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group("import")
def import_command() -> None:
    """Masukkan data pegawai, berkas layanan, atau SKP dari berkas."""


@import_command.command("people")
@click.argument("file", type=FILE)
@click.option("--check", "only_check", is_flag=True, help="Periksa saja, jangan tulis apa pun.")
@click.option("--json", "as_json", is_flag=True, help="Cetak hasil sebagai JSON.")
def people_command(file: Path, only_check: bool, as_json: bool) -> None:
    """Masukkan unit, jabatan, pegawai, dan pengangkatan dari XLSX atau CSV (semua atau tidak sama sekali)."""
    content = file.read_bytes()
    with on_database():
        from django.utils import timezone
        from rich.console import Console
        from rich.progress import Progress

        from kinerja.people.imports.run import ImportRefused, check, import_people

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Membaca berkas", total=None)

            def show(stage: str, done: int, total: int) -> None:
                bar.update(task, description=stage, completed=done, total=total or None)

            try:
                if only_check:
                    checked = check(content, file.name, show)
                    if checked.problems:
                        raise ImportRefused(checked.problems)
                    counts = checked.changes.counts()
                else:
                    counts = import_people(content, name=file.name, actor=None, at=timezone.now(), tell=show)
            except ImportRefused as refused:
                bar.stop()
                _tell_problems([str(problem) for problem in refused.problems])
                raise SystemExit(1) from None
    _tell_counts(counts, as_json=as_json, only_check=only_check)


@import_command.command("template")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def template_command(file: Path) -> None:
    """Simpan templat impor pegawai; nama berkas berakhir .xlsx atau .csv."""
    from kinerja.people.imports.template import csv_template, xlsx_template

    file.write_bytes(csv_template() if file.suffix.lower() == ".csv" else xlsx_template())
    tell(f"Templat disimpan di {file}.")


@import_command.command("cases")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Cetak hasil sebagai JSON.")
def cases_command(file: Path, as_json: bool) -> None:
    """Masukkan berkas layanan dari XLSX atau CSV (semua atau tidak sama sekali)."""
    content = file.read_bytes()
    with on_database():
        from django.utils import timezone
        from rich.console import Console
        from rich.progress import Progress

        from kinerja.voice.imports.run import CasesRefused, import_cases

        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("Membaca berkas", total=None)

            def show(done: int, total: int) -> None:
                bar.update(task, description="Memeriksa dan mengukur", completed=done, total=total)

            try:
                counts = import_cases(content, name=file.name, actor=None, at=timezone.now(), tell=show)
            except CasesRefused as refused:
                bar.stop()
                _tell_problems([str(problem) for problem in refused.problems])
                raise SystemExit(1) from None
    if as_json:
        click.echo(json.dumps(counts))
        return
    click.echo(f"Berkas: {counts['new']} baru, {counts['changed']} diperbarui, {counts['kept']} tetap")
    tell("Selesai ditulis.")


@import_command.command("plans")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Cetak id dan predikat setiap dokumen sebagai JSON.")
def plans_command(file: Path, as_json: bool) -> None:
    """Masukkan SKP dengan realisasi dan rating dari JSON, lalu hitung predikatnya."""
    with on_database():
        from kinerja.accounts.errors import ActionError
        from kinerja.assessment.imports import import_plans

        try:
            found = import_plans(file)
        except ActionError as error:
            tell(str(error))
            raise SystemExit(1) from None
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, default=str))
        return
    for one in found:
        click.echo(f"{one['id']}: {one['predicate']}")


def _tell_problems(problems: list[str]) -> None:
    for line in problems[:PROBLEMS_SHOWN]:
        tell(line)
    if len(problems) > PROBLEMS_SHOWN:
        tell(f"... dan {len(problems) - PROBLEMS_SHOWN} lagi.")
    tell(f"{len(problems)} hal perlu diperbaiki. Tidak ada yang ditulis.")


def _tell_counts(counts: dict[str, dict[str, int]], *, as_json: bool, only_check: bool) -> None:
    if as_json:
        click.echo(json.dumps(counts))
        return
    words = {"units": "Unit", "posts": "Jabatan", "people": "Pegawai", "appointments": "Pengangkatan"}
    for name, part in counts.items():
        new, changed, same = part["new"], part["changed"], part["same"]
        click.echo(f"{words[name]}: {new} baru, {changed} berubah, {same} tetap")
    tell("Belum ditulis (--check)." if only_check else "Selesai ditulis.")
