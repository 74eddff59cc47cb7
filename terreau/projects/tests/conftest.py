import pytest

from terreau.entries import panels


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    """The page of a project without what other rooms show on it: they test that themselves."""
    monkeypatch.setitem(panels._panels, "project", [])
