"""A post that channels hand on is one line of telling, from their exports to the incident."""

import json

from stores import run_here

OF_THEIR_OWN = "قتل ثلاثة مدنيين في قصف مدفعي على بلدة سراقب في ريف إدلب يوم الاثنين 15 كانون الثاني 2024."


def write_export(path, name, text, second, **parts):
    """The export of a channel with one message."""
    message = {"id": 7, "type": "message", "date_unixtime": str(second), "from": name, "text": text, **parts}
    chat = {"name": name, "type": "public_channel", "id": second, "messages": [message]}
    path.write_text(json.dumps(chat, ensure_ascii=False), encoding="utf-8")


def reconciled(folder):
    """The incidents of the exports in a folder."""
    readings = folder.with_suffix(".jsonl")
    readings.write_text(run_here("read", folder, "--format", "jsonl").stdout, encoding="utf-8")
    return [json.loads(line) for line in run_here("reconcile", readings, "--format", "jsonl").stdout.splitlines()]


def test_two_channels_that_forward_one_post_are_one_line(tmp_path):
    exports = tmp_path / "exports"
    exports.mkdir()
    for number, name in enumerate(("قناة الضفة", "أخبار النهر")):
        write_export(exports / f"{number}.json", name, OF_THEIR_OWN, 1705316400 + number, forwarded_from="مرصد السهل")

    [incident] = reconciled(exports)

    assert 2 == len(incident["accounts"])
    [line] = incident["lines"]
    assert "مرصد السهل" == line["name"]
    assert ["both go back to مرصد السهل"] == [joined["why"] for joined in line["joined"]]


def test_a_channel_that_forwards_and_the_one_that_wrote_are_one_line(tmp_path):
    exports = tmp_path / "exports"
    exports.mkdir()
    write_export(exports / "a.json", "مرصد السهل", OF_THEIR_OWN, 1705316400)
    write_export(exports / "b.json", "أخبار النهر", OF_THEIR_OWN, 1705316500, forwarded_from="مرصد السهل")

    [incident] = reconciled(exports)

    assert 1 == incident["independent_lines"]


def test_two_channels_that_each_forward_another_post_are_two_lines(tmp_path):
    exports = tmp_path / "exports"
    exports.mkdir()
    write_export(exports / "a.json", "قناة الضفة", OF_THEIR_OWN, 1705316400, forwarded_from="مرصد السهل")
    write_export(exports / "b.json", "أخبار النهر", OF_THEIR_OWN, 1705316500, forwarded_from="المكتب الطبي")

    [incident] = reconciled(exports)

    assert {"مرصد السهل", "المكتب الطبي"} == {line["name"] for line in incident["lines"]}
