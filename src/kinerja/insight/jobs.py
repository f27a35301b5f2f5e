"""Work that a page asks for and a worker does."""

from django.core.mail import send_mass_mail
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from kinerja.accounts.models import User
from kinerja.audit.actions import verify_recorded


@task()
def send_reminders(users: list[int], step: str, period: str) -> int:
    """One e-mail to each of `users` who has an address; returns how many were sent."""
    subject = _("Pengingat kinerja: %(step)s, %(period)s") % {"step": step, "period": period}
    body = _(
        "Ada yang menunggu Anda untuk langkah “%(step)s” (%(period)s). Buka halaman Hari ini di Kinerja."
    )
    people = User.objects.filter(pk__in=users, is_active=True).exclude(email="")
    text = body % {"step": step, "period": period}
    return send_mass_mail([(subject, text, None, [person.email]) for person in people])


@task()
def verify_log(user: int) -> int:
    """Verifies the audit log for the user who asked; returns how many faults there are."""
    return len(verify_recorded(actor=User.objects.get(pk=user), at=timezone.now()))
