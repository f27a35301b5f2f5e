"""Reading a QR code as a phone does: from the pixels of a page of paper or of a screen."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import zxingcpp
from playwright.sync_api import Page
from pypdfium2 import PdfDocument, PdfImage

# 144 dots an inch: what a phone makes of a sheet held at arm's length, not what a scanner would.
SCALE = 2


def code_in_pdf(content: bytes) -> str:
    """What the one code on the pages of the file says."""
    return _one([page.render(scale=SCALE).to_numpy() for page in PdfDocument(content)])


def code_on_screen(page: Page) -> str:
    """What the one code in the window says, as the window looks now."""
    image = PdfImage.new(PdfDocument.new())
    image.load_jpeg(BytesIO(page.screenshot(type="jpeg", quality=90)), inline=True)
    return _one([image.get_bitmap().to_numpy()])


def path_of(address: str) -> str:
    """The path of an address that a code holds."""
    return urlsplit(address).path


def _one(pictures: list[Any]) -> str:
    found = [code for picture in pictures for code in zxingcpp.read_barcodes(picture)]
    assert [str(code.format) for code in found] == ["QR Code"], found
    return str(found[0].text)
