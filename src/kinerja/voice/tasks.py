"""Work that an act asks for and the worker does."""

from __future__ import annotations

import json

from django.core.mail import EmailMessage
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from django_tasks import task

from .models import DataRequest
from .queries.privacy import copy_of_data


@task()
def send_copy(request_id: int) -> int:
    """Mails the copy that a request asked for, as JSON; returns 1 when it was sent."""
    request = DataRequest.objects.get(pk=request_id)
    text = json.dumps(copy_of_data(request.email), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    body = _("Terlampir salinan data pribadi Anda yang kami simpan, seperti yang Anda minta.")
    mail = EmailMessage(_("Salinan data Anda"), body, None, [request.email])
    mail.attach("data-saya.json", text, "application/json")
    return mail.send()
