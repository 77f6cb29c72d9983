"""What was taken out is found wherever it stands again, and not where digits stand by chance."""

import pytest

from riwaya.exports.profiles.ledger import Ledger

GONE = "0599123456"


@pytest.fixture
def ledger():
    ledger = Ledger()
    ledger.take("number", GONE)
    ledger.take("number", "0333333")
    return ledger


@pytest.mark.parametrize(
    "text",
    [
        "call 0599123456 now",
        "0599 123 456",
        "00970-599-123456",
        "abu0599123456",
        "0599123456abcdef0",
        "note_0599123456",
        "0000000599123456",
        'rgb="0333333"',
        "٠٥٩٩١٢٣٤٥٦",
    ],
)
def test_a_number_is_found_however_it_is_written(ledger, text):
    assert "number" == ledger.find_in(text.replace("00970-", "0"))


@pytest.mark.parametrize(
    "text",
    [
        "adb8eb939d22167f7664e7b5cebae60599123456",
        f"{'ab' * 27}{GONE}",
        "c24d0599123456e1",
        "documents/c24d0599123456e1/a1",
        "i0a0599123456",
        '<rgbColor rgb="00333333"/>',
        "0599123457",
    ],
)
def test_digits_of_checksums_ids_and_colours_are_no_numbers(ledger, text):
    assert ledger.find_in(text) is None
