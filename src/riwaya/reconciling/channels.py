"""Channels of platforms, which keep their number while they change their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from riwaya.frozen import replace
from riwaya.records import Document, Source


class Channel(NamedTuple):
    """A channel or account by its number, which is its own for as long as it exists."""

    platform: str
    number: str


def names_of_channels(documents: Iterable[Document]) -> dict[Channel, str]:
    """What each channel is called in the latest of some documents that name it."""
    told: dict[Channel, tuple[str, str]] = {}
    for document in documents:
        for channel, name in _named(document):
            told[channel] = max(told.get(channel, ("", "")), (document.published or "", name))
    return {channel: name for channel, (_, name) in told.items()}


def with_channel_named(source: Source, document: Document, names: Mapping[Channel, str]) -> Source:
    """A source of a document; one that is a channel, or speaks through its post, has the name that `names` tells."""
    if source.id != "s0" and source.kind != "post":
        return source
    channels = {name: channel for channel, name in _named(document)}
    channel = channels.get(source.name or "")
    return replace(source, name=names[channel]) if channel is not None and channel in names else source


def _named(document: Document) -> Iterator[tuple[Channel, str]]:
    """The channels that a document names: the one it stands in, and the one that it was forwarded from."""
    provenance = document.provenance
    if provenance is None or provenance.post is None:
        return
    forwarded = provenance.forwarded
    for number, name in (
        (provenance.post.channel, document.publisher),
        (forwarded.channel if forwarded else None, forwarded.name if forwarded else None),
    ):
        if number and number.isdecimal() and name:
            yield Channel(provenance.post.platform, number), name
