"""The word lists of the text layer as the tests read them: plainly, without the strict reader of the data."""

from functools import cache
from importlib.resources import files

import yaml

from riwaya.text.words import TextWords, text_words


def _lists(*path: str) -> dict[str, list[str]]:
    text = files("riwaya").joinpath("data", "ar", *path).read_text(encoding="utf-8")
    return yaml.load(text, yaml.BaseLoader)["words"]


@cache
def load_text_words() -> TextWords:
    names = ("restore/hidden_words", "restore/keep_apart", "text/months", "text/lines", "text/clauses")
    lists = {name: words for path in names for name, words in _lists(*f"{path}.yaml".split("/")).items()}
    return text_words(lists, _lists("restore", "lookalikes.yaml"))
