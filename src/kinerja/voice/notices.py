"""Mail to employees that something waits for them; never what it is about."""

from __future__ import annotations

from django.core.mail import send_mail
from django.utils.translation import gettext as _
from django_tasks import task

from kinerja.accounts.models import User

from .models import Examination


def tell_employee(examination: Examination) -> None:
    """Asks the worker to write to the employee, once the transaction is over."""
    if examination.employee.user_id is not None:
        send_notice.enqueue(examination.employee.user_id)


@task()
def send_notice(user_id: int) -> int:
    """One e-mail without content, in case the person has an address; returns how many were sent."""
    person = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if person is None:
        return 0
    subject = _("Ada pemberitahuan untuk Anda di Kinerja")
    text = _(
        "Ada pemberitahuan yang perlu Anda baca. Masuk ke Kinerja, lalu buka Suara warga, Suara tentang "
        "saya. Demi kerahasiaan, isinya tidak ditulis dalam surel ini."
    )
    return send_mail(subject, text, None, [person.email])
