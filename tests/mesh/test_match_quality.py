"""The evaluation of ranking, over a running stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.gateway import Stack
from benchmarks.match import candor
from benchmarks.match.folder import JudgedSet

if TYPE_CHECKING:
    from tests.harness.mesh import Mesh

COOK = """Jane Roe
Head chef

Experience
Head Chef, Bistro Sun, 2015 - 2020
- Menu planning, pastry, kitchen management
"""
DEVELOPER = """Joe Poe
Software developer

Experience
Software Engineer, Acme, 2016 - 2023
- Python, PostgreSQL, Kubernetes
"""
SPANISH = """Juan Pérez
Desarrollador de software

Experiencia
Desarrollador, Empresa, 2018 - 2021
- Python, Django
"""
JOBS = {
    "python": "Python developer\nRequirements\n- Python, PostgreSQL\n- 3+ years",
    "chef": "Head chef\nRequirements\n- Menu planning, pastry",
    "refused": "",
}
CORPUS = {"cook": COOK, "same/cook": COOK, "dev": DEVELOPER, "es": SPANISH, "empty": " "}


async def test_a_set_is_ranked_and_what_is_refused_is_told(running: Mesh, tenant: str) -> None:
    judged = JudgedSet(f"Odd set {tenant}", JOBS, CORPUS, {"python": {"dev": 1, "gone": 1}})
    told = await candor.rank(Stack(running.gateway, running.data, 0.0), judged)
    assert set(told.refused) == {"empty"}
    assert set(told.failed) == {"refused"}
    python, chef = (told.systems["ours"][query] for query in ("python", "chef"))
    assert set(python) == set(chef) == {"cook", "same/cook", "dev", "es"}
    assert python["dev"] > python["cook"] == python["same/cook"]
    assert chef["cook"] == chef["same/cook"] > chef["dev"]
    assert sum(each.points for each in told.reasons["python", "dev"]) == python["dev"]
    assert told.recall["python"] == {"10": 1, "50": 1}
    assert set(told.systems["fused"]["python"].values()) == {-1.0, -2.0, -3.0, -4.0}


async def test_judged_only_ranks_what_is_judged(running: Mesh, tenant: str) -> None:
    corpus = {key: CORPUS[key] for key in ("cook", "dev")}
    judged = JudgedSet(tenant, {"python": JOBS["python"]}, corpus, {"python": {"dev": 1}})
    told = await candor.rank(Stack(running.gateway, running.data, 0.0), judged, judged_only=True)
    assert set(told.systems["ours"]["python"]) == {"dev"}
