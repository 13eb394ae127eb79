"""Each guard is shown a test that it must fail, and the count per tier is compared."""

from __future__ import annotations

import pytest

_PLUGINS = ("-p", "support.guards", "-p", "support.tiers", "-p", "no:cacheprovider")

_CULPRITS = {
    "thread": (
        "import threading\ndef test_it():\n"
        "    threading.Thread(target=threading.Event().wait, name='idler', daemon=True).start()",
        "*left running*",
        "*thread idler*",
    ),
    "process": (
        "import subprocess\ndef test_it():\n    subprocess.Popen(['sleep', '1000'])",
        "*left running*",
        "*process * sleep 1000*",
    ),
    "log": (
        "import logging\ndef test_it():\n    logging.getLogger('voice').error('it broke')",
        "*unexpected errors in the log*",
        "*voice: it broke*",
    ),
    "network": (
        "import socket\ndef test_it():\n    try:\n        socket.create_connection(('192.0.2.1', 80), 1)\n"
        "    except BaseException:\n        pass",
        "*tried to reach: 192.0.2.1*",
    ),
    "names": (
        "import socket\ndef test_it():\n    try:\n        socket.getaddrinfo('seesay.example', 80)\n"
        "    except BaseException:\n        pass",
        "*tried to reach: seesay.example*",
    ),
    "qt": (
        "from PySide6 import QtCore\ndef test_it():\n    QtCore.qWarning('a slot is missing')",
        "*Qt warned*",
        "*a slot is missing*",
    ),
}


@pytest.fixture
def inner(pytester: pytest.Pytester, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTHONPATH", str(pytestconfig.rootpath / "tests"))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.delenv("SEESAY_REQUIRE_REAL", raising=False)
    pytester.makeini("[pytest]\nmarkers = real: real\n long: long")
    return pytester


def test_each_culprit_is_caught_and_named(inner: pytest.Pytester) -> None:
    inner.makepyfile(**{f"test_{name}": source for name, (source, *_) in _CULPRITS.items()})
    result = inner.runpytest_subprocess(*_PLUGINS)
    result.assert_outcomes(passed=len(_CULPRITS), errors=len(_CULPRITS))
    for _, *lines in _CULPRITS.values():
        result.stdout.fnmatch_lines_random(lines)


def test_what_is_allowed_passes(inner: pytest.Pytester) -> None:
    inner.makepyfile("""
        import logging, socket, subprocess, threading
        import pytest

        @pytest.fixture(scope="module")
        def helper():
            with subprocess.Popen(["sleep", "1000"]) as process:
                yield process
                process.kill()

        def test_a_fixture_of_a_wider_scope_may_keep_a_process(helper):
            assert helper.poll() is None

        def test_loopback():
            with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
                pass

        @pytest.mark.logs("it broke")
        def test_an_announced_error():
            logging.getLogger("voice").error("it broke")

        def test_a_thread_that_ends():
            threading.Thread(target=threading.Event().wait, args=(0.1,)).start()
    """)
    inner.runpytest_subprocess(*_PLUGINS).assert_outcomes(passed=4)


def test_tiers_are_counted_with_their_reasons(inner: pytest.Pytester) -> None:
    inner.makepyfile("""
        import pytest

        def test_fast(): pass

        @pytest.mark.real
        def test_real(): pytest.skip("no Xvfb")

        @pytest.mark.long
        def test_long(): pass
    """)
    result = inner.runpytest_subprocess(*_PLUGINS, "-m", "not long")
    result.stdout.fnmatch_lines(
        ["fast *1 passed*", "real *1 skipped*", "*skipped 1: no Xvfb", "model*no tests*", "long *1 not asked for*"]
    )
    assert result.ret == pytest.ExitCode.OK


def test_a_skipped_real_test_fails_where_all_must_run(inner: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEESAY_REQUIRE_REAL", "1")
    inner.makepyfile("""
        import pytest

        @pytest.mark.real
        def test_real(): pytest.skip("no Xvfb")

        @pytest.fixture
        def desktop(): pytest.skip("no sound")

        @pytest.mark.real
        def test_fixture(desktop): pass

        def test_elsewhere(): pytest.skip("Windows only")
    """)
    result = inner.runpytest_subprocess(*_PLUGINS)
    result.assert_outcomes(failed=1, errors=1, skipped=1)
    result.stdout.fnmatch_lines(["*SEESAY_REQUIRE_REAL=1, but this was skipped: no Xvfb*"])
