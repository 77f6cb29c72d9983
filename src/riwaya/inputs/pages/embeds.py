"""Posts, films and the like that a page embeds, lifted out of it before its own text is taken.

Where the page holds the words of a post, they become a post with an author and a time of its own; where it does not,
what is left is its address. Either way nothing of it can be taken for the page's own voice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from lxml.html import HtmlElement

from riwaya.inputs.moments import from_any, from_post_id, from_visible
from riwaya.inputs.pages.facts import clean_url
from riwaya.knowledge.load import load_knowledge
from riwaya.text.normalize import fold
from riwaya.text.words import Phrases, phrase_at, phrases

_LARGEST = 400
"""What holds as many elements is a part of the page, whatever it is called."""
MARK = "riwaya-embed"
"""The element that is left where something was lifted out; its number counts what was."""


class Frame(NamedTuple):
    """The page inside a frame, and the address that it was saved from."""

    root: HtmlElement
    url: str | None


Frames = Callable[[str], Frame | None]
"""The page inside a frame by what the frame calls it, where a saved page holds it."""


class Embed(NamedTuple):
    """Something embedded: where it lives, its address, and its words, author and time where the page holds them.

    `text` ends with the line that names the author, where the page shows one.
    """

    platform: str
    url: str | None
    text: str | None = None
    author: str | None = None
    published: str | None = None


class _Found(NamedTuple):
    element: HtmlElement
    embed: Embed


def lift_embeds(
    root: HtmlElement, base: str | None, *, frames: Frames = lambda address: None, zone: str | None = None
) -> list[Embed]:
    """Takes everything embedded out of a tree, leaving a mark in each place; what was taken, in the page's order."""
    found: dict[HtmlElement, Embed] = {}
    inside: set[HtmlElement] = set()
    for element in root.iter(*_TAGS):
        if element not in inside and (embed := _embed_of(element, base or "", frames, zone)):
            found[element] = embed
            inside.update(element.iter())
    embeds: list[Embed] = []
    seen: dict[str, int] = {}
    for element, embed in found.items():
        _replace(element, len(embeds))
        first = seen.setdefault(_key(embed), len(embeds)) if embed.url else len(embeds)
        if first < len(embeds):  # the post and the frame or script that draws it over: one of them has the words
            if embeds[first].text is None and embed.text:
                embeds[first] = embeds[first]._replace(url=None)
            else:
                embed = Embed(embed.platform, None)
        embeds.append(embed)
    return embeds


_LAST_NUMBER = re.compile(r"/(\d+)/?$")


def _key(embed: Embed) -> str:
    """What is the same for one thing embedded twice: of a post on X its number, for its handle may be left out."""
    number = _LAST_NUMBER.search(embed.url or "") if embed.platform == "x" else None
    return f"{embed.platform} {number[1] if number else embed.url}"


def _replace(element: HtmlElement, number: int) -> None:
    """Makes an element the mark of what it was; what follows it stays as it is, odd characters and all."""
    element.clear(keep_tail=True)
    element.tag = MARK
    element.set("n", str(number))


_TAGS = (
    "blockquote", "iframe", "script", "div", "section", "figure", "a", "amp-twitter", "amp-facebook", "amp-instagram",
    "amp-youtube", "amp-tiktok", "amp-iframe", "amp-video", "lite-youtube", "twitter-widget", "oembed", "video",
    "audio", "embed", "object",
)  # fmt: skip


def _embed_of(element: HtmlElement, base: str, frames: Frames, zone: str | None) -> Embed | None:
    """What an element embeds; None for most."""
    tag = element.tag
    if tag == "blockquote":
        return _quoted(element, base, zone)
    if tag == "script":
        post = element.get("data-telegram-post")
        return Embed("telegram", f"https://t.me/{post.strip('/')}") if post else None
    if tag in ("iframe", "amp-iframe", "embed", "object"):
        return _framed(element, base, frames, zone)
    if tag in ("video", "audio", "amp-video"):
        sources = [element.get("src"), *(each.get("src") for each in element.iter("source"))]
        address = next((url for each in sources if (url := clean_url(each, base))), None)
        return Embed("audio" if tag == "audio" else "video", address)
    if tag in ("div", "section", "figure", "a"):
        return _boxed(element, base)
    return _named(element, base, zone)


# ----------------------------------------------------------------------------------------------------- posts with words

_X = re.compile(
    r"https?://(?:www\.|mobile\.|m\.)?(?:twitter|x)\.com/(?P<handle>\w{1,20})/status(?:es)?/(?P<id>\d{1,20})", re.I
)


def _quoted(element: HtmlElement, base: str, zone: str | None) -> Embed | None:
    """A post whose words stand in a quotation that the platform's script draws over."""
    if _is_large(element):
        return None
    classes = (element.get("class") or "").lower()
    links = [link.get("href") or "" for link in element.iter("a")]
    posts = [match for link in links if (match := _X.match(link))]
    if "twitter-tweet" in classes or "twitter-video" in classes or (posts and "—" in element.text_content()):
        return _x_post(element, posts[-1] if posts else None, zone)
    if "instagram-media" in classes:
        url = clean_url(element.get("data-instgrm-permalink") or next(iter(links), None), base)
        return _captioned("instagram", element, _without_query(url), zone)
    if "tiktok-embed" in classes:
        return _captioned("tiktok", element, _without_query(clean_url(element.get("cite"), base)), zone)
    if "fb-xfbml-parse-ignore" in classes or "facebook.com" in (element.get("cite") or ""):
        return _captioned("facebook", element, _without_query(clean_url(element.get("cite"), base)), zone)
    if "telegram" in classes or "t.me/" in (element.get("cite") or ""):
        return _captioned("telegram", element, _without_query(clean_url(element.get("cite"), base)), zone)
    return None


def _is_large(element: HtmlElement) -> bool:
    """Whether an element holds too much for a post."""
    return sum(1 for _ in islice(element.iter(), _LARGEST)) == _LARGEST


def _x_post(element: HtmlElement, post: re.Match[str] | None, zone: str | None) -> Embed:
    """A post of X: its words, then the line with its author and day. The id tells the moment."""
    lines = list(_lines_of(element))
    signature = next((n for n, line in enumerate(lines) if _SIGNED.match(line)), None)
    signed = _SIGNED.match(lines[signature]) if signature is not None else None
    url = f"https://x.com/{post['handle']}/status/{post['id']}" if post else None
    if not lines or (signature == 0 and len(lines) == 1) or (signature is None and len(" ".join(lines)) < 3):
        return Embed("x", url)
    published = from_post_id(post["id"], zone=zone) if post else None
    if published is None and signed:
        published = from_visible(lines[signature or 0][signed.end() :], zone=zone)
    author = f"{signed['name'].strip()} (@{signed['handle']})".strip() if signed else None
    if author is None and post:
        author = f"@{post['handle']}"
    return Embed("x", url, "\n".join(lines if signature is None else lines[: signature + 1]), author, published)


_SIGNED = re.compile(
    r"^[—–-]+\s*(?P<name>[^\n]{0,100}?)\s*[\u200e\u200f\u202a-\u202e\u2066-\u2069]*\(@(?P<handle>\w{1,20})\)"
)


def _captioned(platform: str, element: HtmlElement, url: str | None, zone: str | None) -> Embed:
    """A post whose caption stands in the page; the line that names its author tells that it does."""
    lines = [line for line in _lines_of(element) if not _opens(line, embed_words().invites)]
    signature = next((n for n, line in enumerate(lines) if _opens(line, embed_words().shared)), None)
    clock = next(iter(element.iter("time")), None)
    published = from_any(clock.get("datetime") or "", zone=zone) if clock is not None else None
    if signature is not None and published is None:
        published = from_visible(lines[signature], zone=zone)
    author = _author_of(lines[signature]) if signature is not None else None
    words = [line for n, line in enumerate(lines) if n != signature]
    if platform == "tiktok" and words and words[0].startswith("@"):
        author = words.pop(0)
        lines.append(author)  # the name stands above; below, it closes the post as elsewhere
        signature = len(lines) - 1
    if sum(map(len, words)) < 3:
        return Embed(platform, url)
    told = [*words, lines[signature]] if signature is not None else words
    return Embed(platform, url, "\n".join(told), author, published)


def _opens(line: str, known: Phrases) -> int:
    """How many letters of a line the phrase is long that opens it, 0 for none."""
    found = list(_WORD.finditer(line))[:12]
    length = phrase_at([fold(word.group()) for word in found], 0, known)
    return found[length - 1].end() if length else 0


def _author_of(line: str) -> str | None:
    """The name in the line that says who posted: with a handle in brackets up to there, else up to the day."""
    rest = line[_opens(line, embed_words().shared) :].strip(" :")
    if match := re.match(r".{0,80}?\(@[\w.]{1,40}\)", rest):
        return match.group().strip()
    return re.split(r"\s(?:on|le|في)\s", rest, maxsplit=1)[0].strip() or None


@dataclass(frozen=True, slots=True, eq=False)
class EmbedWords:
    """The phrases around embedded posts: before the name of whoever posted, and over the whole."""

    shared: Phrases
    invites: Phrases


@lru_cache(maxsize=1)
def embed_words() -> EmbedWords:
    """The phrases out of the data."""
    lists = load_knowledge().lists.words
    return EmbedWords(phrases(map(fold, lists["embed_shared"])), phrases(map(fold, lists["embed_invites"])))


_WORD = re.compile(r"[^\W_]+")
_BREAKS = frozenset(("p", "div", "section", "blockquote", "li", "time"))


def _lines_of(element: HtmlElement) -> Iterator[str]:
    """The words of a small tree, a line for each paragraph and break."""
    pieces: list[str] = []
    for part in _pieces(element):
        pieces.append(part)
    for line in "".join(pieces).split("\n"):
        if bare := " ".join(line.split()):
            yield bare


def _pieces(element: HtmlElement) -> Iterator[str]:
    stack: list[tuple[HtmlElement, bool]] = [(element, False)]
    while stack:
        each, done = stack.pop()
        broken = each.tag in ("br", *_BREAKS) and each.tag != "time"
        if done:
            yield "\n" if broken else ""
            if each is not element:
                yield re.sub(r"\s+", " ", each.tail or "")
            continue
        stack.append((each, True))
        if not isinstance(each.tag, str) or each.tag in ("script", "style", "svg", "noscript"):
            continue
        yield "\n" if broken else ""
        yield re.sub(r"\s+", " ", each.text or "")
        stack.extend((child, False) for child in reversed(each))


# ----------------------------------------------------------------------------------------------------- frames and boxes

_HOSTS = (
    ("x", re.compile(r"(?:^|\.)(?:twitter|x|twimg)\.com$")),
    ("telegram", re.compile(r"(?:^|\.)(?:t|telegram)\.(?:me|org)$")),
    ("facebook", re.compile(r"(?:^|\.)(?:facebook|fb)\.(?:com|watch)$")),
    ("instagram", re.compile(r"(?:^|\.)instagram\.com$")),
    ("tiktok", re.compile(r"(?:^|\.)tiktok\.com$")),
    ("youtube", re.compile(r"(?:^|\.)(?:youtube|youtube-nocookie)\.com$|^youtu\.be$")),
    (
        "video",
        re.compile(r"(?:^|\.)(?:dailymotion|vimeo|brightcove\.net|jwplayer|jwplatform|streamable|rumble|ok\.ru|vk)\b"),
    ),
    ("audio", re.compile(r"(?:^|\.)(?:soundcloud|spotify|anghami)\.com$")),
)


def platform_of(url: str) -> str | None:
    """Where an address leads, as a kind of pointer; None for the web at large."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    return next((name for name, pattern in _HOSTS if pattern.search(host)), None)


def _framed(element: HtmlElement, base: str, frames: Frames, zone: str | None) -> Embed | None:
    """What a frame shows: a post with its words where the saved page holds the frame, else its address."""
    sources = [element.get(name) for name in ("src", "data-src", "data-lazy-src", "data-url", "data")]
    inside = next((frame for each in sources if each and (frame := frames(each))), None)
    if inside and (embed := post_in_frame(inside.root, zone)):
        return embed
    urls = [url for each in (inside and inside.url, *sources) if (url := clean_url(each, base))]
    for url in urls:
        platform = platform_of(url)
        if platform:
            return Embed(platform, _address(platform, url, element))
    return None


def _address(platform: str, url: str, element: HtmlElement) -> str:
    """The address of what a frame shows, rather than that of its player."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    if platform == "x":
        post = element.get("data-tweet-id") or next(iter(asked.get("id", [])), None)
        return f"https://x.com/i/status/{post}" if post and post.isdigit() else url
    if platform == "facebook" and (inner := next(iter(asked.get("href", [])), None)):
        return unquote(inner)
    if platform == "telegram":
        return f"https://t.me{parts.path}"
    if platform == "youtube":
        match = re.search(r"/(?:embed|v|shorts|live)/([\w-]{5,20})", parts.path) or re.match(
            r"/([\w-]{11})$", parts.path
        )
        number = match[1] if match else next(iter(asked.get("v", [])), None)
        return f"https://www.youtube.com/watch?v={number}" if number and number != "videoseries" else url
    if platform in ("instagram", "tiktok"):
        return (_without_query(url) or url).replace("/embed/captioned", "").replace("/embed", "")
    return url


def post_in_frame(tree: HtmlElement, zone: str | None) -> Embed | None:
    """The post that the page inside a frame shows, as the widgets of X and Telegram draw it."""
    said = next(iter(tree.xpath("//*[contains(concat(' ', @class, ' '), ' tgme_widget_message_text ')]")), None)
    if said is not None:
        box = next(iter(tree.xpath("//*[@data-post]")), None)
        name = next(iter(tree.xpath("//*[contains(@class, 'tgme_widget_message_owner_name')]")), None)
        clock = next(iter(tree.xpath("//time[@datetime]")), None)
        return Embed(
            "telegram",
            f"https://t.me/{box.get('data-post')}" if box is not None else None,
            "\n".join(_lines_of(said)),
            " ".join(name.text_content().split()) if name is not None else None,
            from_any(clock.get("datetime") or "", zone=zone) if clock is not None else None,
        )
    said = next(iter(tree.xpath("//*[@data-testid='tweetText']")), None)
    if said is not None:
        post = next((match for link in tree.iter("a") if (match := _X.match(link.get("href") or ""))), None)
        names = [" ".join(e.text_content().split()) for e in tree.xpath("//*[@data-testid='User-Name']//span[not(*)]")]
        handle = f"@{post['handle']}" if post else next((name for name in names if name.startswith("@")), None)
        name = next((name for name in names if name and not name.startswith("@")), None)
        return Embed(
            "x",
            f"https://x.com/{post['handle']}/status/{post['id']}" if post else None,
            "\n".join(_lines_of(said)),
            f"{name} ({handle})" if name and handle else handle or name,
            from_post_id(post["id"], zone=zone) if post else None,
        )
    return None


def _boxed(element: HtmlElement, base: str) -> Embed | None:
    """What a box that a script fills stands for: by its class, its data, or the bare address in it."""
    classes = (element.get("class") or "").lower().split()
    if element.tag == "a":
        return Embed("x", clean_url(element.get("href"), base)) if "twitter-timeline" in classes else None
    if {"fb-post", "fb-video"} & set(classes) and not _is_large(element):
        quoted = next((each for each in element.iter("blockquote")), None)
        url = clean_url(element.get("data-href"), base)
        embed = _captioned("facebook", quoted, url, None) if quoted is not None else None
        return embed or Embed("facebook", url)
    marked = any(re.match(r"(?:.*-)?embed(?:s|-.*|__.*)?$|(?:.*-)?oembed$|social-?post$", name) for name in classes)
    if not (marked or element.get("data-tweet-id") or element.get("data-tweetid")) or _is_large(element):
        return None
    if (
        any(True for _ in element.iter("blockquote", "iframe", MARK))
        or element.find(".//script[@data-telegram-post]") is not None
    ):
        return None  # what is inside tells more
    tweet = element.get("data-tweet-id") or element.get("data-tweetid")
    if tweet and tweet.isdigit():
        return Embed("x", f"https://x.com/i/status/{tweet}")
    values = [element.get(name) for name in _BOX_DATA]
    words = " ".join(element.text_content().split())
    if re.fullmatch(r"https?://\S+", words):
        values.append(words)
    for value in values:
        url = clean_url(value, base)
        if url and (platform := platform_of(url)):
            match = _X.match(url)
            if platform == "x" and match:
                url = f"https://x.com/{match['handle']}/status/{match['id']}"
            return Embed(platform, url)
    return None


_BOX_DATA = (
    "data-url",
    "data-href",
    "data-src",
    "data-embed-url",
    "data-oembed-url",
    "data-embed",
    "data-link",
    "data-permalink",
)


def _named(element: HtmlElement, base: str, zone: str | None) -> Embed | None:
    """What an element of its own name embeds, as AMP and some editors write them."""
    tag = element.tag
    if tag in ("amp-twitter", "twitter-widget"):
        post = element.get("data-tweetid") or element.get("data-tweet-id") or ""
        quoted = next(iter(element.iter("blockquote")), None)
        if quoted is not None:
            links = [match for a in quoted.iter("a") if (match := _X.match(a.get("href") or ""))]
            embed = _x_post(quoted, links[-1] if links else None, zone)
            if embed.text:
                url = embed.url or (f"https://x.com/i/status/{post}" if post.isdigit() else None)
                return embed._replace(url=url, published=embed.published or from_post_id(post, zone=zone))
        return Embed("x", f"https://x.com/i/status/{post}" if post.isdigit() else None)
    if tag == "amp-facebook":
        return Embed("facebook", clean_url(element.get("data-href"), base))
    if tag == "amp-instagram":
        code = element.get("data-shortcode")
        return Embed("instagram", f"https://www.instagram.com/p/{code}/" if code else None)
    if tag in ("amp-youtube", "lite-youtube"):
        code = element.get("data-videoid") or element.get("videoid")
        return Embed("youtube", f"https://www.youtube.com/watch?v={code}" if code else None)
    if tag == "amp-tiktok":
        return Embed("tiktok", clean_url(element.get("data-src"), base))
    url = clean_url(element.get("url"), base)  # oembed
    platform = platform_of(url) if url else None
    return Embed(platform, url) if platform else None


def _without_query(url: str | None) -> str | None:
    return url.split("?")[0] if url else None
