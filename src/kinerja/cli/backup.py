"""`kinerja backup` and `kinerja restore`: also the bridge from the embedded database to an office's own."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kinerja.cli.session import plainly, tell

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup")
@click.argument("file", type=FILE)
@click.option("--overwrite", is_flag=True, help="Timpa berkas yang sudah ada.")
def backup_command(file: Path, overwrite: bool) -> None:
    """Simpan basis data ke FILE (format pg_dump custom) dan unggahan ke FILE.files.tar."""
    from kinerja.runtime.dump import backup
    from kinerja.runtime.environment import environment, files_dir
    from kinerja.runtime.paths import data_dir

    with plainly(), environment(tell):
        archive = backup(os.environ["DATABASE_URL"], files_dir(data_dir()), file, overwrite=overwrite)
    tell(f"Cadangan tersimpan: {file}" + (f" dan {archive}" if archive else " (tidak ada unggahan)"))


@click.command("restore")
@click.argument("file", type=FILE)
@click.option("--replace", is_flag=True, help="Ganti isi basis data yang sudah ada.")
def restore_command(file: Path, replace: bool) -> None:
    """Pulihkan basis data dari FILE, dan unggahan dari FILE.files.tar bila ada."""
    from kinerja.runtime.dump import restore
    from kinerja.runtime.environment import environment, files_dir
    from kinerja.runtime.paths import data_dir

    with plainly(), environment(tell):
        restore(os.environ["DATABASE_URL"], files_dir(data_dir()), file, replace=replace)
    tell("Pulih. Bila versi Kinerja lebih baru daripada cadangan ini, jalankan: kinerja migrate")
