"""Independent lines: which accounts of an incident go back to one origin, and why.

An account goes back to whoever asserts. One agency report printed by five papers is one line, a post that is handed on
is its author's, a source quoted by two outlets is one source. What is printed again without saying whence is found by
its words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from riwaya.reconciling.compare import name_words
from riwaya.reconciling.copies import find_copies, prints_of
from riwaya.reconciling.people import Person, person_in
from riwaya.records import Account, Joining, Line, Source, Span

_QUOTED = ": "
_NAMELESS = "an unnamed source"
_SPOKESMAN = frozenset(("متحدث", "ناطق", "متحدثه", "ناطقه"))
_MEDIA = frozenset(("outlet", "agency"))
_SOMEBODY = ".official"
"""How the id of whoever holds some office in a state ends: two of them are two people."""
_SILENT = frozenset(("condemns", "no_claim"))
"""Stances that tell nothing of what happened."""
_MOST_NAMES = 40
"""Shorter names that a name is held against; it bounds the work on texts that quote thousands."""


class Origins(NamedTuple):
    """What accounts go back to: the name of the line of each, and the lines that are independent."""

    names: Mapping[str, str]
    independent: tuple[Line, ...]


class _Origin(NamedTuple):
    """Whoever asserts an account.

    `own`: the publisher's own words; `through`: who quotes somebody whom nobody names; `medium`: the link that it is of
    where that is a publisher, an outlet or an agency; `quoted_by`: the links before it.
    """

    account: str
    document: str
    name: str
    through: str | None
    own: bool
    source: Source | None
    medium: str | None
    quoted_by: tuple[str, ...]

    @property
    def line(self) -> str:
        """The name of the line, as long as nothing else is known of it."""
        return self.name if self.through is None else f"{self.through}{_QUOTED}{self.name}"

    @property
    def named(self) -> Source | None:
        """The source, where it is somebody in particular."""
        return self.source if self.through is None and not self.own else None


def find_origins(accounts: Sequence[Account], sources: Mapping[str, Source], texts: Mapping[str, str]) -> Origins:
    """The lines of the accounts of one incident. `texts` by document; without them nothing is known of copies.

    The order of the accounts changes nothing but that of the lines.
    """
    if len(accounts) == 1:
        [alone] = accounts
        line = _origin(alone, sources, several=False).line
        return Origins({alone.id: line}, (Line(line, (alone.id,), ()),))
    several = len({_document(account) for account in accounts}) > 1
    origins = {account.id: _origin(account, sources, several) for account in accounts}
    groups = _Groups(origins)
    for joining in (*_same(origins), *_spoken_for(origins), *_one_person(origins)):
        groups.join(joining)
    copied = _copied(accounts, origins, texts) if several else []
    for joining in copied:
        groups.join(joining)
    names = {account: groups.line(account, origins) for account in origins}
    return Origins(names, tuple(_independent(accounts, origins, groups, names)))


# ------------------------------------------------------------------------------------------------------ whoever asserts


def _document(account: Account) -> str:
    """The document of an account, by its id; nothing where there is but one document."""
    return account.id.rpartition("/")[0]


def _origin(account: Account, sources: Mapping[str, Source], several: bool) -> _Origin:
    chain = [sources[link.source] for link in account.attribution if link.source in sources]
    document = _document(account)
    publisher = f"the publisher of {document}" if several else "the publisher"
    if len(chain) < 2:
        name = chain[0].name if chain else None
        first = chain[0].id if chain else ""
        return _Origin(account.id, document, name or publisher, None, True, chain[0] if name else None, first, ())
    last = chain[-1]
    through = None
    if last.anonymous and (several or len(chain) > 2):  # in one document all are quoted by its publisher
        named = max((n for n, each in enumerate(chain[:-1]) if each.name), default=0)
        quoting = chain[named].name or publisher
        through = _QUOTED.join((quoting, *(_called(each, several) for each in chain[named + 1 : -1])))
    medium = last.id if last.kind in _MEDIA else None
    quoted_by = tuple([each.id for each in chain[:-1]])
    return _Origin(account.id, document, _called(last, several), through, False, last, medium, quoted_by)


def _called(source: Source, several: bool) -> str:
    """What a source is called; of one document those without a name are told apart."""
    return source.name or (_NAMELESS if several else f"{_NAMELESS} ({source.id})")


# ----------------------------------------------------------------------------------------------------------- one origin


def _same(origins: Mapping[str, _Origin]) -> Iterator[Joining]:
    """Accounts of one source: by its name, in another language too, or by whom it speaks for."""
    first: dict[Hashable, str] = {}
    for account in sorted(origins):
        origin = origins[account]
        keys: list[tuple[Hashable, str]] = [(("name", origin.line), f"both go back to {origin.line}")]
        source = origin.source if origin.own else origin.named
        if source and name_words(origin.name):
            keys.append((("words", name_words(origin.name)), f"both go back to {origin.name}"))
        if source and source.name_en and source.actor is None and source.kind in _MEDIA:
            keys.append((("name_en", source.name_en), f"both go back to {source.name_en}"))
        if source and source.actor and not source.anonymous and not source.actor.endswith(_SOMEBODY):
            keys.append((("actor", source.actor), f"both speak for {source.name_en or source.actor}"))
        for key, why in keys:
            other = first.setdefault(key, account)
            if other != account:
                yield Joining(other, account, why)


def _spoken_for(origins: Mapping[str, _Origin]) -> Iterator[Joining]:
    """A source named more fully, as a spokesman of a body, speaks for the one it names."""
    bearers: dict[str, str] = {}
    for account in sorted(origins):
        if origins[account].named:
            bearers.setdefault(origins[account].name, account)
    words = {name: name_words(name) for name in bearers}
    shorter: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(words):
        if words[name]:
            shorter[min(words[name])].append(name)
    for name in sorted(words):
        enough = 1 if words[name] & _SPOKESMAN else 2  # "the police" is one word, and so is "Ahmad"
        known = (other for word in sorted(words[name]) for other in shorter[word][:_MOST_NAMES])
        for other in known:
            if enough <= len(words[other]) < len(words[name]) and words[other] < words[name]:
                how = "speaks for" if words[name] & _SPOKESMAN else "is a fuller name of"
                yield Joining(bearers[other], bearers[name], f"{name} {how} {other}")


def _one_person(origins: Mapping[str, _Origin]) -> Iterator[Joining]:
    """Somebody told of with an office in one place, and with another, with none or by the family name in others."""
    bearers: dict[Person, str] = {}
    for account in sorted(origins):
        origin = origins[account]
        if origin.named and (person := person_in(origin.name)):
            bearers.setdefault(person, account)
            yield from _joined_as(bearers[person], account, origins)
    alike: defaultdict[str, list[Person]] = defaultdict(list)
    for person in sorted(bearers):
        alike[person.words[-1] if person.family else person.words[0]].append(person)
    for namesakes in alike.values():
        for number, person in enumerate(namesakes[:_MOST_NAMES]):
            for other in namesakes[:number]:
                if not person.family and not other.family and person.may_be(other):
                    yield from _joined_as(bearers[other], bearers[person], origins)
    for person in (each for each in sorted(bearers) if each.family):
        kin = [other for other in sorted(bearers) if person.may_be(other)]
        if kin and all(one.may_be(kin[0]) for one in kin):  # of two brothers nobody knows which
            yield from _joined_as(bearers[kin[0]], bearers[person], origins)


def _joined_as(one: str, other: str, origins: Mapping[str, _Origin]) -> Iterator[Joining]:
    """Two accounts of one person, where their sources are told of by two names."""
    a, b = sorted((one, other))
    names = origins[a].name, origins[b].name
    if names[0] != names[1]:
        yield Joining(a, b, f"{names[0]} and {names[1]} are one person")


# ---------------------------------------------------------------------------------------------------------- one wording


def _copied(accounts: Sequence[Account], origins: Mapping[str, _Origin], texts: Mapping[str, str]) -> list[Joining]:
    """Accounts of several documents that are told in the same words, where one of them does not say whose they are."""

    def may(a: str, b: str) -> bool:
        return origins[a].document != origins[b].document and _goes_back(origins[a], origins[b])

    told: defaultdict[str, set[Span]] = defaultdict(set)
    for account in accounts:
        told[_document(account)].add(account.statement)
    stretches = {
        document: [texts.get(document, "")[s.start : s.end] for s in sorted(told[document])] for document in told
    }
    whole = {document: prints_of("\n".join(stretches[document])) for document in told}
    prints = {}
    for account in accounts:
        document, statement = _document(account), account.statement
        alone = len(stretches[document]) == 1
        prints[account.id] = (
            whole[document] if alone else prints_of(texts.get(document, "")[statement.start : statement.end])
        )
    of_document: defaultdict[str, list[str]] = defaultdict(list)
    for id in sorted(origins):
        of_document[origins[id].document].append(id)
    return [_as_joining(origins, *copy) for copy in find_copies(prints, may=may)] + [
        _as_joining(origins, a, b, share)
        for one, other, share in find_copies(whole)
        for a in of_document[one]
        for b in of_document[other]
        if origins[a].own == origins[b].own and may(a, b)
    ]


def _goes_back(a: _Origin, b: _Origin) -> bool:
    """Whether one of two that are told in the same words goes back to the other: it does not say whose they are."""
    if a.own or b.own:
        return True
    return a.through is not None is not b.through and name_words(a.name) == name_words(b.name)


def _as_joining(origins: Mapping[str, _Origin], a: str, b: str, share: float) -> Joining:
    a, b = sorted((a, b))
    documents = f"{origins[a].document} and {origins[b].document}"
    return Joining(a, b, f"{documents} tell it in the same words, {share:.0%} of the shorter text")


# ---------------------------------------------------------------------------------------------------------- what counts


class _Groups:
    """Accounts in groups that grow by joinings; a joining of two that are together already says nothing new."""

    def __init__(self, accounts: Iterable[str]) -> None:
        self._members = {account: [account] for account in accounts}
        self._joined: dict[str, list[Joining]] = {account: [] for account in self._members}
        self._root = {account: account for account in self._members}

    def join(self, joining: Joining) -> None:
        """Brings two groups together."""
        root, other = sorted((self._root[joining.a], self._root[joining.b]))
        if root != other:
            self._joined[root] += [*self._joined.pop(other), joining]
            members = self._members.pop(other)
            self._members[root] += members
            self._root.update(dict.fromkeys(members, root))

    def root(self, account: str) -> str:
        """The first account of a group."""
        return self._root[account]

    def joined(self, account: str) -> tuple[Joining, ...]:
        """What hangs the group of an account together."""
        return tuple(sorted(self._joined[self._root[account]], key=lambda joining: (joining.a, joining.b)))

    def members(self, account: str) -> frozenset[str]:
        """The accounts of a group."""
        return frozenset(self._members[self._root[account]])

    def line(self, account: str, origins: Mapping[str, _Origin]) -> str:
        """The name of a group: of its sources the shortest, of somebody named before anybody else."""
        found = [origins[each] for each in self._members[self._root[account]]]
        return min(found, key=lambda o: (o.own, o.through is not None, len(o.line), o.line)).line


def _independent(
    accounts: Sequence[Account], origins: Mapping[str, _Origin], groups: _Groups, names: Mapping[str, str]
) -> Iterator[Line]:
    """The lines that count. What a medium says itself, or a copy of it, is none where it rests on those it quotes."""
    telling = [account.id for account in accounts if account.stance not in _SILENT] or [accounts[0].id]
    rests_on = _resting(telling, origins, groups)
    for root in dict.fromkeys(map(groups.root, telling)):
        if _counts(root, rests_on):
            members = groups.members(root)
            yield Line(names[root], tuple(each.id for each in accounts if each.id in members), groups.joined(root))


def _resting(telling: Sequence[str], origins: Mapping[str, _Origin], groups: _Groups) -> dict[str, set[str]]:
    """The lines of media, each with the lines of those whom it quotes in one of its documents, by their roots."""
    quoted: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for account in telling:
        for medium in origins[account].quoted_by:
            quoted[origins[account].document, medium].add(groups.root(account))
    resting = {}
    for root in set(map(groups.root, telling)):
        media = [(origins[each].document, origins[each].medium) for each in groups.members(root)]
        if all(medium is not None for _, medium in media):
            resting[root] = {line for document, medium in media for line in quoted.get((document, medium or ""), ())}
            resting[root].discard(root)
    return resting


def _counts(root: str, rests_on: Mapping[str, set[str]]) -> bool:
    """Whether a line rests on no other. Of media that quote each other, and nobody else, one counts."""
    reached: set[str] = set()
    ahead = [root]
    while ahead:
        for line in rests_on.get(ahead.pop(), set()) - reached:
            reached.add(line)
            ahead.append(line)
    if not reached:
        return True
    return root == min(reached) and all(rests_on.get(line) for line in reached)
