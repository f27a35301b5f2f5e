"""What no template, script or module may contain, read from the files themselves; and docs/security.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src/kinerja"
TEMPLATES = sorted(SOURCE.rglob("*.html"))
SCRIPTS = sorted(SOURCE.rglob("*.js"))
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)

FORBIDDEN_IN_TEMPLATES = {
    "a script in the page": r"<script(?![^>]*\bsrc=)(?![^>]*application/json)",
    "a style in the page": r"<style|\sstyle\s*=",
    "an event handler": r"\son[a-z]+\s*=\s*[\"']|\bhx-on",
    "an address that runs": r"javascript:|\bhx-vals=[\"']js:",
    "something from another host": r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"'](?:https?:)?//",
    "a frame or a plug-in": r"<(?:iframe|object|embed|base)\b",
}
FORBIDDEN_IN_SCRIPTS = (
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|javascript:"
)
UNESCAPED = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off")
FORBIDDEN_IN_TYPST = r"\beval\(|\bread\(|\bplugin\("

# Where markup is called safe, how often, and why it is.
SAFE = {
    "web/charts.py": (1, "serialised by ElementTree, which escapes; script and style are gone"),
    "web/templatetags/kinerja.py": (2, "a drawing of lucide; the rendered body of a template block"),
}
SAFE_CALLS = {"SafeString", "SafeText", "mark_safe"}
# Where a statement is put together, how often, and why nobody's words get into it.
PASTED = {
    "insight/queries/board.py": (1, "the step is one of the keys of STEPS"),
    "insight/queries/register.py": (1, "all parts are constants of the module, chosen by keys of WHERE"),
}
# Where a form is taken without Django's token, and what stands in its place.
UNCHECKED = {
    "voice/views/answering.py": "no cookie, nothing to ride on; posts of other sites are refused",
    "voice/templates/voice/survey/page.html": "its form",
}
# Chance may place the people of the sample city; nothing secret comes from it.
CHANCE = ("demo/",)
DANGEROUS_CALLS = {"eval", "exec", "compile", "__import__"}
DANGEROUS_MODULES = {"pickle", "marshal", "shelve", "random", "xml.sax", "telnetlib", "ftplib"}
FETCHERS = {"urllib.request", "http.client", "requests", "httpx", "aiohttp"}


def short(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Every call in a module with the last part of the name called."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            yield (getattr(called, "attr", "") or getattr(called, "id", "")), node


def is_literal(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def is_pasted(node: ast.expr) -> bool:
    """Text put together from parts, constants of the module (A + B) aside."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return not all(isinstance(side, ast.Name) and side.id.isupper() for side in (node.left, node.right))
    if isinstance(node, ast.BinOp):
        return True
    formats = (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    )
    return formats and is_literal(node.func.value)


def test_there_is_something_to_scan() -> None:
    assert len(TEMPLATES) > 40
    assert len(SCRIPTS) > 3
    assert len(MODULES) > 100


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_no_template_needs_what_the_policy_forbids(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not UNESCAPED.search(text), "text stays text"
    markup = TAGS.sub("x", text)
    found = [what for what, how in FORBIDDEN_IN_TEMPLATES.items() if re.search(how, markup, re.IGNORECASE)]
    assert found == []


@pytest.mark.parametrize(
    "bad",
    [
        "<script>let a = 1</script>",
        '<p style="color: red">',
        "<style>p {}</style>",
        '<button onclick="run()">',
        '<a href="javascript:run()">',
        '<script src="https://cdn.example/a.js"></script>',
        '<img src="//cdn.example/a.png">',
        "<iframe></iframe>",
    ],
)
def test_the_scan_of_templates_would_notice(bad: str) -> None:
    assert any(re.search(how, bad, re.IGNORECASE) for how in FORBIDDEN_IN_TEMPLATES.values())


@pytest.mark.parametrize("path", SCRIPTS, ids=short)
def test_no_script_writes_markup_or_runs_text(path: Path) -> None:
    assert not re.search(FORBIDDEN_IN_SCRIPTS, path.read_text(encoding="utf-8"))


def test_forms_that_change_something_carry_the_token() -> None:
    without = []
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        forms = re.findall(r"<form\b[^>]*method=\"post\".*?</form>", text, re.DOTALL)
        without += [short(path) for form in forms if "{% csrf_token %}" not in form]
    assert set(without) <= set(UNCHECKED)


def test_markup_is_called_safe_only_where_it_is_explained() -> None:
    found: dict[str, int] = {}
    for path in MODULES:
        for name, call in calls(path):
            empty = bool(call.args) and is_literal(call.args[0])
            if name in SAFE_CALLS and not empty:
                found[short(path)] = found.get(short(path), 0) + 1
    assert found == {place: count for place, (count, _why) in SAFE.items()}


def test_format_html_gets_its_markup_from_the_source() -> None:
    wrong = [
        f"{short(path)}:{call.lineno}"
        for path in MODULES
        for name, call in calls(path)
        if name in {"format_html", "format_html_join"}
        and not all(is_literal(argument) for argument in call.args[: 2 if name.endswith("join") else 1])
    ]
    assert wrong == []


def test_no_statement_is_pasted_together() -> None:
    found: dict[str, int] = {}
    for path in MODULES:
        for name, call in calls(path):
            runs = name in {"execute", "executemany", "raw", "RawSQL", "extra", "SQL"}
            if runs and any(map(is_pasted, call.args)):
                found[short(path)] = found.get(short(path), 0) + 1
    assert found == {place: count for place, (count, _why) in PASTED.items()}


@pytest.mark.parametrize(
    "bad", ["f'SELECT {x}'", "'SELECT %s' % x", "'SELECT ' + x", "'SELECT {}'.format(x)"]
)
def test_the_scan_of_statements_would_notice(bad: str) -> None:
    assert is_pasted(ast.parse(bad, mode="eval").body)


def test_nothing_runs_text_unpickles_or_opens_a_shell() -> None:
    wrong = []
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if not short(path).startswith(CHANCE):
                wrong += [f"{short(path)}: {name}" for name in names if name in DANGEROUS_MODULES]
        for name, call in calls(path):
            plain = isinstance(call.func, ast.Name)
            shell = any(word.arg == "shell" for word in call.keywords)
            unchecked = name == "csrf_exempt" and short(path) not in UNCHECKED
            if (plain and name in DANGEROUS_CALLS) or shell or unchecked or name in {"system", "popen"}:
                wrong.append(f"{short(path)}:{call.lineno} {name}")
    assert wrong == []


def test_the_product_fetches_no_address_and_no_check_is_switched_off() -> None:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        assert "csrf_exempt" not in text or short(path) in UNCHECKED, short(path)
        for name in FETCHERS:
            assert not re.search(rf"^\s*(?:import|from) {re.escape(name)}\b", text, re.MULTILINE), short(path)


def test_documents_take_text_as_text() -> None:
    layouts = sorted(SOURCE.rglob("*.typ"))
    assert layouts
    for path in layouts:
        assert not re.search(FORBIDDEN_IN_TYPST, path.read_text(encoding="utf-8")), short(path)


def test_workbooks_never_turn_text_into_formulas() -> None:
    books = [call for path in MODULES for name, call in calls(path) if name == "Workbook"]
    assert books
    for call in books:
        options = ast.literal_eval(call.args[1])
        assert options["strings_to_formulas"] is False


def test_no_secret_is_in_the_source() -> None:
    settings = (SOURCE / "settings.py").read_text(encoding="utf-8")
    assert 'SECRET_KEY = os.environ.get("KINERJA_SECRET_KEY", "")' in settings
    assert "DEBUG = False" in settings
    assert settings.count("DEBUG") == 1
    for path in [*MODULES, *TEMPLATES, *SCRIPTS]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"BEGIN [A-Z ]*PRIVATE KEY|postgres(?:ql)?://\w+:\w+@", text), short(path)


def test_every_test_that_the_document_names_exists() -> None:
    text = (ROOT / "docs/security.md").read_text(encoding="utf-8")
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", text)
    assert len(named) > 60
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not (ROOT / "tests" / file).is_file()
        or f"def {test}(" not in (ROOT / "tests" / file).read_text(encoding="utf-8")
    ]
    assert missing == []
