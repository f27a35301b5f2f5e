"""The data folder: where it is, who may enter it, and the signing key kept in it.

KINERJA_DATA/           0700 (0711 as root: the database runs as another user and must pass through)
    pg/                 0700, the embedded database and its socket
    files/              0700, uploads
    secret_key          0600
"""

from __future__ import annotations

import os
import pwd
import secrets
import stat
from contextlib import suppress
from pathlib import Path

import platformdirs

from kinerja.runtime.problems import Problem

ROOT_DATA = Path("/var/lib/kinerja")
HOME_ROOTS = (Path("/home"), Path("/Users"))


def is_root() -> bool:
    return os.geteuid() == 0


def data_dir() -> Path:
    """KINERJA_DATA, else the platform's user data folder; as root always outside every home."""
    chosen = os.environ.get("KINERJA_DATA")
    if chosen:
        return Path(chosen).expanduser().resolve()
    return ROOT_DATA if is_root() else Path(platformdirs.user_data_dir("kinerja")).resolve()


def home_above(path: Path) -> Path | None:
    """The home folder that `path` lies in, if any."""
    for root in HOME_ROOTS:
        if path.is_relative_to(root) and path != root:
            return root / path.relative_to(root).parts[0]
    own = Path(pwd.getpwuid(0).pw_dir).resolve()
    return own if own != Path("/") and path.is_relative_to(own) else None


def open_to_all(path: Path) -> bool:
    """Whether every user may pass through `path` and each folder above it."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in (path, *path.parents))


def prepare(data: Path) -> None:
    """Make the data folder and close it as far as its use allows. Changes no folder above it.

    Raises:
        Problem: root's data lies in a home, a folder above it is closed to the database's user, or it
            cannot be written.
    """
    if is_root() and (home := home_above(data)):
        raise Problem(
            f"Folder data {data} berada di dalam rumah pengguna ({home}), padahal Anda bekerja sebagai root.",
            f"Pakai folder di luar rumah, misalnya: KINERJA_DATA={ROOT_DATA}.",
        )
    try:
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o711 if is_root() else 0o700)
        for name in ("files", "static"):
            (data / name).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise Problem(
            f"Folder data {data} tidak dapat ditulis ({error.strerror}).",
            "Pilih folder lain lewat KINERJA_DATA, atau perbaiki izinnya.",
        ) from error
    if is_root() and not open_to_all(data):
        closed = next(step for step in reversed((data, *data.parents)) if not open_to_all(step))
        raise Problem(
            f"Folder {closed} tertutup bagi pengguna basis data, sehingga {data} tidak terjangkau.",
            f"Pakai folder lain (KINERJA_DATA={ROOT_DATA}) atau jalankan: chmod o+x {closed}",
        )


def secret_key(data: Path) -> str:
    """The signing key of this installation; made once, readable by its owner alone."""
    path = data / "secret_key"
    if not path.exists():
        draft = data / f".secret_key-{os.getpid()}"
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first: its key counts
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
