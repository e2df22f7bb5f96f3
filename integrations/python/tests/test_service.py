"""Pulling a library from a real service."""

import json
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import torch
from conftest import World
from models import CELLS

import facet_tokens
from facet_tokens import FacetError, TokenSet

ROOT = Path(__file__).parents[3]


class Service:
    def __init__(self, process: "subprocess.Popen[str]", file: Path) -> None:
        self._process = process
        self.file = file
        told = self._line()
        self.url, self.api_key, self.ids = told["url"], told["apiKey"], told["ids"]

    def _line(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def delete(self, identity: str) -> None:
        assert self._process.stdin is not None
        print(identity, file=self._process.stdin, flush=True)
        assert "Error" not in self._line()["__typename"]


@pytest.fixture
def service(sd1: World) -> Iterator[Service]:
    file = sd1.files[0]
    program = Path(__file__).with_name("facet-service.ts")
    command = [str(ROOT / "node_modules/.bin/node"), str(program), str(sd1.folder), str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Service(process, file)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait() == 0


def test_a_library_is_pulled_kept_up_to_date_and_refused_to_others(service: Service, sd1: World, tmp_path: Path) -> None:
    folder = tmp_path / "pulled"
    # As the service itself names the address.
    address = f"{service.url}/graphql"

    def pull(api_key: str = service.api_key) -> facet_tokens.Pulled:
        return facet_tokens.pull(address, api_key, library="Ada's", folder=folder)

    assert len(pull().fetched) == 4
    given = facet_tokens.load(service.file)
    pulled = {attribute: facet_tokens.load(folder / f"red-cat-{attribute}.safetensors") for attribute in CELLS}
    for attribute, tokens in pulled.items():
        assert same(tokens, given, attribute)
    assert not same(pulled["color"], sd1.b, "color"), "a comparison that could not fail says nothing"

    assert (len(pull().unchanged), len(pull().fetched)) == (4, 0)
    service.delete(service.ids[0])
    after = pull()
    assert (len(after.removed), len(after.unchanged)) == (1, 3)
    assert len(list(folder.glob("*.safetensors"))) == 3

    with pytest.raises(FacetError, match="UNAUTHENTICATED"):
        pull("facet_" + "x" * 40)
    with pytest.raises(FacetError, match="no library"):
        facet_tokens.pull(service.url, service.api_key, library="Bob's", folder=folder)
    assert len(list(folder.glob("*.safetensors"))) == 3, "a refusal loses nothing"


def same(ours: TokenSet, theirs: TokenSet, attribute: str) -> bool:
    one, other = (tokens.token_for(attribute) for tokens in (ours, theirs))
    vectors = zip(one.vectors, other.vectors, strict=True)
    return one.cells == other.cells and all(torch.equal(torch.as_tensor(a), torch.as_tensor(b)) for a, b in vectors)


@contextmanager
def server(answer: dict[str, str], seen: list[str | None]) -> Iterator[str]:
    """Answers everything with a redirection by these headers, or where there are none with 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.headers.get("authorization"))
            self.send_response(302 if answer else 404)
            for name, value in answer.items():
                self.send_header(name, value)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    made = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=made.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_port}"
    finally:
        made.shutdown()
        thread.join()
        made.server_close()


def test_the_key_goes_to_the_address_that_was_given_and_to_none_that_it_sends_on_to(tmp_path: Path) -> None:
    first: list[str | None] = []
    second: list[str | None] = []
    with server({}, second) as other, server({"Location": other}, first) as given, pytest.raises(FacetError, match="404"):
        facet_tokens.pull(given, "facet_key", library="Ada's", folder=tmp_path)
    assert first == ["Bearer facet_key"]
    assert second == [None]


def test_what_is_no_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FacetError, match=r"facet\.example\.com") as error:
        facet_tokens.pull("facet.test", "facet_key", library="Ada's", folder=tmp_path)
    assert error.value.code == "service"


@pytest.mark.parametrize("address", ["http://facet test", "http:", "http://[", "facet.test:4000", ""])
def test_an_address_that_leads_nowhere_is_named(address: str, tmp_path: Path) -> None:
    with pytest.raises(FacetError) as error:
        facet_tokens.pull(address, "facet_key", library="Ada's", folder=tmp_path)
    assert error.value.code == "service"
    assert address in str(error.value)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\n\r\n[]",
        b"HTTP/1.1 200 OK\r\n\r\n<html>",
        b'HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\n\r\n{"error": "Not found"}',
        b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"data"',
        b"",
    ],
)
def test_what_answers_as_no_service_does_or_breaks_off_is_the_services_fault(answer: bytes, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with listening.accept()[0] as taken:
                taken.recv(65536)
                taken.sendall(answer)

        thread = Thread(target=serve)
        thread.start()
        with pytest.raises(FacetError) as error:
            facet_tokens.pull(f"http://127.0.0.1:{listening.getsockname()[1]}", "facet_key", library="cats", folder=tmp_path)
        thread.join()
    assert error.value.code == "service", str(error.value)
