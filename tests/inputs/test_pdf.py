import unicodedata
import zlib
from pathlib import Path

import pytest

from riwaya.inputs.documents.pdf_lines import Glyph, brackets_vote, find_lines
from riwaya.inputs.files import find_documents
from riwaya.inputs.incoming import Incoming, Refusal, read_document
from riwaya.records import Segment

HERE = Path(__file__).parent / "pdf"
FILES = sorted(HERE.glob("*.pdf"))


def expected(file):
    return (HERE / f"{file.stem.rsplit('-', 1)[0]}.txt").read_text(encoding="utf-8").rstrip("\n")


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_arabic_out_of_real_programs_reads_in_the_order_in_which_it_is_read(file):
    (found,) = find_documents([str(file)])

    # Chromium tells some letters in the shapes that they are drawn in, which only the text layer folds.
    assert expected(file) == unicodedata.normalize("NFKC", found.text)


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_what_stands_in_the_largest_letters_is_the_headline(file):
    (found,) = find_documents([str(file)])

    headline = expected(file).split("\n")[0]
    assert headline == unicodedata.normalize("NFKC", found.title)
    assert (Segment("headline", 0, len(found.title)),) == found.segments


def test_letters_in_the_shapes_that_they_are_drawn_in_are_read_as_letters():
    shaped, plain = (
        read_document(next(iter(find_documents([str(HERE / f"statement-{program}.pdf")]))))
        for program in ("chromium", "libreoffice")
    )

    assert [(each.type, each.stance, len(each.claims)) for each in plain.accounts] == [
        (each.type, each.stance, len(each.claims)) for each in shaped.accounts
    ]
    assert 3 < len(shaped.accounts)


# ------------------------------------------------------------------------------------------------------ order


def glyphs(text, *, y=100.0, x=0.0, size=10.0):
    """Letters as they are seen from left to right, each half as wide as it is high."""
    return [Glyph(char, x + 5 * n, x + 5 * n + 5, y, size) for n, char in enumerate(text) if char != " "]


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("نييندم 3 لتق", "قتل 3 مدنيين"),
        ("Shahed-136 زارط", "طراز Shahed-136"),
        ("White Helmets عافدلا", "الدفاع White Helmets"),
        ("10:30 ةعاسلا", "الساعة 10:30"),
        ("15/1/2024 خيراتب", "بتاريخ 15/1/2024"),
        ("2024-1-15 خيراتب", "بتاريخ 15-1-2024"),
        ("1,250.5 غلبم", "مبلغ 1,250.5"),
        ("%50 ةبسن", "نسبة 50%"),
        ("the army said", "the army said"),
        ("(7 ددعلا)", "(العدد 7)"),
    ],
    ids="number model latin hour slashes dashes amount percent english brackets".split(),
)
def test_numbers_and_latin_letters_keep_their_order_in_a_line_from_the_right(seen, read):
    row = glyphs(seen)

    assert [read] == [line.text for line in find_lines(row, mirrored=brackets_vote(row) > 0)]


def test_a_mark_stands_behind_the_letter_that_it_is_drawn_over():
    row = [*glyphs("لتق"), Glyph("\u064f", 11.0, 14.0, 103.0, 10.0)]

    assert ["قُتل"] == [line.text for line in find_lines(row, mirrored=False)]


def test_a_ligature_of_several_letters_stays_in_order():
    row = [Glyph("م", 0, 5, 100, 10), Glyph("لا", 5, 10, 100, 10), Glyph("س", 10, 15, 100, 10)]

    assert ["سلام"] == [line.text for line in find_lines(row, mirrored=False)]


def test_cells_of_a_table_are_read_across_from_the_right():
    row = [*glyphs("3", x=0), *glyphs("رامز", x=100)]

    assert ["زمار\t3"] == [line.text for line in find_lines(row, mirrored=False)]


# ------------------------------------------------------------------------------------------------------ files


def pdf(*streams, extra=b""):
    """A PDF file with a page for each stream, whose letters are of a font that tells none."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(streams)))
    parts = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
        b"2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj\n" % (len(streams), kids),
        b"3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n",
    ]
    for n, stream in enumerate(streams):
        parts.append(
            b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>" % (4 + 2 * n)
            + b"/Contents %d 0 R>>endobj\n" % (5 + 2 * n)
        )
        packed = zlib.compress(stream)
        head = b"%d 0 obj<</Filter/FlateDecode/Length %d>>stream\n" % (5 + 2 * n, len(packed))
        parts.append(head + packed + b"\nendstream endobj\n")
    return b"%PDF-1.4\n" + b"".join(parts) + extra + b"trailer<</Root 1 0 R>>\n%%EOF"


WORDS = b"BT /F 12 Tf 50 700 Td (Three people died in the village) Tj ET"


@pytest.fixture
def read_pdf(tmp_path):
    def read(data):
        path = tmp_path / "statement.pdf"
        path.write_bytes(data)
        (found,) = find_documents([str(path)])
        return found

    return read


def test_a_file_whose_index_is_missing_is_read(read_pdf):
    assert "Three people died in the village" == read_pdf(pdf(WORDS)).text


def test_a_scan_is_told_and_nothing_is_made_up(read_pdf):
    found = read_pdf(pdf(b"q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q"))

    assert isinstance(found, Refusal)
    assert found.reason.endswith("have its text recognised first")


def test_pages_of_pictures_among_pages_of_text_are_told(read_pdf):
    found = read_pdf(pdf(WORDS, b"q 600 0 0 800 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q"))

    assert ["D10"] == [issue.code for issue in found.issues]
    assert "cut" == found.provenance.completeness


def test_a_stream_that_unpacks_to_more_than_any_report_is_not_unpacked(read_pdf):
    found = read_pdf(pdf(b" " * 210_000_000))

    assert "it unpacks to more than 200 MB: not read" == found.reason


@pytest.mark.parametrize("size", [10, 100, 300, 400])
def test_a_file_that_breaks_off_is_told_or_read_as_far_as_it_goes(read_pdf, size):
    found = read_pdf(pdf(WORDS)[:size])

    assert isinstance(found, Refusal) or "Three people died in the village" == found.text


def test_a_file_inside_another_is_told_by_its_content(tmp_path):
    path = tmp_path / "no.ending"
    path.write_bytes((HERE / "pages-libreoffice.pdf").read_bytes())

    (found,) = find_documents([str(path)])

    assert isinstance(found, Incoming)
