"""The child process: killed, wedged, idle, absent, shared by threads and by forks."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from terreau.charts import Renderer, bars, figure
from terreau.charts.renderer import answer
from terreau.charts.tests.samples import make_bars, make_survival


@pytest.fixture
def own():
    """A renderer of the test's own, to be ill-treated."""
    renderer = Renderer(timeout=60)
    yield renderer
    renderer.stop()


def scripted(code, **options):
    """A renderer whose child is a few lines of Python."""
    return Renderer(command=(sys.executable, "-c", code), **options)


def ended(pid):
    """Whether a process of ours is gone, waited for at most half a minute."""
    for _ in range(300):
        found, _status = os.waitpid(pid, os.WNOHANG)
        if found == pid:
            return True
        time.sleep(0.1)
    return False


class Drawer(dict):
    """A cache that is a dictionary."""

    def set(self, key, value):
        self[key] = value


def test_it_starts_with_the_first_chart_only(own):
    assert own.pid is None
    assert own.svg(bars("None", "Nothing to draw.", [])) == ""
    assert own.pid is None
    assert own.svg(make_bars()).startswith("<svg")
    assert own.pid != os.getpid()


def test_the_web_process_never_loads_the_engine():
    code = "import sys, terreau.charts as c; print('vl_convert' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_a_killed_child_is_replaced(own):
    before = own.svg(make_bars())
    pid = own.pid
    os.kill(pid, signal.SIGKILL)
    assert own.svg(make_bars()) == before
    assert own.pid not in (None, pid)


def test_a_child_killed_while_it_draws_is_replaced(own):
    own.svg(make_bars())
    os.kill(own.pid, signal.SIGSTOP)
    killer = threading.Timer(0.3, os.kill, (own.pid, signal.SIGKILL))
    killer.start()
    assert own.svg(make_survival()).startswith("<svg")
    killer.join()


def test_a_wedged_child_is_given_up_in_time(own):
    own.svg(make_bars())
    own.timeout = 0.5
    os.kill(own.pid, signal.SIGSTOP)
    own.svg(make_survival())
    own.timeout = 60
    own._retry_at = 0
    assert own.svg(make_survival()).startswith("<svg")


def test_a_child_that_never_answers_leaves_the_table():
    renderer = scripted("import time; time.sleep(600)", timeout=0.5)
    shown = figure(make_bars(), renderer=renderer)
    assert (shown["svg"], shown["svg_narrow"]) == ("", "")
    assert shown["rows"] == [["North", "1"], ["South", "2"]]
    assert renderer.pid is None


def test_without_the_engine_the_table_stands_alone(caplog):
    renderer = scripted('print(\'{"error": "ImportError: no wheel for this platform"}\')')
    assert renderer.svg(make_bars()) == ""
    assert "no wheel for this platform" in caplog.text
    caplog.clear()
    assert renderer.svg(make_bars()) == ""
    assert not caplog.text, "it is left alone for a while"


def test_no_program_at_all_leaves_the_table():
    assert Renderer(command=("/nowhere/python",)).svg(make_bars()) == ""


def test_a_failure_is_not_kept(own):
    cache = Drawer()
    assert scripted("exit()").svg(make_bars(), cache=cache) == ""
    assert cache == {}
    svg = own.svg(make_bars(), cache=cache)
    assert list(cache.values()) == [svg]
    assert Renderer(command=("/nowhere/python",)).svg(make_bars(), cache=cache) == svg


def test_each_width_and_each_word_has_its_own_place_in_the_cache(own):
    cache = Drawer()
    for chart in (make_bars(), make_bars(("North", "West"))):
        for narrow in (False, True):
            own.svg(chart, narrow=narrow, cache=cache)
    assert len(cache) == 4


def test_threads_take_turns(own):
    charts = [make_bars((f"Place {number}",)) for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        drawn = list(pool.map(own.svg, charts))
    for number, svg in enumerate(drawn):
        assert f">Place {number}<" in svg


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_starts_a_child_of_its_own(own):
    own.svg(make_bars())
    pid = own.pid
    inside, outside = os.pipe()
    forked = os.fork()
    if not forked:
        try:
            fine = own.svg(make_survival()).startswith("<svg") and own.pid != pid
            own.stop()
            os.write(outside, b"1" if fine else b"0")
        finally:
            os._exit(0)
    os.close(outside)
    assert os.read(inside, 1) == b"1"
    os.close(inside)
    os.waitpid(forked, 0)
    assert own.pid == pid
    assert own.svg(make_survival()).startswith("<svg")


def test_a_bad_request_is_answered_and_the_next_one_too():
    assert "error" in answer("not json")
    assert "error" in answer('{"spec": {"mark": "nonsense"}, "prefix": "x"}')
    good = {"spec": make_bars().wide, "prefix": "p", "title": "t", "description": "d"}
    assert answer(json.dumps(good))["svg"].startswith("<svg")


def test_nothing_is_fetched():
    spec = {"data": {"url": "http://127.0.0.1:9/x.csv"}, "mark": "bar"}
    request = {"spec": spec, "prefix": "p", "title": "t", "description": "d"}
    assert "svg" not in answer(json.dumps(request))


def test_it_ends_when_nobody_asks_or_nobody_is_there():
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-P", "-m", "terreau.charts.renderer"]
    for idle, leave in (("0.2", False), ("600", True)):
        child = subprocess.Popen(
            [*command, idle],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
        )
        with child:
            assert json.loads(child.stdout.readline()) == {"ready": True}
            if leave:
                child.stdin.close()
            assert child.wait(60) == 0


def test_an_idle_child_is_followed_by_another():
    renderer = Renderer(timeout=60, idle=0.2)
    before = renderer.svg(make_bars())
    child = renderer._child
    child.wait(60)
    assert renderer.svg(make_bars()) == before
    assert renderer._child is not child
    renderer.stop()


def test_the_child_sees_no_secret(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for the child")
    code = "import os; print(__import__('json').dumps({'error': ' '.join(sorted(os.environ))}))"
    renderer = scripted(code)
    renderer.svg(make_bars())
    child = scripted(code)._started()
    assert "SECRET_KEY" not in child.communicate()[0]
