"""Chromium without a window, told what to do by the DevTools protocol over a pair of pipes."""

import json
import os
import select
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

PATIENCE = 60.0
"""Seconds after which an answer is no longer waited for."""
OPTIONS = ("--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
           "--no-first-run", "--disable-extensions", "--disable-background-networking",
           "--force-color-profile=srgb")  # fmt: skip


class Browser:
    """A running Chromium."""

    def __init__(self, receive: int, send: int) -> None:
        self._receive, self._send = receive, send
        self._rest = b""
        self._count = 0
        self.events: list[dict[str, Any]] = []

    def call(self, method: str, session: str | None = None, **values: Any) -> dict[str, Any]:
        """The answer to a command; what happens meanwhile is kept in `events`. AssertionError where it fails."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": values}
        if session:
            message["sessionId"] = session
        os.write(self._send, json.dumps(message).encode() + b"\0")
        while True:
            heard = self._next(method)
            if heard.get("id") == self._count:
                assert "error" not in heard, (method, heard["error"])
                answer: dict[str, Any] = heard["result"]
                return answer
            self.events.append(heard)

    def wait(self, event: str, session: str) -> None:
        """Until *event* has happened on a page."""
        while not any(one["method"] == event and one.get("sessionId") == session for one in self.events):
            self.events.append(self._next(event))

    def _next(self, why: str) -> dict[str, Any]:
        limit = time.monotonic() + PATIENCE
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._receive], [], [], max(0.0, limit - time.monotonic()))
            assert ready, f"Chromium does not answer: {why}"
            read = os.read(self._receive, 1 << 20)
            assert read, f"Chromium has ended: {why}"
            self._rest += read
        message, _, self._rest = self._rest.partition(b"\0")
        heard: dict[str, Any] = json.loads(message)
        return heard


class Page:
    """A tab that shows one file."""

    def __init__(self, browser: Browser, address: str, width: int, scheme: str) -> None:
        self._browser = browser
        self._target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = browser.call("Target.attachToTarget", targetId=self._target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Page.navigate", url=address)
        browser.wait("Page.loadEventFired", self._session)

    def call(self, method: str, **values: Any) -> dict[str, Any]:
        """The answer to a command to this page."""
        return self._browser.call(method, self._session, **values)

    def value(self, expression: str) -> Any:
        """What a JavaScript expression comes to; a promise is waited for."""
        found = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def heard(self, event: str) -> list[dict[str, Any]]:
        """What has been told of *event* on this page."""
        return [one["params"] for one in self._browser.events
                if one["method"] == event and one.get("sessionId") == self._session]  # fmt: skip

    def close(self) -> None:
        """Close the tab: open ones cost time."""
        self._browser.call("Target.closeTarget", targetId=self._target)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium that lives as long as the block, with a profile of its own."""
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    root = ("--no-sandbox",) if os.geteuid() == 0 else ()  # its sandbox refuses root
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        # Chromium reads commands from file 3 and answers into file 4
        shell = ("bash", "-c", f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}', "bash")
        process = subprocess.Popen(
            [*shell, "chromium", *OPTIONS, *root, f"--user-data-dir={profile}"], pass_fds=(theirs_in, theirs_out),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs_in)
        os.close(theirs_out)
        try:
            browser = Browser(ours_in, ours_out)
            yield browser
            browser.call("Browser.close")
            process.wait(PATIENCE)
        finally:
            process.kill()
            process.wait()
            os.close(ours_in)
            os.close(ours_out)
