"""Writes the PDF and Word files beside the pages that they are made of, by Chromium and LibreOffice.

python tests/inputs/pdf/make.py; it takes `chromium` and `soffice` on the path, and the Noto fonts for Arabic.
The texts that a reader must get out of them are the .txt files, written by hand.
"""

import subprocess
from pathlib import Path

HERE = Path(__file__).parent


def main():
    for page in sorted(HERE.glob("*.html")):
        by_chromium(page, HERE / f"{page.stem}-chromium.pdf")
        word = HERE.parent / "docx" / f"{page.stem}-libreoffice.docx"
        by_libreoffice(page, "docx:Office Open XML Text", word, "--infilter=HTML (StarWriter)")
        by_libreoffice(word, "pdf:writer_pdf_Export", HERE / f"{page.stem}-libreoffice.pdf")


def by_chromium(page, to):
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run([*command, f"--print-to-pdf={to}", page.as_uri()], check=True, capture_output=True, timeout=120)


def by_libreoffice(source, form, to, *options):
    command = ["soffice", "--headless", *options, "--convert-to", form, "--outdir", to.parent, source]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    written = to.parent / f"{source.stem}{to.suffix}"
    written.rename(to)


if __name__ == "__main__":
    main()
