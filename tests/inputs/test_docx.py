import io
import zipfile
from pathlib import Path

import pytest

from riwaya.inputs.files import find_documents
from riwaya.records import Segment

HERE = Path(__file__).parent
FILES = sorted((HERE / "docx").glob("*.docx"))
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def word(body, **parts):
    """A Word file with a body, and other parts by their names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            file.writestr(f"word/{name}.xml", f"<w:x {W}>{text}</w:x>")
    return buffer.getvalue()


def para(text, style=None, marks=""):
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}<w:r>{marks}<w:t>{text}</w:t></w:r></w:p>"


@pytest.fixture
def read_word(tmp_path):
    def read(data):
        path = tmp_path / "statement.bin"
        path.write_bytes(data)
        (found,) = find_documents([str(path)])
        return found

    return read


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_what_libreoffice_wrote_is_read_with_its_headline(file):
    (found,) = find_documents([str(file)])

    text = (HERE / "pdf" / f"{file.stem.rsplit('-', 1)[0]}.txt").read_text(encoding="utf-8").rstrip("\n")
    headline = text.split("\n")[0]
    assert (text, headline, (Segment("headline", 0, len(headline)),)) == (found.text, found.title, found.segments)


def test_what_was_struck_out_is_not_said_and_what_was_put_in_is(read_word):
    body = (
        "<w:p><w:r><w:t>قُتل </w:t></w:r><w:del><w:r><w:delText>خمسة</w:delText><w:t>خمسة</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>ثلاثة</w:t></w:r></w:ins><w:r><w:t> مدنيين</w:t></w:r></w:p>"
    )

    assert "قُتل ثلاثة مدنيين" == read_word(word(body)).text


def test_commands_of_fields_and_hidden_words_are_not_said(read_word):
    body = (
        "<w:p><w:r><w:instrText>DATE \\@ yyyy</w:instrText></w:r><w:r><w:t>بيان</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> مسودة</w:t></w:r></w:p>"
    )

    assert "بيان" == read_word(word(body)).text


def test_a_text_box_is_read_once_though_the_file_holds_it_twice(read_word):
    box = f"<w:txbxContent>{para('عاجل')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>بيان الوزارة</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>{para('انتهى')}"
    )

    assert "بيان الوزارة\nعاجل\nانتهى" == read_word(word(body)).text


def test_rows_of_a_table_are_lines_and_breaks_end_lines(read_word):
    cells = "".join(f"<w:tc>{para(cell)}</w:tc>" for cell in ("زمار", "3"))
    body = f"<w:p><w:r><w:t>الأول</w:t><w:br/><w:t>الثاني</w:t></w:r></w:p><w:tbl><w:tr>{cells}</w:tr></w:tbl>"

    assert "الأول\nالثاني\nزمار\t3" == read_word(word(body)).text


def test_a_table_in_a_table_is_read_once(read_word):
    inner = f"<w:tbl><w:tr><w:tc>{para('داخلي')}</w:tc></w:tr></w:tbl>"

    assert "خارجي داخلي" == read_word(word(f"<w:tbl><w:tr><w:tc>{para('خارجي')}{inner}</w:tc></w:tr></w:tbl>")).text


def test_heads_and_feet_of_pages_are_boilerplate_and_notes_are_text(read_word):
    found = read_word(
        word(
            para("بيان صحفي", "Heading1") + para("قُتل ثلاثة مدنيين."),
            header1=para("وزارة الصحة"),
            header2=para("وزارة الصحة"),
            footer1=para("هاتف الوزارة") + para("1"),
            footnotes='<w:footnote w:type="separator"><w:p/></w:footnote><w:footnote>'
            + para("حتى مساء الأحد")
            + "</w:footnote>",
        )
    )

    assert "وزارة الصحة\nبيان صحفي\nقُتل ثلاثة مدنيين.\nحتى مساء الأحد\nهاتف الوزارة" == found.text
    kinds = [(each.kind, found.text[each.start : each.end]) for each in found.segments]
    assert [("boilerplate", "وزارة الصحة"), ("headline", "بيان صحفي"), ("boilerplate", "هاتف الوزارة")] == kinds


def test_the_style_of_titles_is_found_by_its_name_and_not_by_its_id(read_word):
    styles = '<w:style w:styleId="a3"><w:name w:val="Title"/></w:style>'

    assert "بيان" == read_word(word(para("بيان", "a3") + para("نص"), styles=styles)).title


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (word(""), "it holds no text"),
        (word("<w:p>"), "the XML in it is broken"),
        (word(para("نص"))[:-40], "the archive cannot be opened"),
    ],
    ids="empty broken cut".split(),
)
def test_a_file_that_cannot_be_read_is_told(read_word, data, reason):
    assert read_word(data).reason.startswith(reason)


def test_entities_of_the_files_own_are_not_unfolded(read_word):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
        own = f'<!DOCTYPE x [<!ENTITY l0 "ضحك"><!ENTITY f SYSTEM "file:///etc/passwd">{laughs}]>'
        body = f"<w:document {W}><w:body>{para('بيان &l8; &f; الوزارة')}</w:body></w:document>"
        file.writestr("word/document.xml", own + body)

    found = read_word(buffer.getvalue())

    assert "root:" not in getattr(found, "text", "")
    assert len(getattr(found, "text", "")) < 100
