"""Writes an export of a Telegram channel of any size, and measures how it is read.

    python benchmarks/telegram_export.py write export.json --megabytes 1000
    python benchmarks/telegram_export.py read export.json

The messages are made up, with what real exports have: short and long texts, parts with a format, forwards, replies,
edits, albums, messages of the service, polls, control characters that are no JSON, and files that were not exported.
The same seed writes the same export.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from riwaya.inputs.files import find_documents
from riwaya.inputs.incoming import Incoming

PLACES = ("سراقب", "دوما", "تعز", "الفلوجة", "غريان", "رفح", "الحسكة", "عدن", "الرقة", "بنغازي")
HAPPENED = (
    "قتل {n} مدنيين في قصف مدفعي على أطراف {place} صباح اليوم",
    "أصيب {n} أشخاص بانفجار عبوة ناسفة وسط {place} مساء أمس",
    "أعلن الدفاع المدني انتشال {n} جثث من تحت الأنقاض في {place}",
    "قال مصدر محلي إن طائرة مسيرة استهدفت سيارة قرب {place}، ولا أنباء عن إصابات",
    "اندلعت اشتباكات على محور {place} بين الطرفين استمرت {n} ساعات",
    "عادت الكهرباء إلى أحياء {place} بعد انقطاع دام {n} أيام",
)
ENDINGS = (".", "، وفق شهود عيان.", "، بحسب ما أفاد مراسلنا.", " 🔴.", "، ولم تعلن أي جهة مسؤوليتها.")
ORIGINS = ("مرصد السهل", "شبكة الضفة", "المكتب الطبي", None)
NAME, CHANNEL = "قناة مصنوعة للقياس", 1999000001
FIRST_SECOND = 1_600_000_000
NOT_EXPORTED = "(File not included. Change data exporting settings to download.)"


def messages(chance: random.Random, longest: int) -> Iterator[dict[str, Any]]:
    """Messages without end, of so many sentences at most."""
    number, second = 0, FIRST_SECOND
    while True:
        second += chance.randrange(20, 900)
        kind = chance.random()
        if kind < 0.03:
            number += 1
            yield _message(number, second, type="service", actor=NAME, action="pin_message", message_id=1, text="")
        elif kind < 0.12:
            for item in range(chance.randrange(2, 7)):
                number += 1
                caption = _text(chance, 1) if item == 0 else ""
                photo = NOT_EXPORTED if chance.random() < 0.2 else f"photos/photo_{number}.jpg"
                yield _message(number, second, photo=photo, width=1280, height=720, text=caption)
        elif kind < 0.13:
            number += 1
            yield _message(number, second, poll={"question": "هل سمعتم الانفجار؟", "answers": []}, text="")
        else:
            number += 1
            yield _message(number, second, **_words(chance, number, second, longest))


def _message(number: int, second: int, **parts: Any) -> dict[str, Any]:
    local = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(second + 3 * 3600))
    known = {"id": number, "type": "message", "date": local, "date_unixtime": str(second)}
    return {**known, "from": NAME, "from_id": f"channel{CHANNEL}", **parts, "text_entities": []}


def _words(chance: random.Random, number: int, second: int, longest: int) -> dict[str, Any]:
    text: Any = _text(chance, 1 + int(chance.paretovariate(1.2)) % longest)
    parts: dict[str, Any] = {}
    if chance.random() < 0.2:
        parts["forwarded_from"] = chance.choice(ORIGINS)
    if chance.random() < 0.1:
        parts["reply_to_message_id"] = max(1, number - chance.randrange(1, 50))
    if chance.random() < 0.1:
        parts |= {"edited": "2020-09-13T15:30:00", "edited_unixtime": str(second + 60)}
    if chance.random() < 0.4:
        place = chance.choice(PLACES)
        text = [{"type": "bold", "text": "عاجل"}, f" | {text} ", {"type": "hashtag", "text": f"#{place}"}]
    elif chance.random() < 0.02:
        text += "\x0b"
    return {**parts, "text": text}


def _text(chance: random.Random, sentences: int) -> str:
    return " ".join(
        chance.choice(HAPPENED).format(n=chance.randrange(3, 11), place=chance.choice(PLACES)) + chance.choice(ENDINGS)
        for _ in range(sentences)
    )


def write(path: Path, megabytes: float, seed: int, longest: int) -> int:
    """Writes an export of at least so many megabytes, and gives the number of messages in it."""
    head = json.dumps({"name": NAME, "type": "public_channel", "id": CHANNEL}, ensure_ascii=False, indent=1)
    written = number = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(head.removesuffix("\n}") + ',\n "messages": [')
        for message in messages(random.Random(seed), longest):
            # Telegram writes control characters in a way that is no JSON.
            record = json.dumps(message, ensure_ascii=False, indent=1).replace("\\u000b", "\\x0b")
            written += file.write("," * bool(number) + "\n  " + record.replace("\n", "\n  ")) and len(record.encode())
            number += 1
            if written >= megabytes * 1_000_000:
                break
        file.write("\n ]\n}")
    return number


def measure(path: Path) -> dict[str, float]:
    """What reading a whole export into documents takes."""
    documents = refused = 0
    began = time.monotonic()
    for found in find_documents([str(path)]):
        documents += isinstance(found, Incoming)
        refused += not isinstance(found, Incoming)
    took = time.monotonic() - began
    megabytes = path.stat().st_size / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    return {
        "megabytes": round(megabytes, 1),
        "documents": documents,
        "refused": refused,
        "seconds": round(took, 1),
        "megabytes_a_second": round(megabytes / took, 2),
        "peak_megabytes": round(peak),
    }


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("write", "read"))
    parser.add_argument("path", type=Path)
    parser.add_argument("--megabytes", type=float, default=1000)
    parser.add_argument("--longest", type=int, default=40, help="sentences of a message at most")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.what == "write":
        print(json.dumps({"messages": write(asked.path, asked.megabytes, asked.seed, asked.longest)}))
    else:
        print(json.dumps(measure(asked.path)))


if __name__ == "__main__":
    main()
