"""How fast Riwaya reads, how long it takes to start, how much memory it needs, and how time grows with size.

    python benchmarks/speed.py             a table
    python benchmarks/speed.py --json      the same figures for a program
    python benchmarks/speed.py --against COMMIT    speed, start and memory beside an earlier commit's, as ratios

All texts are made here, from a seed, in the way of the press; nothing in them has happened.
Each part runs in a process of its own, on one core where the system lets us choose. Reading is timed by the processor
time it takes, which is what the clock shows on an idle machine; the start is timed by the clock.
Compare figures only of one machine, and only while nothing else runs on it.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
EXAMPLES = ROOT / "examples"
SEED = 7
WORDS = 300  # an ordinary report of an agency
KILOBYTES = (1, 4, 16, 64, 256, 1024)
ROUNDS = 3
SLOW = 120.0  # seconds; a size that is likely to take longer is left out, and named
PUBLISHED = "2024-01-15"
PUBLISHER = "الصحيفة"

PLACES = [
    "كركوك",
    "تعز",
    "إدلب",
    "الرقة",
    "مأرب",
    "كسلا",
    "الفلوجة",
    "درعا",
    "مصراتة",
    "بعقوبة",
    "الحديدة",
    "نيالا",
]
SPEAKERS = [
    "مصدر أمني",
    "المتحدث باسم الشرطة",
    "شهود عيان",
    "مصدر طبي في المستشفى",
    "وزارة الصحة",
    "مسؤول محلي طلب عدم كشف اسمه",
    "الدفاع المدني",
]
ATTACKS = [
    "قصفا مدفعيا استهدف",
    "غارة جوية استهدفت",
    "هجوما بطائرة مسيرة استهدف",
    "هجوما صاروخيا استهدف",
    "انفجارا هز",
    "هجوما بعبوة ناسفة استهدف",
]
TARGETS = ["سوقا شعبيا", "معسكرا للجيش", "حيا سكنيا", "محطة للوقود", "نقطة تفتيش", "مدرسة", "موكبا لمسؤول"]
TIMES = [
    "أمس",
    "فجر اليوم",
    "مساء الأحد",
    "يوم الجمعة الماضي",
    "في ١٢ يناير",
    "في 3 كانون الثاني/يناير 2024",
    "قبل يومين",
]
COUNTS = ["ثلاثة أشخاص", "12 شخصا", "مدنيين اثنين", "عشرات المدنيين", "خمسة جنود", "طفل وامرأة", "أحد عشر شخصا"]
MORE = ["وإصابة 14 آخرين", "وإصابة آخرين بجروح", "وجرح ما لا يقل عن سبعة", "من دون تسجيل إصابات أخرى"]
FRAMES = [
    "قال {speaker} إن {attack} {target} في {place} {time} أسفر عن مقتل {count} {more}.",
    "وأعلن {speaker} {time} أن {attack} {target} قرب {place}، مشيرا إلى مقتل {count} {more}.",
    "ونفى {speaker} وقوع أي هجوم على {place}، وقال إن أصوات الانفجارات ناجمة عن تدريبات.",
    "ولم تتبن أي جهة الهجوم حتى الآن، فيما تتهم السلطات فصيلا مسلحا بالوقوف وراءه.",
    "ونقلت قناة محلية عن {speaker} أن الطائرة أُسقطت قبل وصولها إلى هدفها في محيط {place}.",
    "وكان {attack} {target} في {place} قد أدى {time} إلى مقتل {count}.",
    "واندلعت اشتباكات بين قوات الأمن ومسلحين في ريف {place} {time}، بحسب {speaker}.",
    "وأضاف أن فرق الإسعاف نقلت المصابين إلى مستشفى {place}، وأن البحث جار عن مفقودين.",
    "ودعت منظمات إنسانية إلى فتح ممرات آمنة للمدنيين وإدخال المساعدات إلى المدينة.",
    "وارتفعت حصيلة الهجوم إلى {count}، وفق ما أفاد به {speaker} {time}.",
    "وتشهد المنطقة منذ أشهر توترا أمنيا، وسط مطالب الأهالي بتعزيز الحماية وفتح الطرق.",
    "وقال أحد السكان: «سمعنا دويا قويا {time} ثم رأينا الدخان يتصاعد من جهة {place}».",
]


def load_sentences() -> list[str]:
    """The paragraphs of the reports that ship as examples, to be mixed with the frames above."""
    lines = [line for path in sorted(EXAMPLES.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line]


def make_report(chance: random.Random, words: int = WORDS) -> str:
    """A report of about so many words: a headline, a dateline and sentences, three to a paragraph."""
    place = chance.choice(PLACES)
    text = f"{chance.choice(COUNTS)} ضحايا هجوم في {place}\n\n{place} (وكالات) - "
    own = load_sentences()
    sentences = 0
    while len(text.split()) < words:
        text += chance.choice(own) if chance.random() < 0.2 else fill(chance)
        sentences += 1
        text += " " if sentences % 3 else "\n\n"
    return text.strip() + "\n"


def fill(chance: random.Random) -> str:
    """One sentence."""
    return chance.choice(FRAMES).format(
        speaker=chance.choice(SPEAKERS),
        attack=chance.choice(ATTACKS),
        target=chance.choice(TARGETS),
        place=chance.choice(PLACES),
        time=chance.choice(TIMES),
        count=chance.choice(COUNTS),
        more=chance.choice(MORE),
    )


def make_text(chance: random.Random, size: int) -> str:
    """A text of so many bytes, cut between words."""
    parts: list[str] = []
    have = 0
    while have < size:
        parts.append(make_report(chance))
        have += len(parts[-1].encode())
    cut = "\n".join(parts).encode()[:size].decode(errors="ignore")
    return cut.rsplit(" ", 1)[0] if " " in cut else cut


def with_package(source: Path) -> dict[str, str]:
    """The environment in which Python imports the package that lies in `source` before any other.

    Modules are compiled once and kept, as they are where somebody installed the package.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(source)}


def measure_start(times: int, source: Path = SOURCE) -> dict[str, float]:
    """Seconds from nothing to a first reading in a fresh process, the compiled knowledge being in its cache."""
    code = "import riwaya; riwaya.read('سقط ثلاثة قتلى أمس', published='2024-01-15')"
    taken = []
    for _ in range(times + 1):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, env=with_package(source))
        taken.append(time.perf_counter() - start)
    # The first fills the caches, ours and the system's.
    return {"min": min(taken[1:]), "median": statistics.median(taken[1:]), "max": max(taken[1:])}


def measure_rate(reports: int) -> dict[str, float]:
    """Reports a second in a warm process, and its peak memory."""
    import riwaya

    chance = random.Random(SEED)
    texts = [make_report(chance) for _ in range(reports)]
    riwaya.read(texts[0], published=PUBLISHED, publisher=PUBLISHER)
    taken = []
    accounts = 0
    for text in texts:
        start = time.process_time()
        reading = riwaya.read(text, published=PUBLISHED, publisher=PUBLISHER)
        taken.append(time.process_time() - start)
        accounts += len(reading.accounts)
    return {
        "reports": reports,
        "words": statistics.mean(len(text.split()) for text in texts),
        "accounts": accounts / reports,
        "per_second": reports / sum(taken),
        "median_ms": statistics.median(taken) * 1000,
        "slowest_ms": max(taken) * 1000,
        "peak_mb": peak_memory(),
    }


def measure_growth() -> dict[str, Any]:
    """Seconds against size, and the exponent of the power law that fits them best: 1 is linear."""
    import riwaya

    seconds: dict[int, float] = {}
    skipped = []
    riwaya.read(make_report(random.Random(SEED)), published=PUBLISHED, publisher=PUBLISHER)
    for size in KILOBYTES:
        if seconds and max(seconds.values()) * (size / max(seconds)) ** 1.5 > SLOW:
            skipped.append(size)
            continue
        text = make_text(random.Random(SEED), size * 1024)
        seconds[size] = best_of(lambda text=text: riwaya.read(text, published=PUBLISHED, publisher=PUBLISHER))
    return {"seconds": seconds, "exponent": fit_exponent(seconds), "skipped": skipped, "peak_mb": peak_memory()}


def best_of(run: Callable[[], object]) -> float:
    """The least of up to five times, fewer where one takes long."""
    taken: list[float] = []
    while len(taken) < 5 and sum(taken) < 3:
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return min(taken)


def fit_exponent(seconds: dict[int, float]) -> float:
    """The slope of the line through the logarithms of sizes and seconds."""
    points = [(math.log(size), math.log(value)) for size, value in seconds.items()]
    mean_x = statistics.mean(x for x, _ in points)
    mean_y = statistics.mean(y for _, y in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


def least(run: Callable[[], object], rounds: int = 5) -> float:
    """The least processor time of some rounds, in milliseconds."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        taken.append(time.process_time() - start)
    return 1000 * min(taken)


def on_one_core() -> None:
    """Keeps this process and those it begins on one core, where the system lets us choose."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def peak_memory() -> float:
    """The most memory that this process has held, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10


def run_part(name: str, reports: int, source: Path = SOURCE) -> dict[str, Any]:
    """A part of the benchmark in a process of its own, on one core, with the package that lies in `source`."""
    command = [sys.executable, str(Path(__file__).resolve()), "--part", name, "--reports", str(reports)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=with_package(source))
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def compare_with(commit: str, reports: int, starts: int) -> dict[str, Any]:
    """Figures of this tree and of an earlier commit over the same texts, measured by turns, and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        archive = subprocess.run(["git", "archive", commit, "src"], cwd=ROOT, check=True, stdout=subprocess.PIPE)
        subprocess.run(["tar", "-x", "-C", folder], input=archive.stdout, check=True)
        trees = {"now": SOURCE, "then": Path(folder, "src")}
        rounds: dict[str, list[dict[str, float]]] = {name: [] for name in trees}
        for _ in range(ROUNDS):
            for name, source in trees.items():
                rate = run_part("rate", reports, source)
                begun = measure_start(starts, source)["median"]
                rounds[name].append({"per_second": rate["per_second"], "start_s": begun, "peak_mb": rate["peak_mb"]})
    figures: dict[str, Any] = {
        name: {key: statistics.median(each[key] for each in rounds[name]) for key in rounds[name][0]} for name in trees
    }
    figures["ratio"] = {key: value / figures["then"][key] for key, value in figures["now"].items()}
    return figures


def render_ratios(commit: str, figures: dict[str, Any]) -> str:
    """The figures beside those of an earlier commit as a table."""
    names = {"per_second": "reports a second", "start_s": "start to a first reading, s", "peak_mb": "peak memory, MB"}
    lines = [f"{'':<30}{'now':>10}{commit[:9]:>12}{'ratio':>8}"]
    for key, name in names.items():
        now, then, ratio = (figures[column][key] for column in ("now", "then", "ratio"))
        lines.append(f"{name:<30}{now:>10.2f}{then:>12.2f}{ratio:>8.2f}")
    return "\n".join(lines)


def render(figures: dict[str, Any]) -> str:
    """The figures as a table."""
    start, rate, growth = figures["start"], figures["rate"], figures["growth"]
    lines = [
        f"Python {figures['python']}, {figures['machine']}, one core",
        "",
        f"reports of {rate['words']:.0f} words      {rate['per_second']:8.1f} a second",
        f"one report                {rate['median_ms']:8.0f} ms  (slowest {rate['slowest_ms']:.0f} ms)",
        f"accounts in a report      {rate['accounts']:8.1f}",
        f"start to a first reading  {start['median']:8.2f} s  ({start['min']:.2f} to {start['max']:.2f})",
        f"peak memory               {rate['peak_mb']:8.0f} MB",
        "",
        "     size      seconds   KB a second",
    ]
    for size, seconds in growth["seconds"].items():
        lines.append(f"{size:>6} KB   {seconds:10.3f}   {int(size) / seconds:11.0f}")
    lines += [f"{size:>6} KB   left out: likely more than {SLOW:.0f} s" for size in growth["skipped"]]
    lines += ["", f"time grows as size to the {growth['exponent']:.2f} (1 is linear); peak {growth['peak_mb']:.0f} MB"]
    return "\n".join(lines)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="figures for a program")
    parser.add_argument("--reports", type=int, default=200, help="how many reports to read (200)")
    parser.add_argument("--starts", type=int, default=7, help="how often to start (7)")
    parser.add_argument("--against", metavar="COMMIT", help="measure beside an earlier commit, and give ratios")
    parser.add_argument("--part", choices=["rate", "growth"], help=argparse.SUPPRESS)
    options = parser.parse_args()
    on_one_core()
    if options.part:
        print(json.dumps(measure_rate(options.reports) if options.part == "rate" else measure_growth()))
        return 0
    if options.against:
        ratios = compare_with(options.against, options.reports, options.starts)
        print(json.dumps(ratios) if options.json else render_ratios(options.against, ratios))
        return 0
    figures = {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "start": measure_start(options.starts),
        "rate": run_part("rate", options.reports),
        "growth": run_part("growth", options.reports),
    }
    print(json.dumps(figures, ensure_ascii=False) if options.json else render(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
