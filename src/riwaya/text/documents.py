"""A Document from plain text, with its segments; the text itself is kept as it came.

Segments are what a reader sees at a glance: the headline, the line with the day and the agency, paragraphs, quotations,
posts of social media left in the text, verses, captions, the furniture of the page. They stand in text order;
quotations and verses stand inside others. The spans of quotations include their marks.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from riwaya.errors import UnreadableInput, UsageError
from riwaya.records import SEGMENT_KINDS, Document, Issue, Provenance, Segment, Span
from riwaya.text.normalize import fold
from riwaya.text.restore import INVISIBLE, MARKS
from riwaya.text.words import Phrases, TextWords, phrase_at

# ------------------------------------------------------------------------------------------ documents


def make_document(
    text: str,
    *,
    words: TextWords,
    id: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    published: str | None = None,
    title: str | None = None,
    language: str | None = None,
    segments: Iterable[Segment] = (),
    provenance: Provenance | None = None,
) -> Document:
    """A document with its checksum, its language and its segments; restorations come later, when a lexicon is at hand.

    Without an id the first 16 digits of the checksum are the id, so the same text always has the same one.
    `segments` are those that whoever hands in the text knows of, as a page knows its headline and its posts; they
    stand, and the others are found around them and inside.
    """
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(
        id=id or sha256[:16],
        text=text,
        sha256=sha256,
        url=url,
        publisher=publisher,
        title=title,
        published=published,
        language=language or guess_language(text),
        segments=find_segments(text, words=words, known=segments),
        provenance=provenance,
    )


def document_issues(document: Document) -> tuple[Issue, ...]:
    """What of the text could not be read: emptiness, another language, odd characters, cuts, open quotations."""
    return (*_text_issues(document), *_cut_issues(document), *_quote_issues(document))


def _text_issues(document: Document) -> Iterator[Issue]:
    text = document.text
    if not text.strip():
        yield Issue("D01", None, None, "the document is empty")
        return
    if not _ARABIC.search(text):
        yield Issue("D02", None, None, "the document holds no Arabic letters")
    elif document.language != "ar":
        yield Issue("D07", None, None, f"the document seems to be in another language: {document.language}")
    odd = _NO_TEXT.search(text)
    if odd:
        count = len(_NO_TEXT.findall(text))
        yield Issue(
            "D05", odd.start(), odd.end(), f"{count} characters are no text, the first is U+{ord(odd.group()):04X}"
        )


def _cut_issues(document: Document) -> Iterator[Issue]:
    for post in document.segments:
        if post.kind == "post" and (cut := _CUT.search(document.text, post.start, post.end)):
            yield Issue("T01", cut.start(), cut.end(), "the post is cut off by its platform")


def _quote_issues(document: Document) -> Iterator[Issue]:
    """Quotations that run to the end of their paragraph without a closing mark, where the marks do not pair up."""
    text = document.text
    for quote in document.segments:
        if quote.kind != "quote" or text[quote.start] not in _QUOTE_MARKS or text[quote.end - 1] in _QUOTE_MARKS:
            continue
        end = _line_end(text, quote.start)
        if quote.end == end and not _CUT.search(text, quote.start, end):
            yield Issue(
                "T02", quote.start, quote.start + 1, "a quotation is opened here and not closed in its paragraph"
            )


# ------------------------------------------------------------------------------------------ decoding


class Decoded(NamedTuple):
    """Text out of bytes, the encoding it was read in, and an issue where that was a guess."""

    text: str
    encoding: str
    issues: tuple[Issue, ...]


def decode(data: bytes, *, name: str = "the input") -> Decoded:
    """The text of some bytes: UTF-8, UTF-16 by its mark, else Windows-1256 where that gives Arabic.

    Raises UnreadableInput for anything else, binary files among it.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return Decoded(data.decode(encoding), encoding, ())
            except UnicodeDecodeError as fault:
                raise UnreadableInput(f"{name} says it is {encoding}, but byte {fault.start} is not") from fault
    if b"\0" in data[:4096]:
        raise UnreadableInput(f"{name} is binary, not text: give it as UTF-8 text, HTML or JSON Lines")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", ())
    except UnicodeDecodeError as fault:
        text = data.decode("utf-8", "replace")
        odd = text.count("\ufffd")
        if 20 * odd < len(_ARABIC.findall(text)):  # Arabic in UTF-8 with a few bytes spoilt, as where a file was cut
            return Decoded(text, "utf-8", (Issue("D06", None, None, f"taken for utf-8, though {odd} bytes are not"),))
        text = data.decode("cp1256", "replace")
        letters = [char for char in text if char.isalpha()]
        arabic = sum("\u0600" <= char <= "\u06ff" for char in letters)
        if not letters or 2 * arabic < len(letters) or len(_NO_TEXT.findall(text)) * 50 > len(text):
            message = (
                f"{name} is neither UTF-8 (byte {fault.start} is not) nor Arabic in Windows-1256: convert it to UTF-8"
            )
            raise UnreadableInput(message) from fault
        return Decoded(text, "cp1256", (Issue("D06", None, None, "the encoding was guessed: windows-1256"),))


_BYTE_ORDER_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffd\ufffe\uffff]")
_ARABIC = re.compile("[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdfb\ufe70-\ufefc]")


# ------------------------------------------------------------------------------------------ language

_TELLING = (
    ("ckb", frozenset("ێەۆڕڵ")),
    ("ps", frozenset("ټډړږښڼځڅې")),
    ("ur", frozenset("ٹڈڑںےہھ")),
)
_PERSIAN, _PLAIN_ARABIC = frozenset("پچژگکی"), frozenset("ةىيكؤإأئ")


def guess_language(text: str) -> str:
    """The language by the letters that only it uses: ar, fa, ur, ckb, ps, he, or und where the letters do not tell."""
    sample = text[:20_000]
    letters = {char: sample.count(char) for char in set(sample) if char.isalpha()}

    def count(chosen: Iterable[str]) -> int:
        return sum(letters.get(char, 0) for char in chosen)

    everything = count(letters)
    arabic = count(char for char in letters if "\u0600" <= char <= "\u06ff" or "\ufb50" <= char <= "\ufefc")
    if not everything:
        return "und"
    if 10 * arabic < 3 * everything:
        return "he" if 2 * count(char for char in letters if "\u0590" <= char <= "\u05ff") > everything else "und"
    for language, telling in _TELLING:
        if 100 * count(telling) > 2 * arabic:
            return language
    persian = count(_PERSIAN)
    return "fa" if persian > count(_PLAIN_ARABIC) and 100 * persian > 2 * arabic else "ar"


# ------------------------------------------------------------------------------------------ days


def find_day(text: str, *, words: TextWords) -> tuple[date, Span] | None:
    """The first whole day (with its year) in a short stretch, as posts and date lines write it, and its span."""
    for match in _DAY_SHAPES.finditer(fold_digits(text)):
        day = _day_of(match, words)
        if day:
            return day, Span(*match.span())
    return None


def fold_digits(text: str) -> str:
    """The text with Arabic and Persian digits as ASCII ones, one character for one."""
    return text.translate(_DIGITS)


_DIGITS = {base + n: str(n) for base in (0x0660, 0x06F0) for n in range(10)}
_NAME = rf"[^\W\d_][^\W\d_{MARKS}{INVISIBLE}]*(?:[{MARKS}]+[^\W\d_]*)*"
_MONTH = rf"{_NAME}(?:\s(?:{_NAME}|[12](?!\d)))?"
_NAMES = rf"(?P<name>{_MONTH})(?:\s?[/(]\s?{_MONTH}\)?)?"
_DAY_SHAPES = re.compile(
    rf"""
      \b(?P<y>\d{{4}})[-/.](?P<m>\d{{1,2}})[-/.](?P<d>\d{{1,2}})\b
    | \b(?P<a>\d{{1,2}})[-/.](?P<b>\d{{1,2}})[-/.](?P<y2>\d{{4}})\b
    | \b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?[\s,،/-]{{1,3}}(?:من\s)?(?:شهر\s)?{_NAMES}[\s,،/-]{{1,3}}(?P<y3>\d{{4}})
    | (?P<name2>{_NAME})\.?\s(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?[,،]?\s(?P<y4>\d{{4}})\b
    """,
    re.VERBOSE,
)


def _day_of(match: re.Match[str], words: TextWords) -> date | None:
    part = {name: text for name, text in match.groupdict().items() if text is not None}
    year = int(part.get("y") or part.get("y2") or part.get("y3") or part["y4"])
    if "y" in part:
        month, day = int(part["m"]), int(part["d"])
    elif "y2" in part:  # the day comes first, unless only the other order makes a date
        day, month = int(part["a"]), int(part["b"])
        if month > 12:
            day, month = month, day
    else:
        name = fold(part.get("name") or part["name2"]).split()
        found = words.months.get(" ".join(name)) or words.months.get("".join(name[:1]))
        if found is None:
            return None
        month, day = found, int(part.get("d2") or part["d3"])
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ------------------------------------------------------------------------------------------ the lines


class _Line(NamedTuple):
    """A line, or a part of one where a post ends inside it, without the space around it; `words` are folded."""

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    after_blank: bool


class _Post(NamedTuple):
    first: int
    last: int
    start: int
    author: str | None
    published: str | None
    signature: Span | None


_NEWLINE = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_WORD = re.compile(rf"[^\W_]+(?:[{MARKS}{INVISIBLE}]+[^\W_]*)*")
_QUOTE_MARKS = frozenset('"“”„‟«»')
_QUOTE_MARK = re.compile('["“”„‟«»]')
_PICTURE = re.compile(r"(?:https?://)?(?:pic\.(?:twitter|x)\.com|t\.co)/\w+")
_SIGNATURE = re.compile(
    r"(?:[—–―]|(?<!\w)-{1,3})\s*(?P<name>[^\n()—]{0,80}?)\s*\(@(?P<handle>\w{1,30})\)[ \t\u200f\u200e]*"
)
_LINK_END = re.compile(r"\]\([^\s()]*\)")
"""What is left of a link behind its words where a page was turned into Markdown."""
_UNSIGNED = re.compile(r"(?P<name>[^\n()]{1,60}?)\s*\(@(?P<handle>\w{1,30})\)[ \t\u200f\u200e·:-]*(?=\S)")
_CUT = re.compile(r"[^\s…]*(?:…|\.{3,})(?=\s*(?:(?:https?://|pic\.|t\.co)\S+\s*)?$|\s*[—–]\s)", re.MULTILINE)
_STOP = re.compile(r"[.؟?!۔]\W*$")
_RULE = re.compile(r"^[\W_]+$")
_OPENS_PICTORIAL = re.compile("^[\u2190-\u2bff\U0001f000-\U0001faff]")
_VERSE = re.compile(r"﴿[^﴾]*﴾?|﴾[^﴿]*﴿")
_HEADLINE_AT_MOST = 160
_POST_LINES_AT_MOST = 12
_TOP_LINES = 40
"""Lines at the top of a page among which its headline stands, with the menus."""
_LABELLED = re.compile(rf"^\W*(?:{_NAME}\s){{0,2}}?{_NAME}\s?[:|]")
_TRAIL = re.compile(r"\s[»›>←]+\s")
_CREDIT = re.compile(r"(?:[(\[]|/\s?)[^()\[\]/]{2,40}/\s?(?P<agency>[^()\[\]/]{2,40}(?:/[^()\[\]/]{2,40})?)[)\]]?$")
_PARTED = re.compile(r"\s[-–—_\u0640|/]|[-–—_\u0640|/]\s")
_LEADS_ON = re.compile(r"\w\s?[-–—_\u0640:]$")


def _lines(text: str, words: TextWords) -> list[_Line]:
    """The lines that hold anything; a line is cut in two where a post ends inside it."""
    found: list[_Line] = []
    for match in _LINE.finditer(text):
        for start, end in _pieces(text, *match.span(), words):
            between = text[found[-1].end if found else 0 : start]
            blank = len(_NEWLINE.findall(between)) > 1
            line = text[start:end]
            found.append(_Line(start, end, line, _words(line), blank))
    return found


def _pieces(text: str, start: int, end: int, words: TextWords) -> Iterator[tuple[int, int]]:
    """The parts of a line: behind the signature of a post, and behind its picture's address, something new begins."""
    cuts = [start]
    if text.find("(@", start, end) >= 0:
        for match in _SIGNATURE.finditer(text, start, end):
            cuts.append(_signature_end(text, match, words))
    for match in _pictures(text, start, end):
        if not _SIGNATURE.match(text, match.end() + _spaces(text, match.end())):
            cuts.append(match.end())
    for first, last in zip(sorted(cuts), [*sorted(cuts)[1:], end], strict=True):
        line = text[first:last]
        stripped = line.strip()
        if stripped:
            at = first + line.index(stripped)
            yield at, at + len(stripped)


def _pictures(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The addresses of pictures in a stretch; a look for what they all hold spares most text the pattern."""
    if text.find("pic.", start, end) >= 0 or text.find("t.co", start, end) >= 0:
        yield from _PICTURE.finditer(text, start, end)


def _picture(line: _Line) -> re.Match[str] | None:
    """The first address of a picture in a line; its offsets count from the line."""
    return next(_pictures(line.text, 0, len(line.text)), None)


def _spaces(text: str, at: int) -> int:
    return len(text[at : at + 8]) - len(text[at : at + 8].lstrip())


def _signature_end(text: str, match: re.Match[str], words: TextWords) -> int:
    """Where the signature of a post ends: after its day, where one follows at once."""
    tail = _NEWLINE.split(text[match.end() : match.end() + 40], maxsplit=1)[0]
    found = find_day(tail, words=words)
    if found and len(tail[: found[1].start].strip(" ·|-–—،,:")) <= 10:
        end = match.end() + found[1].end
        link = _LINK_END.match(text, end)
        return link.end() if link else end
    return match.end()


def _line_end(text: str, at: int) -> int:
    found = _NEWLINE.search(text, at)
    return found.start() if found else len(text)


def _opens(line: _Line, known: Phrases) -> int:
    """How many words of a known phrase open a line."""
    return phrase_at(line.words, 0, known)


def _has(line: _Line, known: Phrases) -> bool:
    return any(phrase_at(line.words, at, known) for at in range(len(line.words)))


# ------------------------------------------------------------------------------------------ segments


def find_segments(text: str, *, words: TextWords, known: Iterable[Segment] = ()) -> tuple[Segment, ...]:
    """The segments of a text in text order, outer before inner; those that are `known` already stand.

    Raises UsageError where a known one is of no kind, lies outside the text or overlaps another.
    """
    given = _checked(known, text)
    whole = _lines(text, words)
    if given:
        inside = [_within(line, given) for line in whole]
        found = [
            *given,
            *_segments_of(
                [line for line, at in zip(whole, inside, strict=True) if not at],
                text,
                words,
                headed=any(segment.kind == "headline" for segment in given),
            ),
        ]
        told = [line for line, at in zip(whole, inside, strict=True) if at]
        found += [segment for line in told for segment in (*_verses(line, words), *_quotes(line))]
    else:
        found = [*_segments_of(whole, text, words)]
    return tuple(sorted(dict.fromkeys(found), key=lambda s: (s.start, -s.end, s.kind == "quote")))


def _segments_of(lines: Sequence[_Line], text: str, words: TextWords, *, headed: bool = False) -> Iterator[Segment]:
    """The segments of some lines of a text; `headed` where its headline is known."""
    posts = [*_signed_posts(lines, text, words), *_headed_posts(lines, text, words)]
    found: list[Segment] = []
    in_post: set[int] = set()
    for post in posts:
        span = range(post.first, post.last + 1)
        if in_post.intersection(span):
            continue
        in_post.update(span)
        found.append(Segment("post", post.start, lines[post.last].end, post.author, post.published))
        if post.signature:
            found.append(Segment("boilerplate", *post.signature))
        if post.start > lines[post.first].start:
            found.append(Segment("body", lines[post.first].start, post.start))
    verses = [tuple(_verses(line, words)) for line in lines]
    found += _plain_segments(lines, verses, in_post, words, headed=headed)
    found += [
        Segment("boilerplate", lines[at].start, lines[at].end) for at in in_post if _is_furniture(lines[at], words)
    ]
    for line, inside in zip(lines, verses, strict=True):
        found += inside
        found += _quotes(line)
    yield from found


def _checked(known: Iterable[Segment], text: str) -> tuple[Segment, ...]:
    """Known segments in text order, each inside the text and none inside another."""
    given = tuple(sorted(known, key=lambda segment: (segment.start, segment.end)))
    for segment in given:
        if segment.kind not in SEGMENT_KINDS:
            raise UsageError(
                f"a segment is of one of these kinds, not {segment.kind!r}: {', '.join(sorted(SEGMENT_KINDS))}"
            )
        if not 0 <= segment.start < segment.end <= len(text):
            raise UsageError(f"a {segment.kind} from {segment.start} to {segment.end} lies outside the text")
    for before, after in pairwise(given):
        if after.start < before.end:
            raise UsageError(f"the {before.kind} and the {after.kind} at {after.start} overlap")
    return given


def _within(line: _Line, given: Sequence[Segment]) -> bool:
    """Whether a line stands in a segment that is known, or begins in one."""
    before = bisect_right(given, line.start, key=lambda segment: segment.start)
    return before > 0 and line.start < given[before - 1].end


def _plain_segments(
    lines: Sequence[_Line],
    verses: Sequence[tuple[Segment, ...]],
    in_post: set[int],
    words: TextWords,
    *,
    headed: bool = False,
) -> Iterator[Segment]:
    """What the lines outside posts are: headline, date lines and paragraphs, captions, furniture."""
    begun = False
    plain = [at for at in range(len(lines)) if at not in in_post]
    page = _lines_of_page([lines[at] for at in plain], words)
    for at in plain:
        line = lines[at]
        following = at < plain[-1]
        if not begun and _is_date_line(line, at, words):
            yield Segment("dateline", line.start, line.end)
        elif line.start in page or _is_furniture(line, words):
            yield Segment("boilerplate", line.start, line.end)
        elif headed and not begun and following and _names_who_sends(line, words):
            yield Segment("dateline", line.start, line.end)
        elif _is_caption(line, words):
            yield Segment("caption", line.start, line.end)
        elif _is_verse(line, verses[at]):
            yield Segment("scripture", line.start, line.end)
        elif not begun and following and _is_bare_dateline(line, lines[at + 1], words):
            yield Segment("dateline", line.start, line.end)
        elif not headed and not begun and following and _is_headline(line, words):
            headed = True
            yield Segment("headline", line.start, line.end)
        elif not begun and at > 0 and following and _is_byline(line, words):
            yield Segment("dateline", line.start, line.end)
        else:
            yield from _paragraph(line, words, first=not begun, last=not following)
            begun = True


def _lines_of_page(lines: Sequence[_Line], words: TextWords) -> set[int]:
    """Where those lines begin that are the page's and not the report's by what stands around them."""
    found = (*_around_headline(lines, words), *_under_mastheads(lines, words), *_titles_of_others(lines, words))
    return {line.start for line in found}


def _around_headline(lines: Sequence[_Line], words: TextWords) -> Iterator[_Line]:
    """What stands above a headline that the page repeats, with the repetitions; else words alone above the first line.

    Pages have their menus above the headline, and the headline again as a title or under the picture.
    """
    head = _repeated_headline(lines)
    if head is not None:
        yield from (line for n, line in enumerate(lines[:head]) if not _is_date_line(line, n, words))
        yield from (line for line in lines[head + 1 : _TOP_LINES] if line.words == lines[head].words)
        return
    for line in lines[:-1]:
        if len(line.words) != 1 or line.words[0][0].isdigit():
            return
        if _LEADS_ON.search(line.text) or _opens(line, words.agencies):
            return
        yield line


def _repeated_headline(lines: Sequence[_Line]) -> int | None:
    """The last line above the first paragraph that stands among the first lines twice."""
    top = lines[:_TOP_LINES]
    told = next((n for n, line in enumerate(top) if _is_told(line)), len(top))
    last: dict[tuple[str, ...], int] = {}
    for n, line in enumerate(top):
        last[line.words] = n
    for n in range(told - 1, -1, -1):
        first = n == 0 or all(top[m].words != top[n].words for m in range(n))
        if 4 <= len(top[n].words) and _is_title(top[n]) and (last[top[n].words] > n or not first):
            return n
    return None


def _under_mastheads(lines: Sequence[_Line], words: TextWords) -> Iterator[_Line]:
    """The names under the words that say who edits the paper."""
    for above, line in pairwise(lines):
        if len(line.words) <= 5 and not _is_told(line) and _fills(above, words.mastheads):
            yield line


def _titles_of_others(lines: Sequence[_Line], words: TextWords) -> Iterator[_Line]:
    """The title under the words that announce other pages; below the report all that follow."""
    told = max((n for n, line in enumerate(lines) if _is_told(line)), default=-1)
    listed = False
    for n, line in enumerate(lines[1:], 1):
        announced = _fills(lines[n - 1], words.related)
        listed = _is_title(line) and (announced or (listed and n > told + 1))
        if listed:
            yield line


def _is_told(line: _Line) -> bool:
    """Whether a line is a paragraph: long, or a sentence with its full stop."""
    return len(line.text) > _HEADLINE_AT_MOST or (len(line.words) >= 8 and bool(_STOP.search(line.text)))


def _is_title(line: _Line) -> bool:
    return not _is_told(line) and not _STOP.search(line.text)


def _fills(line: _Line, known: Phrases) -> bool:
    """Whether a known phrase is all that a line holds."""
    return 0 < len(line.words) == _opens(line, known)


def _is_furniture(line: _Line, words: TextWords) -> bool:
    if _RULE.match(line.text) and not _OPENS_PICTORIAL.match(line.text):
        return True
    if len(line.words) <= 4 and not _ARABIC.search(line.text) and not _names_agency(line.words, words):
        return True
    if _fills(line, words.sections) or _fills(line, words.mastheads):
        return True
    if len(line.words) <= 12 and _opens(line, words.sections) and _TRAIL.search(line.text):
        return True
    if len(line.words) <= 24 and (_opens(line, words.furniture) or _opens(line, words.related)):
        return True
    if _opens(line, words.keywords):
        return _fills(line, words.keywords) or bool(_LABELLED.match(line.text))
    length = _opens(line, words.labels)
    if not length or len(line.words) > 12:
        return False
    return length == len(line.words) or bool(_LABELLED.match(line.text))


def _is_caption(line: _Line, words: TextWords) -> bool:
    if _credits_picture(line, words):
        return True
    length = _opens(line, words.captions)
    if not length or len(line.words) > 25 or _STOP.search(line.text):
        return False
    return length > 1 or len(line.words) <= 3 or bool(re.match(r"^[\W_]*\w+\s?[:|/(-]", line.text))


def _credits_picture(line: _Line, words: TextWords) -> bool:
    """Whether a line ends in words for an archive's picture, or in a photographer and an agency in brackets."""
    length = len(line.words)
    if any(phrase_at(line.words, at, words.archives) == length - at for at in range(max(0, length - 3), length)):
        return not _STOP.search(line.text)
    credit = _CREDIT.search(line.text)
    return credit is not None and _names_agency(_words(credit["agency"]), words)


def _is_verse(line: _Line, verses: Sequence[Segment]) -> bool:
    """A line that is a verse or a formula and nothing else."""
    return bool(verses) and sum(verse.end - verse.start for verse in verses) >= 0.8 * len(line.text)


def _is_date_line(line: _Line, at: int, words: TextWords) -> bool:
    """A line with a day, or a day and a month or an hour, and next to nothing else."""
    if len(line.text) > 90 or not any(char.isdigit() for char in line.text):
        return False
    other = months = 0
    n = 0
    while n < len(line.words):
        word = line.words[n]
        length = phrase_at(line.words, n, words.agencies)
        if word in words.months or " ".join(line.words[n : n + 2]) in words.months:
            months += 1
        elif not length and word not in words.date_words and not word[0].isdigit():
            other += 1
        n += max(length, 1)
    # «كانون الثاني» and its like are two words, the second of which is not counted as something else.
    other -= sum(" ".join(pair) in words.months for pair in zip(line.words, line.words[1:], strict=False))
    whole = find_day(line.text, words=words) is not None or bool(re.match(r"^\d{4}-\d\d-\d\d(?:T|$)", line.text))
    hour = other == 0 and bool(_HOUR.search(line.text))
    weekday = whole and line.words[0] in words.weekdays
    return (whole or (at > 0 and (months > 0 or hour))) and other <= (3 if at else 2 if weekday else 0)


_HOUR = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?!\d)")


def _is_bare_dateline(line: _Line, after: _Line, words: TextWords) -> bool:
    """An outlet, a place and an outlet, or either with a dash or colon behind it, alone above what is told."""
    if not _is_told(after) and not _is_date_line(after, 1, words):
        return False
    if len(line.words) <= 3 and _LEADS_ON.search(line.text):
        return True
    if not _names_agency(line.words, words):
        return False
    return len(line.words) <= 2 or (len(line.words) <= 6 and bool(_PARTED.search(line.text)))


def _is_headline(line: _Line, words: TextWords) -> bool:
    return 1 < len(line.words) and len(line.text) <= _HEADLINE_AT_MOST and not re.search(r"[.:،]\W*$", line.text)


def _names_who_sends(line: _Line, words: TextWords) -> bool:
    """A city, a name and an agency between strokes, alone on a line: who sends the text, not who took a picture."""
    match = _SLASHED_BY.match(line.text)
    return match is not None and match.end() == len(line.text) == _dateline_length(line.text, words)


def _is_byline(line: _Line, words: TextWords) -> bool:
    """A short line under the headline that names who sends the text."""
    if len(line.words) > 8 or len(line.text) > 70 or re.search(r"[.؟?!،]\s*$", line.text):
        return False
    if _has(line, words.agencies):
        return len(line.words) <= 4 or bool(_SEPARATOR.search(line.text))
    return bool(_SEPARATOR.search(line.text)) and len(line.words) <= 5


_SEPARATOR = re.compile("\\s[-–—_|\u0640]\\s|[/:|]")
_BRACKETED = re.compile(
    r"^(?P<place>[^()«»\"“”.:؟!\n]{2,60})\((?P<agency>[^()\d]{2,30})\)\s*(?:[-–—\u0640]{1,2}|:{1,2}|/)\s*"
)
_DASHED = re.compile(
    r"^(?P<place>[^()«»\"“”.:؟!\n–—]{2,60}?)\s?(?:--|[–—]|\s[-\u0640_]|-(?=\s|\S{1,20}\s?\S{0,20}:))\s*(?=\S)"
)
_SLASHED = re.compile(
    r"^(?P<place>[^()«»\"“”.:؟!/\n]{2,30})/\s?(?P<agency>[^()«»\"“”.:؟!/\n]{2,30}?)\s?(?:/|[-–—:]{1,2})\s*(?=\S)"
)
_SLASHED_BY = re.compile(
    r"^(?P<place>[^()«»\"“”.:؟!/\n]{2,30})/\s?(?P<name>[^()«»\"“”.:؟!/\n]{2,40})/"
    r"\s?(?P<agency>[^()«»\"“”.:؟!/\n]{2,30}?)\s?(?:$|/|[-–—:]{1,2})\s*"
)
_TWO_PLACES = re.compile(r"^[^\W\d_]+(?: [^\W\d_]+)?\s?[-–—/]\s?[^\W\d_]+(?: [^\W\d_]+)?\s[-–—]{1,2}\s(?=\S)")
_INTERRUPTS = re.compile(r"\s[-–—]\s")
_FROM = re.compile(r"^\S+(?:\s\S+)?\sمن\s\S+(?:\s\S+)?\s?:{1,2}\s*(?=\S)")
_PLACE_AND_COLON = re.compile(r"^(?P<place>[^\W\d_]+(?:\s[^\W\d_]+)?)\s?:\s*(?=\S)")
_AND_COLON = re.compile(r"^(?P<agency>[^()«»\"“”.:؟!\n–—]{2,40}?)\s?(?::{1,2}|[-–—]{1,2})\s*(?=\S)")
_TAIL = re.compile(r"[(\[](?P<agency>[^()\[\]]{2,60})[)\]][\s.]*$")
_TAIL_AT_MOST = 80


def _paragraph(line: _Line, words: TextWords, *, first: bool, last: bool) -> Iterator[Segment]:
    """A paragraph, the place and agency before it and the agency's tail behind it set apart."""
    start, end = line.start, line.end
    if first and (length := _dateline_length(line.text, words)):
        yield Segment("dateline", start, start + len(line.text[:length].rstrip()))
        start += length
    tail = _tail_start(line.text, words)
    if tail is not None and start < line.start + tail:
        yield Segment("boilerplate", line.start + tail + _spaces(line.text, tail), end)
        end = line.start + tail
    if start < end:
        yield Segment("body", start, end)


def _dateline_length(text: str, words: TextWords) -> int:
    """How much of a paragraph is the place, the agency and the day before its first sentence; 0 for none."""
    if match := _BRACKETED.match(text):
        agency = _words(match["agency"])
        if len(_words(match["place"])) <= 7 and (_names_agency(agency, words) or len(agency) <= 2):
            return match.end()
    for shape in (_SLASHED, _SLASHED_BY):
        if (
            (match := shape.match(text))
            and len(_words(match["place"])) <= 3
            and len(_words(match.groupdict().get("name") or "")) <= 4
            and _names_agency(_words(match["agency"]), words)
        ):
            return match.end()
    if match := _FROM.match(text):
        return match.end() if _names_agency(_words(match.group()), words) else 0
    if (match := _PLACE_AND_COLON.match(text)) and not words.saying.intersection(_words(match["place"])):
        following = _words(text[match.end() : match.end() + 20])
        if following and following[0] in words.saying:
            return match.end()
    if (match := _TWO_PLACES.match(text)) and not _INTERRUPTS.search(text, match.end(), match.end() + 100):
        cities = _words(match.group())
        if not words.saying.intersection(cities) and not words.short.intersection(cities):
            return match.end()
    match = _DASHED.match(text)
    rest = _words(text[match.end() : match.end() + 40]) if match else ()
    if not match or not rest:
        return 0
    place = _words(match["place"])
    colon = _AND_COLON.match(text[match.end() : match.end() + 60])
    if colon and len(place) <= 4 and _names_agency(_words(colon["agency"]), words):
        return match.end() + colon.end()
    dated = find_day(match["place"], words=words) is not None
    if dated or _is_place_and_agency(place, words):
        return match.end() if len(place) <= 8 else 0
    if _INTERRUPTS.search(text, match.end(), match.end() + 100):
        return 0
    return match.end() if len(place) <= 2 or (len(place) <= 3 and rest[0] in words.saying) else 0


def _words(text: str) -> tuple[str, ...]:
    """The folded words of a stretch of text; a tatweel by itself is none."""
    return tuple(filter(None, map(fold, _WORD.findall(text))))


def _names_agency(found: tuple[str, ...], words: TextWords) -> bool:
    return any(phrase_at(found, at, words.agencies) for at in range(len(found)))


def _is_place_and_agency(found: tuple[str, ...], words: TextWords) -> bool:
    """Whether an agency stands at the beginning or the end of some words, with no more than a place beside it."""
    lengths = [phrase_at(found, at, words.agencies) for at in range(len(found))]
    edge = max(
        (length for at, length in enumerate(lengths) if length and (not at or at + length == len(found))), default=0
    )
    return 0 < edge and len(found) - edge <= 3


def _tail_start(text: str, words: TextWords) -> int | None:
    """Where the agency's tail of a paragraph begins: its name in brackets, or the mark that ends a text."""
    if match := _TAIL.search(text, max(0, len(text) - _TAIL_AT_MOST)):
        found = _words(match["agency"])
        at = 0
        while at < len(found):
            length = phrase_at(found, at, words.agencies) or int(found[at] in ("و", "عن"))
            if not length:
                break
            at += length
        if found and at == len(found):
            return len(text[: match.start()].rstrip())
    for match in re.finditer(r"(?<=[.؟!»”\"])\s+(?P<end>\S+)(?:\s?[/\s]\s?[\w\d]{1,4}){0,2}[\s/.#]*$", text[-60:]):
        if phrase_at(_words(match["end"]), 0, words.ends):
            return max(0, len(text) - 60) + match.start()
    return None


# ------------------------------------------------------------------------------------------ posts


def _signed_posts(lines: Sequence[_Line], text: str, words: TextWords) -> Iterator[_Post]:
    """Posts with a signature left in the text: a dash, a name, the handle in brackets, most often the day.

    The post stands before its signature or after it. The side that shows signs of a post has it; where neither does it
    is what stands before, for so the platforms embed them.
    """
    taken = -1
    signatures = {at: match for at, line in enumerate(lines) if (match := _signature(line, text, words))}
    for at, match in signatures.items():
        line = lines[at]
        end = _signature_end(text, match, words)
        day = find_day(text[match.end() : end], words=words)
        if day is None and at + 1 < len(lines) and _is_date_line(lines[at + 1], 1, words):
            day = find_day(lines[at + 1].text, words=words)
        author = " ".join(f"{match['name'].strip(' :·.')} (@{match['handle']})".split())
        first, last = at, at
        start = line.start
        prefix = _PICTURE.sub("", text[line.start : match.start()]).strip()
        if len(prefix) > 2:
            start = _after_introduction(line, match.start(), words)
        else:
            before = _reach_back(lines, at, taken, words)
            after = _reach_forward(lines, at, signatures, words)
            strong = before < at and _shows_cut(lines[at - 1])
            if after > at and not strong:
                last = after
                first = at - 1 if at - 1 > taken and _heads_statement(lines[at - 1], words) else at
            else:
                first = before
            start = lines[first].start
        taken = max(last, at)
        yield _Post(first, last, start, author, day[0].isoformat() if day else None, Span(match.start(), end))
    for at, line in enumerate(lines):
        if at not in signatures and (picture := _picture(line)) and len(line.words) > 3:
            start = _after_introduction(line, line.start + picture.start(), words)
            yield _Post(at, at, start, None, None, None)


def _signature(line: _Line, text: str, words: TextWords) -> re.Match[str] | None:
    """The signature of a post in a line; without a dash before it, a day must follow."""
    if "(@" not in line.text:
        return None
    if match := _SIGNATURE.search(text, line.start, line.end):
        return match
    match = _UNSIGNED.match(text, line.start, line.end)
    return match if match and len(line.words) <= 12 and find_day(line.text, words=words) else None


def _after_introduction(line: _Line, end: int, words: TextWords) -> int:
    """Where a post begins in a line that introduces it: after the colon behind the name of a platform."""
    for colon in re.finditer(r":\s+(?=\S)", line.text[: end - line.start]):
        if words.platforms.intersection(_words(line.text[: colon.start()])):
            return line.start + colon.end()
    return line.start


def _shows_cut(line: _Line) -> bool:
    return bool(_picture(line) or _CUT.search(line.text))


def _looks_posted(line: _Line, words: TextWords) -> bool:
    """Whether a line shows signs of a post: a picture's address, a cut, hashtags, pictures, verses, formulas."""
    return (
        _shows_cut(line)
        or "#" in line.text
        or bool(_OPENS_PICTORIAL.match(line.text))
        or bool(_opens(line, words.basmala) or _opens(line, words.verse_after) or _VERSE.search(line.text))
        or _heads_statement(line, words)
    )


def _heads_statement(line: _Line, words: TextWords) -> bool:
    """A short line that announces a statement: "a statement by", or a hashtag, and no full stop."""
    if len(line.text) > _HEADLINE_AT_MOST or _STOP.search(line.text):
        return False
    return "#" in line.text or bool(_opens(line, words.statements) and len(line.words) <= 14)


def _reach_back(lines: Sequence[_Line], at: int, taken: int, words: TextWords) -> int:
    """The first line of a post that stands before its signature."""
    first = at
    while first - 1 > taken and at - first < _POST_LINES_AT_MOST:
        line = lines[first - 1]
        if re.search(r":\W*$", line.text) or (first < at and lines[first].after_blank):
            break
        if first < at and not _looks_posted(line, words) and not _is_foreign(line, lines[first]):
            head = next((n for n in range(first - 1, max(taken, at - 8), -1) if _opens_post(lines[n], words)), None)
            blanks = head is not None and any(lines[n].after_blank for n in range(head + 1, at))
            first = head if head is not None and not blanks else first
            break
        first -= 1
    return first


def _is_foreign(line: _Line, other: _Line) -> bool:
    """Whether two lines are both without Arabic, as the lines of a foreign post in an Arabic report are."""
    return not _ARABIC.search(line.text) and not _ARABIC.search(_PICTURE.sub("", other.text))


def _opens_post(line: _Line, words: TextWords) -> bool:
    return bool(_opens(line, words.basmala)) or _heads_statement(line, words)


def _reach_forward(lines: Sequence[_Line], at: int, signatures: dict[int, re.Match[str]], words: TextWords) -> int:
    """The last line of a post that stands after its signature; the signature's own line where none does."""
    last = at
    for n in range(at + 1, min(len(lines), at + 1 + _POST_LINES_AT_MOST)):
        line = lines[n]
        if n in signatures or (n - 1 > last + 4):
            break
        if _shows_cut(line):
            return last if n + 1 in signatures and last == at else n
        if _looks_posted(line, words) or (n == at + 1 and _is_date_line(line, 1, words)):
            last = n
    return last


def _headed_posts(lines: Sequence[_Line], text: str, words: TextWords) -> Iterator[_Post]:
    """A post under the header of its channel, to the rule below it or to the end of the text."""
    for at, line in enumerate(lines[:3]):
        author = _channel(line, words)
        if author is None:
            continue
        last = next((n - 1 for n in range(at + 1, len(lines)) if _is_ruled_off(lines[n])), len(lines) - 1)
        inner = lines[at : last + 1]
        # The day stands on a line of its own, or among the first lines (statements of Tuesday the …).
        days = [
            find_day(other.text, words=words)
            for n, other in enumerate(inner)
            if _is_date_line(other, 1, words) or (n < 6 and len(other.words) <= 14 and not _STOP.search(other.text))
        ]
        day = next((found[0].isoformat() for found in days if found), None)
        yield _Post(at, last, line.start, author, day, None)
        return


def _is_ruled_off(line: _Line) -> bool:
    return len(line.text) >= 3 and not line.words and bool(re.match(r"^[-–—_=*•ـ\s]+$", line.text))


def _channel(line: _Line, words: TextWords) -> str | None:
    """The name of the channel in the header of a post."""
    if len(line.words) > 16:
        return None
    parts = [part.strip(" \t🔴🟢🔵⚫️") for part in re.split(r"\s[|–—-]\s|\|", line.text)]
    if _opens(line, words.post_marks):
        return parts[0].split(":", 1)[-1].strip() or None
    for part in parts[1:]:
        if phrase_at(_words(part), 0, words.channels):
            return " ".join(re.sub(r"^[^\w]+", "", parts[0]).split()) or None
    return None


# ------------------------------------------------------------------------------------------ verses and quotes


def _verses(line: _Line, words: TextWords) -> Iterator[Segment]:
    """Verses between their brackets, and the formulas that open a statement or stand around a verse."""
    covered: list[tuple[int, int]] = []
    if "﴿" in line.text or "﴾" in line.text:
        covered += [match.span() for match in _VERSE.finditer(line.text)]
    if not words.formula_heads.isdisjoint(line.words):
        covered += _formulas(line, words)
    for start, end in _united(line.text, covered):
        yield Segment("scripture", line.start + start, line.start + end)


def _formulas(line: _Line, words: TextWords) -> Iterator[tuple[int, int]]:
    """The formulas of a line, and the verses in braces where one of them announces a verse."""
    found: list[tuple[int, int]] = []
    announced = False
    for at, form in enumerate(line.words):
        if form not in words.formula_heads:
            continue
        for known in (words.basmala, words.verse_before, words.verse_after):
            if length := phrase_at(line.words, at, known):
                found = found or [m.span() for m in _WORD.finditer(line.text) if fold(m.group())]
                announced = announced or bool(phrase_at(line.words, at, words.verse_before))
                yield found[at][0], found[at + length - 1][1]
                break
    if announced:
        yield from (match.span() for match in re.finditer(r"\{[^{}]*\}", line.text))


def _united(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans, those united between which only spaces and colons stand."""
    last: tuple[int, int] | None = None
    for start, end in sorted(spans):
        if last and (start <= last[1] or not text[last[1] : start].strip(" :،.*")):
            last = (last[0], max(last[1], end))
        else:
            if last:
                yield last
            last = (start, end)
    if last:
        yield last


_CLITIC_BEFORE = re.compile(rf"(?:^|[\s({MARKS}])(?:[وفبكلس]|ال|وال|بال|فال|كال|لل|ول|وب|فل)?[{MARKS}]*$")


def _quotes(line: _Line) -> Iterator[Segment]:
    """The quotations of a line, nested ones too; one that is never closed runs to the end of the line.

    Marks are read by where they stand, for in Arabic text the two of a pair are often the same, or turned round.
    """
    text = line.text
    open_: list[tuple[int, str]] = []
    how_many = {"«": 0, '"': 0}
    for match in _QUOTE_MARK.finditer(text):
        at, mark = match.start(), match.group()
        family = "«" if mark in "«»" else '"'
        if _opens_quote(text, at, mark, is_open=how_many[family] > 0):
            open_.append((at, family))
            how_many[family] += 1
        elif how_many[family]:
            closed = ""
            while closed != family:  # what was opened inside and not closed ends here too
                opened, closed = open_.pop()
                how_many[closed] -= 1
            yield Segment("quote", line.start + opened, line.start + at + 1)
    if open_:
        yield Segment("quote", line.start + open_[0][0], line.end)


def _opens_quote(text: str, at: int, mark: str, *, is_open: bool) -> bool:
    """Whether a mark opens a quotation: by the space beside it, else by its shape, else by whether one is open."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    free_before = before.isspace() or before in "([:،-–—/{"
    free_after = after.isspace() or after in ")].,،؛:؟?!…-–—/}"
    if free_before != free_after:
        return free_before
    if mark in "«»":
        return mark == "«"
    if not free_before and _CLITIC_BEFORE.search(text, max(0, at - 8), at):
        return True
    return not is_open
