"""One drawing child for all the tests of charts."""

import pytest

from terreau.charts import Renderer


@pytest.fixture(scope="session")
def renderer():
    renderer = Renderer(timeout=60)
    yield renderer
    renderer.stop()
