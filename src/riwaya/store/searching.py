"""Searches the documents of a store, whatever the spelling, the same in both databases.

All words that are asked for must stand in a document, each in any form that shares a stem with it; words in quotation
marks must follow each other as they are. Documents with the words as they were asked for come first, then newer ones.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, case, column, func, literal, select, table, text

from riwaya.errors import UsageError
from riwaya.records import Restoration, Span
from riwaya.store.guards import INDEX
from riwaya.store.schema import documents, passages
from riwaya.text.search import Plurals, expand, search_words, stems

_QUOTED = re.compile(r"[\"«“]([^\"»”]*)[\"»”]")
_MOST_WORDS = 30
MOST_RANKED = 1000
"""Passages that are ranked; where more hold what is asked for, those that were kept last."""
_COMMON = 0.05
"""Share of passages from which on PostgreSQL finds enough of them near the end by going through them."""
_MARGIN = 2
"""How many times as far back as they are expected passages are looked for, and then as many times further."""


class Asked(NamedTuple):
    """What is searched: the stems of each word, any of which will do, and the phrases that must stand as they are."""

    words: tuple[str, ...]
    stems: tuple[frozenset[str], ...]
    phrases: tuple[str, ...]


class Found(NamedTuple):
    """A document that was found: its id and how many of the words it has as they were asked for."""

    document: str
    exact: int


def ask(query: str, plurals: Plurals) -> Asked:
    """A query taken apart. Raises UsageError where it holds no word, or more than thirty."""
    words = tuple(dict.fromkeys(word.form for word in search_words(query)))
    if not words:
        raise UsageError(f"{query!r} holds no word to search for")
    if len(words) > _MOST_WORDS:
        raise UsageError(f"a search takes {_MOST_WORDS} words at most, not {len(words)}")
    quoted = (" ".join(word.form for word in search_words(phrase)) for phrase in _QUOTED.findall(query))
    return Asked(words, tuple(expand(word, plurals) for word in words), tuple(filter(None, quoted)))


def search(
    connection: Connection,
    asked: Asked,
    *,
    until: int,
    without: Collection[str] = (),
    since: str | None = None,
    before: str | None = None,
    publisher: str | None = None,
    limit: int = 20,
) -> tuple[Found, ...]:
    """The documents that hold what is asked for, best first.

    Of words that are in very many documents only the newest of these are ranked, for looking at each takes its time.
    `until` is the last entry of the log that counts, `without` are documents left out, `since` and `before` days of
    publication (the second no longer included).
    """
    dialect = connection.dialect.name
    wanted: list[ColumnElement[bool]] = [documents.c.seq <= until]
    wanted += [_holds(dialect, phrase) for phrase in asked.phrases]
    if since:
        wanted.append(documents.c.published >= since)
    if before:
        wanted.append(documents.c.published < before)
    if publisher:
        wanted.append(documents.c.publisher == publisher)
    if without:
        wanted.append(documents.c.id.not_in(sorted(without)))
    newest = _newest(connection, asked, _matching(dialect, asked).where(*wanted))
    exact: ColumnElement[int] = literal(0)
    for word in asked.words:
        exact = exact + case((_holds(dialect, word), 1), else_=0)
    if len(asked.words) > 1:
        exact = exact + case((_holds(dialect, " ".join(asked.words)), len(asked.words)), else_=0)
    best = func.max(exact).label("exact")
    found = (
        select(documents.c.id, best)
        .join(passages, passages.c.document == documents.c.id)
        .where(passages.c.id.in_(newest))
        .group_by(documents.c.id, documents.c.published)
        .order_by(best.desc(), func.coalesce(documents.c.published, "").desc(), documents.c.id)
        .limit(limit)
    )
    return tuple(Found(*row) for row in connection.execute(found))


def _newest(connection: Connection, asked: Asked, matching: Select[Any]) -> list[int]:
    """The passages that match, those kept last first, as many as are ranked.

    SQLite reads its index from the end, and no further than it has to. PostgreSQL would go through passages from the
    end also for words that few of them hold, so it is made to use its index for these, and no further back than it has
    to as well.
    """
    newest = matching.order_by(passages.c.id.desc()).limit(MOST_RANKED)
    if connection.dialect.name == "sqlite" or (share := _expected(connection, asked)) > _COMMON:
        return list(connection.scalars(newest))
    last = connection.scalar(select(func.max(passages.c.id))) or 0
    back = int(_MARGIN * MOST_RANKED / share)
    found: list[int] = []
    until = last
    while until > 0 and len(found) < MOST_RANKED:
        since = max(0, last - back)
        stretch = matching.where(passages.c.id > since, passages.c.id <= until).cte().prefix_with("MATERIALIZED")
        late = select(stretch.c.id).order_by(stretch.c.id.desc()).limit(MOST_RANKED - len(found))
        found += connection.scalars(late)
        until, back = since, _MARGIN * back
    return found


def _expected(connection: Connection, asked: Asked) -> float:
    """The share of passages that PostgreSQL expects to hold the words; more than nothing."""
    explained = text(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM passages WHERE {INDEX} @@ cast(:stems AS tsquery)")
    [plan] = connection.execute(explained, {"stems": _tsquery(asked)}).scalar_one()
    held = connection.scalar(text("SELECT reltuples FROM pg_class WHERE oid = 'passages'::regclass"))
    return float(max(1, plan["Plan"]["Plan Rows"]) / max(1, held or 0))


def _holds(dialect: str, words: str) -> ColumnElement[bool]:
    """Whether a passage holds words as they are, one behind the other."""
    where = func.instr if dialect == "sqlite" else func.strpos
    return where(literal(" ") + passages.c.exact + " ", f" {words} ") > 0


def _matching(dialect: str, asked: Asked) -> Select[Any]:
    """The passages that hold one of the stems of each word, with their documents.

    Stems are letters and digits: nothing is escaped.
    """
    if dialect == "sqlite":
        said = " AND ".join("(" + " OR ".join(f'"{s}"' for s in sorted(each)) + ")" for each in asked.stems)
        index = table(INDEX, column("rowid"))
        both = index.join(passages, passages.c.id == index.c.rowid).join(
            documents, passages.c.document == documents.c.id
        )
        matches = text(f"{INDEX} MATCH :stems").bindparams(stems=said)
        return select(index.c.rowid).select_from(both).where(matches)
    matches = text(f"passages.{INDEX} @@ cast(:stems AS tsquery)").bindparams(stems=_tsquery(asked))
    both = passages.join(documents, passages.c.document == documents.c.id)
    return select(passages.c.id).select_from(both).where(matches)


def _tsquery(asked: Asked) -> str:
    return " & ".join("(" + " | ".join(f"'{s}'" for s in sorted(each)) + ")" for each in asked.stems)


def find_spans(asked: Asked, text: str, restorations: Iterable[Restoration] = ()) -> tuple[Span, ...]:
    """Where a text holds words that were asked for, as spans of the text, in order."""
    wanted = frozenset().union(*asked.stems)
    return tuple(
        dict.fromkeys(
            Span(word.start, word.end)
            for word in search_words(text, restorations)
            if not wanted.isdisjoint(stems(word.form))
        )
    )


def cut(text: str, spans: Iterable[Span], *, around: int = 60) -> Span:
    """A stretch of a text around the first of some spans, from word to word; the beginning where there are none."""
    first: Any = next(iter(spans), Span(0, 0))
    start, end = max(0, first.start - around), min(len(text), first.end + around)
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return Span(start, end)
