"""What a reporter takes home, if he gave an address: a mail with the link and the key."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _

SECONDS = 10
log = logging.getLogger(__name__)


def send_key(*, email: str, number: str, key: str, link: str) -> bool:
    """Mails number, key and link; nothing of the report. False when the mail server refused.

    Sent at once and by nobody's queue: there the key would lie readable.
    """
    text = _(
        "Laporan Anda kami terima.\n\nNomor: %(number)s\nKunci: %(key)s\n\n"
        "Lihat kemajuannya di %(link)s\n\nSimpan surel ini. Siapa pun yang memegang nomor dan kunci dapat "
        "membaca laporan Anda."
    ) % {"number": number, "key": key, "link": link}
    subject = _("Laporan %(number)s diterima") % {"number": number}
    try:
        with get_connection(timeout=SECONDS) as server:
            EmailMessage(subject, text, None, [email], connection=server).send()
    except (SMTPException, OSError) as error:
        log.warning("A receipt could not be mailed: %s", type(error).__name__)
        return False
    return True
