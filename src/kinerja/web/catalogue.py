"""The English catalogue: what the product marks for translation, and the two files that answer it.

`python -m kinerja.web.catalogue` brings the .po up to date with the source, compiles the .mo and names what
is still to be translated. For developers: it needs polib (extra `test`); the product only reads the .mo.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")

# How many leading arguments of each call are words: [context,] singular [, plural].
_CONTEXT = {"pgettext", "npgettext", "pgettext_lazy", "npgettext_lazy"}
_PLURAL = {"ngettext", "npgettext", "ngettext_lazy", "npgettext_lazy"}
_SIMPLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
_CALLS = _CONTEXT | _PLURAL | _SIMPLE

_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_MARKED = re.compile(rf"\b(\w+)\(\s*({_LITERAL}(?:\s*,\s*{_LITERAL})*)")


class Message(NamedTuple):
    """One message as gettext knows it; `context` and `plural` are empty where there is none."""

    text: str
    plural: str = ""
    context: str = ""


def _message(call: str, words: list[str]) -> Message:
    context = words.pop(0) if call in _CONTEXT else ""
    return Message(words[0], words[1] if call in _PLURAL else "", context)


def messages_of_template(text: str) -> Iterator[Message]:
    """What a template marks with `translate`, `blocktranslate` or `_()`."""
    for call, literals in _MARKED.findall(templatize(text)):
        if call in _CALLS:
            yield _message(call, list(ast.literal_eval(f"[{literals}]")))


def messages_of_python(text: str) -> Iterator[Message]:
    """What a module marks. A call on a variable marks nothing: its words are marked where they stand."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        call = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        words = [word.value for word in node.args if isinstance(word, ast.Constant)]
        if call in _CALLS and words and all(isinstance(word, str) for word in words):
            yield _message(call, [str(word) for word in words])


def sources() -> list[Path]:
    """Every template and module of the product, in a fixed order."""
    return sorted(
        path
        for path in SOURCE.rglob("*")
        if path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in path.parts)
    )


def marked() -> dict[Message, list[str]]:
    """Every message of the product with the files that show it, both in a fixed order."""
    found: dict[Message, list[str]] = {}
    for path in sources():
        read = messages_of_python if path.suffix == ".py" else messages_of_template
        for message in read(path.read_text(encoding="utf-8")):
            files = found.setdefault(message, [])
            name = path.relative_to(SOURCE).as_posix()
            if name not in files:
                files.append(name)
    return found


def message_of(entry: polib.POEntry) -> Message:
    """The message that an entry of the catalogue answers."""
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def translations_of(entry: polib.POEntry) -> list[str]:
    """The words of an entry: one, or one for each plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _new_entry(message: Message) -> polib.POEntry:
    return polib.POEntry(
        msgid=message.text,
        msgid_plural=message.plural or None,
        msgctxt=message.context or None,
        msgstr_plural={0: "", 1: ""} if message.plural else {},
    )


def refreshed(old: polib.POFile) -> polib.POFile:
    """The catalogue of today's source: translations kept, new messages empty, those gone left out."""
    known = {message_of(entry): entry for entry in old}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Project-Id-Version": "kinerja",
        "Language": "en",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for message, files in marked().items():
        entry = known.get(message) or _new_entry(message)
        entry.occurrences = [(name, "") for name in files]
        new.append(entry)
    return new


def main() -> int:
    """Writes both files. Returns 1 while a message has no translation."""
    catalogue = refreshed(polib.pofile(str(PO)) if PO.exists() else polib.POFile())
    catalogue.save(str(PO))
    catalogue.save_as_mofile(str(MO))
    missing = [entry for entry in catalogue if entry.fuzzy or not all(translations_of(entry))]
    for entry in missing:
        sys.stdout.write(f"{entry.occurrences[0][0]}: {entry.msgid!r}\n")
    sys.stdout.write(f"{len(catalogue)} messages, {len(missing)} to translate\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
