"""The address behind which a model answers: one request, one answer, bounded in time and size.

The protocol is the chat completion of OpenAI-compatible servers. Redirects are not followed: the key
and the text go to the address that was given and to no other.
"""

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from citywright.errors import ReadingError, UsageError
from citywright.reading.formats.deadline import within

KEY_NAME = "CITYWRIGHT_MODEL_KEY"
"""Environment variable with the key, where the address wants one; it is never an argument."""
MOST_REPLY = 2**20
"""Bytes of an answer; a longer one is refused."""
SECONDS = 60.0
LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|::1")


@dataclass(frozen=True)
class Answer:
    """What came back: the text, and how many tokens the server counted (None where it did not)."""

    text: str
    tokens_in: int | None
    tokens_out: int | None


@dataclass(frozen=True)
class Endpoint:
    """A model behind an address.

    url : up to and without "/chat/completions"; name : of the model
    price_in, price_out : of a million tokens, in the currency of the contract
    """

    url: str
    name: str
    price_in: float
    price_out: float
    seconds: float = SECONDS

    @property
    def host(self) -> str:
        """Where the text goes, for messages."""
        return urlsplit(self.url).netloc

    def ask(self, messages: Sequence[Mapping[str, str]], most_tokens: int) -> Answer:
        """One answer.

        Raises
        ------
        ReadingError
            reading.model.no_answer: no connection, an error, a redirect, too long, no JSON;
            reading.too_slow.
        """
        body = {
            "model": self.name, "messages": list(messages), "temperature": 0,
            "max_tokens": most_tokens, "response_format": {"type": "json_object"},
        }  # fmt: skip
        heads = {"Content-Type": "application/json", "Accept": "application/json"}
        if key := os.environ.get(KEY_NAME):
            heads["Authorization"] = f"Bearer {key}"
        request = urllib.request.Request(  # noqa: S310  (checked_endpoint lets only http pass)
            f"{self.url.rstrip('/')}/chat/completions", json.dumps(body).encode(), heads
        )
        try:
            # a timeout bounds each wait for bytes; a server that drips them is stopped by the clock
            with within(self.host, 2 * self.seconds):
                return _answer(json.loads(self._received(request)))
        except (
            OSError,
            HTTPException,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            IndexError,
            RecursionError,
        ) as error:
            why = _shown(error)
            raise ReadingError("reading.model.no_answer", host=self.host, why=why) from None

    def _received(self, request: urllib.request.Request) -> bytes:
        with _opener().open(request, timeout=self.seconds) as reply:
            data: bytes = reply.read(MOST_REPLY + 1)
        if len(data) > MOST_REPLY:
            raise ValueError(MOST_REPLY)
        return data


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:  # noqa: ANN401
        """No redirect is followed; it comes back as the error that it is here."""
        return


def checked_endpoint(
    url: str | None, name: str | None, price_in: float | None, price_out: float | None
) -> Endpoint:
    """The endpoint, once all that it needs is given.

    Raises
    ------
    UsageError
        reading.model.needs, reading.model.prices, reading.model.address, reading.model.plain_key.
    """
    if not url or not name:
        raise UsageError("reading.model.needs")
    if price_in is None or price_out is None:
        raise UsageError("reading.model.prices")
    try:
        parts = urlsplit(url)
        is_address = bool(parts.hostname) and parts.username is None and not parts.fragment
    except ValueError:
        is_address, parts = False, urlsplit("")
    if not is_address or parts.scheme not in ("http", "https"):
        raise UsageError("reading.model.address", url=url[:80])
    is_plain = parts.scheme == "http" and not LOOPBACK.fullmatch(parts.hostname or "")
    if is_plain and os.environ.get(KEY_NAME):
        raise UsageError("reading.model.plain_key", name=KEY_NAME, host=parts.hostname)
    return Endpoint(url, name, price_in, price_out)


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirect())


def _answer(made: Any) -> Answer:  # noqa: ANN401  (what a stranger sent)
    text = made["choices"][0]["message"]["content"]
    if not isinstance(text, str):
        raise TypeError(type(text).__name__)
    usage = made.get("usage") or {}
    return Answer(text, _count(usage, "prompt_tokens"), _count(usage, "completion_tokens"))


def _count(usage: Mapping[str, Any], name: str) -> int | None:
    value = usage.get(name)
    is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if is_count else None


def _shown(error: Exception) -> str:
    """One printable line of an error; nothing of what a stranger sent but the status."""
    if isinstance(error, urllib.error.HTTPError):
        return f"HTTP {error.code}"
    if isinstance(error, urllib.error.URLError):
        return str(error.reason)[:80]
    return type(error).__name__ if not isinstance(error, OSError) else str(error)[:80]
