"""Brings the tokens of a library of a Facet service into a folder."""

import http.client
import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from .errors import FacetError

_MANIFEST = ".facet-pull.json"
_TIMEOUT_S = 60

_LIBRARIES = """
query ($name: String!, $after: String) {
  libraries(name: $name, first: 100, after: $after) { edges { node { id name } } pageInfo { hasNextPage endCursor } }
}"""
_TOKENS = """
query ($id: ID!, $after: String) {
  library(id: $id) {
    __typename
    ... on Library {
      tokens(first: 100, after: $after) {
        edges { node { id hash version name attribute } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}"""
_EXPORT = """
mutation ($ids: [ID!]!) {
  exportTokens(tokenIds: $ids, format: NATIVE) {
    __typename
    ... on TokenExport { files { tokens { id } file { url } } }
    ... on Error { code message }
  }
}"""


@dataclass
class Pulled:
    """What a pull did; names of files in the folder."""

    fetched: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


def pull(
    url: str,
    api_key: str,
    *,
    library: str,
    folder: str | os.PathLike[str] = "facet-tokens",
    on_file: Callable[[str, int, int], None] | None = None,
) -> Pulled:
    """Makes a folder hold the newest tokens of a library, a native file each, named after token and attribute.

    Only what changed is fetched; what is gone from the library, or may not be read any more, is removed; files of other origin in the
    folder are left alone. It can be stopped at any time, and the next pull goes on.

    url: the address of the service. api_key: one with the scope READ. library: its name, or its id.
    on_file: called with the name of each file fetched, its number and how many there are.

    Raises FacetError `service` where the service refuses or is not reached, `invalid-input` for a library that is not there, `io`.
    """
    # The service itself names the address of its API with /graphql at the end.
    service = _Service(url.rstrip("/").removesuffix("/graphql"), api_key)
    tokens = service.tokens(service.library_id(library))
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        return _sync(service, target, tokens, on_file)
    except OSError as error:
        raise FacetError("io", f"{folder} cannot be written: {error}") from error


def _sync(
    service: "_Service", target: Path, tokens: list[dict[str, Any]], on_file: Callable[[str, int, int], None] | None
) -> Pulled:
    manifest = _read_manifest(target)
    pulled = Pulled()
    present = {token["id"] for token in tokens}
    for identity, entry in list(manifest.items()):
        if identity not in present:
            (target / entry["file"]).unlink(missing_ok=True)
            del manifest[identity]
            pulled.removed.append(entry["file"])
    _write_manifest(target, manifest)
    stale: list[dict[str, Any]] = []
    for token in tokens:
        known = manifest.get(token["id"])
        if known is not None and known["state"] == _state(token) and (target / known["file"]).exists():
            pulled.unchanged.append(known["file"])
        else:
            stale.append(token)
    for token, data in service.files(stale):
        old = manifest.get(token["id"])
        taken = {entry["file"] for identity, entry in manifest.items() if identity != token["id"]}
        name = _file_name(token, taken, target, None if old is None else old["file"])
        _write(target / name, data)
        manifest[token["id"]] = {"file": name, "state": _state(token)}
        _write_manifest(target, manifest)
        pulled.fetched.append(name)
        if on_file is not None:
            on_file(name, len(pulled.fetched), len(stale))
    return pulled


def _state(token: Mapping[str, Any]) -> str:
    """What changes when the file would: its hash, or where the service knows none its version; and its name."""
    return f"{token['hash'] or token['version']} {token['name']}"


def _file_name(token: Mapping[str, Any], taken: set[str], target: Path, old: str | None) -> str:
    """`<name>-<attribute>.safetensors` in letters that every system takes; numbered where another token has that name."""
    stem = re.sub(r"[^\w-]+", "-", f"{token['name']}-{token['attribute'].lower()}").strip("-")[:80]
    name, number = f"{stem}.safetensors", 1
    while name in taken or (name != old and (target / name).exists()):
        number += 1
        name = f"{stem}-{number}.safetensors"
    return name


def _read_manifest(target: Path) -> dict[str, dict[str, str]]:
    path = target / _MANIFEST
    if not path.exists():
        return {}
    try:
        entries = cast(dict[str, dict[str, str]], json.loads(path.read_text())["tokens"])
        # A name out of the folder is none that was written here.
        return {identity: entry for identity, entry in entries.items() if Path(entry["file"]).name == entry["file"]}
    except (ValueError, KeyError, TypeError) as error:
        raise FacetError("corrupt-file", f"{path} is broken; remove it, and everything is fetched anew.") from error


def _write_manifest(target: Path, manifest: Mapping[str, Mapping[str, str]]) -> None:
    _write(target / _MANIFEST, json.dumps({"tokens": manifest}, indent=1).encode())


def _write(path: Path, data: bytes) -> None:
    """All of it or nothing."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)


class _Service:
    def __init__(self, url: str, api_key: str) -> None:
        self._url, self._key = url, api_key

    def library_id(self, library: str) -> str:
        """By its name, which must be of one library alone, or else by its id."""
        found = [
            edge["node"]
            for page in self._pages(_LIBRARIES, {"name": library}, lambda data: data["libraries"])
            for edge in page
            if edge["node"]["name"] == library
        ]
        if len(found) > 1:
            ids = ", ".join(node["id"] for node in found)
            raise FacetError("invalid-input", f'{len(found)} libraries are called "{library}"; give the id of one: {ids}.')
        return str(found[0]["id"]) if found else library

    def tokens(self, library: str) -> list[dict[str, Any]]:
        def connection(data: Any) -> Any:
            answer = data["library"]
            if answer["__typename"] != "Library":
                raise FacetError("invalid-input", f'There is no library "{library}" that this key may read.')
            return answer["tokens"]

        return [edge["node"] for page in self._pages(_TOKENS, {"id": library}, connection) for edge in page]

    def files(self, tokens: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], bytes]]:
        """Each token with its native file. A file holds all tokens of one picture that are asked for together, so they are asked
        for by attribute."""
        for attribute in dict.fromkeys(token["attribute"] for token in tokens):
            group = {token["id"]: token for token in tokens if token["attribute"] == attribute}
            ids = list(group)
            for start in range(0, len(ids), 100):
                answer = self._ask(_EXPORT, {"ids": ids[start : start + 100]})["exportTokens"]
                if answer["__typename"] != "TokenExport":
                    raise FacetError("service", f"{self._url} gives no token files: {answer['message']} ({answer['code']})")
                for file in answer["files"]:
                    yield group[file["tokens"][0]["id"]], self._fetch(file["file"]["url"])

    def _pages(self, query: str, variables: dict[str, Any], connection: Callable[[Any], Any]) -> Iterator[list[Any]]:
        after: str | None = None
        while True:
            page = connection(self._ask(query, {**variables, "after": after}))
            yield page["edges"]
            if not page["pageInfo"]["hasNextPage"]:
                return
            after = page["pageInfo"]["endCursor"]

    def _ask(self, query: str, variables: Mapping[str, Any]) -> Any:
        body = json.dumps({"query": query, "variables": variables}).encode()
        try:
            request = urllib.request.Request(f"{self._url}/graphql", body, {"content-type": "application/json"})
        except ValueError as error:
            raise FacetError("service", f'"{self._url}" is no address; give one such as https://facet.example.com.') from error
        # For this address alone, and for none to which it sends on.
        request.add_unredirected_header("authorization", f"Bearer {self._key}")
        try:
            answer = json.loads(self._send(request))
        except ValueError as error:
            raise FacetError(
                "service", f"{self._url} does not answer as a Facet service does. Give the address of its API."
            ) from error
        if not isinstance(answer, dict) or not (answer.get("errors") or answer.get("data")):
            raise FacetError("service", f"{self._url} answers as no Facet service does. Give the address of its API.")
        if answer.get("errors"):
            refusal = answer["errors"][0]
            code = refusal.get("extensions", {}).get("code", "?")
            raise FacetError("service", f"{self._url} refused: {refusal['message']} ({code})")
        return answer["data"]

    def _fetch(self, url: str) -> bytes:
        return self._send(urllib.request.Request(url))

    def _send(self, request: urllib.request.Request) -> bytes:
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as response:
                return cast(bytes, response.read())
        except urllib.error.HTTPError as error:
            # A refusal of GraphQL over HTTP has its reason in the body.
            body = error.read()
            if error.headers.get_content_type().endswith("json"):
                return body
            raise FacetError("service", f"{self._url} answered {error.code}: {body[:200].decode(errors='replace')}") from error
        # Also what breaks off within an answer: an OSError that left here would be taken for one of the folder.
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise FacetError("service", f"{self._url} is not reached: {error}") from error
