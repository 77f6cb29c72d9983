"""What reading costs beside a model of the size that most taggers have: a base-size encoder over the same sentences.

    python benchmarks/encoder.py            20 reports of 300 words, one core
    python benchmarks/encoder.py --json     the same figures for a program

The encoder has the shape of BERT base (Devlin et al. 2019: 12 layers, 768 wide, 12 heads, 3072 in between, a vocabulary
of 30,000) and random weights, for its speed alone is of interest. It is run forward once, by PyTorch with one thread,
over each report's sentences, eight at a time, the longest first. A word and a mark are a token each; a real vocabulary
cuts Arabic words into more, so this is rather too fast. What comes out of a pass are numbers for each token: neither
events, nor who says them. PyTorch is no part of Riwaya: `pip install torch` where this is run.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import re
import statistics
import time
import zlib
from collections.abc import Callable
from typing import Any

import speed

LAYERS, WIDE, HEADS, BETWEEN, VOCABULARY, LONGEST = 12, 768, 12, 3072, 30_000, 512
REPORTS = 20
AT_ONCE = 8
_TOKEN = re.compile(r"\w+|[^\w\s]")
_END = re.compile(r"(?<=[.؟!])\s+|\n+")


def is_there() -> bool:
    """Whether PyTorch is installed."""
    return importlib.util.find_spec("torch") is not None


def make_encoder() -> Callable[[list[list[int]]], Any]:
    """An encoder that gives a vector for each token of some sentences."""
    import torch
    from torch import nn

    torch.set_num_threads(1)
    torch.manual_seed(speed.SEED)
    words = nn.Embedding(VOCABULARY, WIDE)
    places = nn.Embedding(LONGEST, WIDE)
    layer = nn.TransformerEncoderLayer(WIDE, HEADS, BETWEEN, activation="gelu", batch_first=True)
    encoder = nn.TransformerEncoder(layer, LAYERS).eval()

    def run(sentences: list[list[int]]) -> Any:
        most = max(map(len, sentences))
        tokens = torch.tensor([sentence + [0] * (most - len(sentence)) for sentence in sentences])
        with torch.inference_mode():
            return encoder(words(tokens) + places(torch.arange(most)), src_key_padding_mask=tokens == 0)

    return run


def sentences_of(text: str) -> list[list[int]]:
    """Numbers for the tokens of each sentence, with one before it and one behind, the longest sentence first."""
    parts = [
        [1, *(2 + hash(token) % (VOCABULARY - 2) for token in _TOKEN.findall(part)), 1] for part in _END.split(text)
    ]
    return sorted((part[:LONGEST] for part in parts if len(part) > 2), key=len, reverse=True)


def _number(token: str) -> int:
    return 2 + zlib.crc32(token.encode()) % (VOCABULARY - 2)


def measure(reports: int) -> dict[str, float]:
    """Milliseconds of processor time a report, median of all, for the encoder and for reading."""
    import riwaya

    chance = random.Random(speed.SEED)
    texts = [speed.make_report(chance) for _ in range(reports)]
    encode = make_encoder()
    told = [sentences_of(text) for text in texts]

    def pass_over(sentences: list[list[int]]) -> None:
        for at in range(0, len(sentences), AT_ONCE):
            encode(sentences[at : at + AT_ONCE])

    def read(text: str) -> None:
        riwaya.read(text, published=speed.PUBLISHED, publisher=speed.PUBLISHER)

    encoder_ms = median_ms(pass_over, told)
    reading_ms = median_ms(read, texts)
    return {
        "reports": reports,
        "words": statistics.mean(len(text.split()) for text in texts),
        "tokens": statistics.mean(sum(map(len, sentences)) for sentences in told),
        "encoder_ms": encoder_ms,
        "reading_ms": reading_ms,
        "ratio": encoder_ms / reading_ms,
        "megabytes": speed.peak_memory(),
    }


def median_ms(run: Callable[[Any], None], given: list[Any]) -> float:
    """The median of what one takes, once the first was run."""
    run(given[0])
    taken = []
    for each in given:
        start = time.process_time()
        run(each)
        taken.append(time.process_time() - start)
    return 1000 * statistics.median(taken)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=REPORTS)
    parser.add_argument("--json", action="store_true", help="the figures for a program")
    given = parser.parse_args()
    if not is_there():
        parser.exit(2, "encoder.py: PyTorch is not installed here: pip install torch\n")
    speed.on_one_core()
    figures = measure(given.reports)
    if given.json:
        print(json.dumps(figures))
        return
    print(f"{given.reports} reports of {figures['words']:.0f} words, {figures['tokens']:.0f} tokens; one core")
    print(f"  base-size encoder, forward  {figures['encoder_ms']:8.1f} ms a report")
    print(f"  riwaya, accounts            {figures['reading_ms']:8.1f} ms a report")
    print(f"  {figures['ratio']:.0f} times")


if __name__ == "__main__":
    main()
