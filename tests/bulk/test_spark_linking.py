"""A cluster of Spark brings together what one machine brings together; it runs where pyspark is installed."""

from importlib.util import find_spec

import pytest
from made_run import make_run
from made_world import make_world

from riwaya.bulk.incident_tables import incidents_in
from riwaya.bulk.reconciling import PLACE, reconcile_on_spark
from riwaya.exports.json import reconciled_as_dict
from riwaya.reconciling.reconcile import reconcile

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not installed; make cluster installs it"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::ResourceWarning"),
]


MASTER = "local-cluster[2,1,1024]"


def test_a_cluster_makes_the_same_incidents(tmp_path):
    readings = make_world(400).readings
    folder = make_run(tmp_path / "run", [*readings, *readings[:20]], shard=100)

    manifest = reconcile_on_spark(folder, master=MASTER)

    expected = {each.incident.id: reconciled_as_dict(each) for each in reconcile(readings)}
    assert expected == {each["id"]: each for each in incidents_in(folder.path)}
    assert len(expected) == manifest["incidents"]
    assert not (folder.path / PLACE / "work").exists()
