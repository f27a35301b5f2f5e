"""A page with one form that leads to one act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from .errors import ActionError
from .request import Request


def posted(request: Request) -> QueryDict | None:
    """What to bind a form to: the post, also an empty one, or nothing on a plain visit."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: Request,
    form: forms.Form | forms.ModelForm[Any],
    act: Callable[[dict[str, Any]], object],
    *,
    done: str,
    back_url: str,
    next_url: str = "",
    template: str = "web/confirm.html",
    **context: Any,
) -> HttpResponse:
    """Shows the form; a valid post does `act(cleaned data)` and goes on. A refused act is told in it."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(form.cleaned_data)
            except ActionError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, done)
                return redirect(next_url or back_url)
    return render(request, template, {"form": form, "back_url": back_url, **context}, status=status)
