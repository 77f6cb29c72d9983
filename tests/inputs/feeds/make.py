"""Writes feedgen.rss and feedgen.atom, feeds by a real generator: pip install feedgen, and run this."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

from feedgen.feed import FeedGenerator

HERE = Path(__file__).parent
BODY = "<p>قُتل ثلاثة مدنيين في قصف مدفعي على بلدة زمار.</p><p>وأعلنت مديرية الصحة أن الحصيلة أولية.</p>"


def main():
    feed = FeedGenerator()
    feed.id("https://sharq.example/")
    feed.title("وكالة الشرق")
    feed.link(href="https://sharq.example/", rel="alternate")
    feed.link(href="https://sharq.example/feed", rel="self")
    feed.description("أخبار")
    feed.load_extension("dc")
    moment = datetime(2024, 1, 15, 9, 30, tzinfo=timezone(timedelta(hours=3)))
    first = feed.add_entry()
    first.id("tag:sharq.example,2024:1")
    first.title("قصف على زمار & جوارها")
    first.link(href="https://sharq.example/1")
    first.author(name="مراسل الوكالة", email="desk@sharq.example")
    first.dc.dc_creator("مراسل الوكالة")
    first.content(BODY, type="CDATA")
    first.published(moment)
    first.updated(moment + timedelta(hours=2))
    second = feed.add_entry(order="append")
    second.id("tag:sharq.example,2024:2")
    second.title("هدوء حذر في الشمال")
    second.link(href="https://sharq.example/2")
    second.description("عاد الهدوء إلى القرى الشمالية بعد يومين من الاشتباكات.")
    second.enclosure("https://sharq.example/2.jpg", 0, "image/jpeg")
    second.published(moment)
    second.updated(moment)
    feed.rss_file(str(HERE / "feedgen.rss"), pretty=True)
    feed.atom_file(str(HERE / "feedgen.atom"), pretty=True)


if __name__ == "__main__":
    main()
