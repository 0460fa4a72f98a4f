"""The documents say what is there: settings, methods, reasons, commands, targets, files."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import pytest
import typer.main
from candor.errors.v1 import error_reason_pb2

from cli.main import app
from docs import generate
from servicekit.errors import ServiceError
from services.matcher.scoring import v1

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    path.relative_to(ROOT)
    for pattern in ("*.md", "docs/*.md", "docs/adr/*.md", "samples/*.md")
    for path in ROOT.glob(pattern)
)
FOLDERS = sorted(path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] != ".")
MADE_AT_RUN = ("build/", "data/")

FENCED = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)
SPANNED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
TARGET = re.compile(r"\bmake ([a-z-]+)\b")
COMMAND = re.compile(r"^\s*candor ([^|>\n]+)", re.MULTILINE)
MODULE = re.compile(r"python3? -m ([\w.]+)(?: ([a-z-]+))?")


def text_of(page: Path) -> str:
    return (ROOT / page).read_text()


def code_of(page: Path) -> str:
    """Return all that a page shows as code, a piece a line."""
    text = text_of(page)
    return "\n".join([*FENCED.findall(text), *SPANNED.findall(FENCED.sub("", text))])


def headings_of(page: Path) -> set[str]:
    """Return the fragments by which the headings of a page are linked to."""
    plain = (re.sub(r"[^\w\s-]", "", each.lower()) for each in HEADING.findall(text_of(page)))
    return {each.strip().replace(" ", "-") for each in plain}


def errors(kind: type[ServiceError] = ServiceError) -> Iterator[type[ServiceError]]:
    for each in kind.__subclasses__():
        yield each
        yield from errors(each)


@pytest.fixture(scope="module")
def descriptors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The protos with their comments, as `make docs` has buf build them."""
    file = tmp_path_factory.mktemp("buf") / "candor.binpb"
    buf = Path(sys.executable).with_name("buf")
    subprocess.run([buf, "build", "-o", file], cwd=ROOT, check=True, capture_output=True)
    return file


@pytest.mark.parametrize("service", sorted(generate.SETTINGS))
def test_every_setting_is_documented(service: str) -> None:
    text = text_of(Path("docs/configuration.md"))
    section = text.partition(f"\n## {service}\n")[2].partition("\n## ")[0]
    settings = generate.SETTINGS[service]
    for name, field in settings.model_fields.items():
        variable = f"{settings.model_config.get('env_prefix')}{name}".upper()
        nested = getattr(field.annotation, "model_fields", None)
        wanted = [f"`{variable}__{each.upper()}`" for each in nested or ()] or [f"`{variable}`"]
        assert all(each in section for each in wanted), wanted


def test_the_configuration_is_as_the_settings_make_it() -> None:
    assert text_of(Path("docs/configuration.md")) == generate.configuration(), "run `make docs`"


def test_the_api_is_as_the_protos_make_it(
    descriptors: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate, "DESCRIPTORS", descriptors)
    assert text_of(Path("docs/api.md")) == generate.api(), "run `make docs`"


def test_the_table_of_reasons_is_complete() -> None:
    for package in ("services", "servicekit"):
        for module in walk_packages(import_module(package).__path__, f"{package}."):
            if "embedding" not in module.name:  # loads 300 MB and raises none
                import_module(module.name)
    ours = ("services.", "servicekit.")  # other tests declare errors of their own
    declared = {
        each.reason
        for each in errors()
        if "reason" in vars(each) and each.__module__.startswith(ours)
    }
    listed = re.findall(r"^\| `([A-Z_]+)` \| \S", text_of(Path("docs/api.md")), re.MULTILINE)
    promised = {name.removeprefix("ERROR_REASON_") for name in error_reason_pb2.ErrorReason.keys()}  # noqa: SIM118
    assert declared - set(listed) == set()
    assert set(listed) == promised - {"UNSPECIFIED"}


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_to_files_and_headings_resolve(page: Path) -> None:
    for link in LINK.findall(FENCED.sub("", text_of(page))):
        if link.startswith(("https://", "http://")):
            continue
        target, _, heading = link.partition("#")
        file = (ROOT / page.parent / target).resolve() if target else ROOT / page
        assert file.exists(), link
        if heading:
            assert heading in headings_of(file.relative_to(ROOT)), link


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_files_named_in_code_exist(page: Path) -> None:
    for said in SPANNED.findall(FENCED.sub("", text_of(page))):
        path = said.partition("#")[0]
        if not re.fullmatch(rf"({'|'.join(FOLDERS)})/[\w./-]*", path):
            continue
        assert path.startswith(MADE_AT_RUN) or (ROOT / path).exists(), said


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_make_target_named_is_one(page: Path) -> None:
    rules = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(TARGET.findall(code_of(page))) <= rules


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_command_and_option_of_candor_named_is_one(page: Path) -> None:
    for said in COMMAND.findall(code_of(page)):
        command, words = typer.main.get_command(app), said.split()
        while words and words[0] in (known := getattr(command, "commands", {})):
            command = known[words.pop(0)]
        assert not getattr(command, "commands", {}), f"candor {said}"
        options = {option for each in command.params for option in each.opts}
        assert {word for word in words if word.startswith("--")} <= options, f"candor {said}"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_every_module_named_can_be_run(page: Path) -> None:
    for module, _ in MODULE.findall(code_of(page)):
        assert find_spec(module) is not None, module


def test_every_command_of_the_local_stack_named_is_one() -> None:
    words = [sys.executable, "-m", "deploy.local", "--help"]
    known = subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for page in PAGES:
        for module, command in MODULE.findall(code_of(page)):
            if module == "deploy.local" and command:
                assert re.search(rf"\b{command}\b", known), f"{page}: {command}"


def test_the_example_in_the_readme_is_python() -> None:
    (example,) = re.findall(
        r"^```python\n(.*?)^```", text_of(Path("README.md")), re.MULTILINE | re.DOTALL
    )
    compile(example, "README.md", "exec")


def test_the_table_of_scores_is_that_of_the_scorer() -> None:
    rows = [line for line in (v1.__doc__ or "").splitlines() if line.startswith("| ")][1:]
    told = [re.sub(r"\s+\|", " |", row) for row in rows]
    text = text_of(Path("docs/architecture.md"))
    assert len(told) == 7
    assert all(f"\n{row}\n" in text for row in told), told
