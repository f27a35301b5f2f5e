"""Settings under test: the product's own, with a throwaway data folder and a cheap password hash."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("KINERJA_SECRET_KEY", "kunci-uji-yang-tidak-rahasia-dan-cukup-panjang-0123456789")
# One folder a run: xdist's workers inherit it, and with it the one database server.
RUN = os.environ.get("KINERJA_TEST_RUN") or tempfile.mkdtemp(prefix="kinerja-uji-")
os.environ["KINERJA_TEST_RUN"] = RUN
Path(RUN).chmod(0o711)  # as root the server runs as another user and must pass through
DATA = Path(RUN) / f"data-{os.getpid()}"
(DATA / "static").mkdir(parents=True, exist_ok=True)
os.environ["KINERJA_DATA"] = str(DATA)

from kinerja.settings import *
from kinerja.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DATABASES["default"]["TEST"] = {"NAME": f"uji_{os.getpid()}"}
DATABASES["default"]["CONN_MAX_AGE"] = 0
SURVEY_REMEMBERED_SECONDS = 0  # a test changes a survey and sees it at once
PUBLIC_SECONDS = 0  # likewise a public page
WHITENOISE_USE_FINDERS = False  # each client would read every static file anew; live_server has its own way
