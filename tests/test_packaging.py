"""What `pip install .` brings: the wheel, built without any network."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-index", "--no-build-isolation"]
    built = subprocess.run([*pip, "--wheel-dir", folder, "."], cwd=ROOT, stderr=subprocess.PIPE)
    assert built.returncode == 0, built.stderr.decode()
    (path,) = folder.glob("*.whl")
    return path


def expected():
    """Every file of the package but its tests and the sources of translations."""
    for path in (ROOT / "terreau").rglob("*"):
        inside = path.relative_to(ROOT)
        left_out = {"__pycache__", "tests"} & set(inside.parts) or path.suffix == ".po"
        hidden = any(part.startswith(".") for part in inside.parts)
        if path.is_file() and not left_out and not hidden:
            yield str(inside)


def test_the_wheel_holds_templates_static_files_translations_and_data(wheel):
    held = set(ZipFile(wheel).namelist())

    assert sorted(set(expected()) - held) == []
    assert not [name for name in held if "/tests/" in name or name.endswith(".po")]


def test_the_wheel_brings_the_command(wheel, tmp_path):
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    (names,) = tmp_path.glob("*.dist-info/entry_points.txt")
    assert "terreau = terreau.cli:main" in names.read_text()

    environ = os.environ | {"PYTHONPATH": str(tmp_path), "LANG": "en", "TERREAU_HOME": "var"}
    shown = subprocess.run(
        [sys.executable, "-P", "-c", "import terreau.cli; print(terreau.__file__)"],
        cwd=tmp_path,
        env=environ,
        check=True,
        capture_output=True,
        text=True,
    )
    assert Path(shown.stdout.strip()).is_relative_to(tmp_path)
