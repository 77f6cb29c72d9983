"""Entities of FollowTheMoney as JSON, one a line: what Aleph takes in."""

from __future__ import annotations

from riwaya.exports.formats import Options
from riwaya.exports.ftm_entities import entities_of
from riwaya.exports.json import to_json
from riwaya.exports.material import Material
from riwaya.exports.target import Target


def write(material: Material, target: Target, options: Options) -> None:
    """Writes each entity once."""
    with target.open(target.file()) as out:
        out.writelines(to_json(entity.as_dict()).encode() + b"\n" for entity in entities_of(material, options))
