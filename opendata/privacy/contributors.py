"""Contributors: direct identifiers become one key per person, then they are gone.

Identifiers are normalised (telephone formats, e-mail case, the order of names), persons whose identifiers agree are one (union-find), and
the key is HMAC-SHA256 under a secret of the campaign kept in ``internal/contributor.key``. Without the secret nobody can try names
against the keys (a plain hash could be undone by hashing a telephone directory); when it is destroyed, nobody can link them again.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from collections import Counter
from pathlib import Path

import numpy as np

from ..errors import Fault, InputError
from ..files import PRIVATE_FILE_MODE, private_dir
from ..progress import Progress, silent
from ..submissions.identifiers import is_nobody
from ..submissions.model import Submissions
from ..vendored import phonenumbers
from .wordlists import words

FILE = "contributor.key"
_SECRET_BYTES = 32
_KEY_DIGITS = 32
_STEP = 20_000
_ROLES = words("mailboxes")
"""Mailboxes that many people write through; they say nothing about who."""
_STREET_NUMBER = re.compile(r"([^\W\d_][^\d,;\n]{2,60}?)\s*(\d{1,3})\s?([a-z]?)(?![\w])")


def key(submissions: Submissions, internal: Path, progress: Progress = silent) -> Submissions:
    """The submissions with ``contributor`` filled (32 hex digits) and ``identifiers`` emptied.

    Rows whose identifiers agree in one of them are one person. A row without any is its own contributor, unless it repeats another
    (``duplicate_of``). A row that has a contributor already and no identifiers keeps it. Raises :class:`InputError` when the key file is
    damaged.
    """
    secret = _secret(internal)
    n = len(submissions)
    marks = []
    for index in range(n):
        if index % _STEP == 0:
            progress("telling persons apart", index, n)
        marks.append(_marks(submissions, index))
    people = _Union(n)
    holder: dict[str, int] = {}
    for index, mine in enumerate(marks):
        for mark in mine:
            people.join(index, holder.setdefault(mark, index))
    for index, first in enumerate(submissions.duplicate_of):
        if 0 <= first < n and not (marks[index] and marks[first]):
            people.join(index, int(first))
    names: dict[int, str] = {}
    for index, mine in enumerate(marks):
        root = people.root(index)
        own = min(mine, default="") or f"~{submissions.source[index]}\x1f{int(submissions.row[index])}"
        names[root] = min(names.get(root, own), own)
    contributor = np.empty(n, dtype=object)
    for index in range(n):
        if index % _STEP == 0:
            progress("keys of contributors", index, n)
        name = names[people.root(index)]
        contributor[index] = name[2:] if name.startswith("0\x1f") else _hmac(secret, name)
    emptied = np.empty(n, dtype=object)
    emptied[:] = [()] * n
    return dataclasses.replace(submissions, contributor=contributor, identifiers=emptied)


def dropped(submissions: Submissions) -> dict[str, Counter[str]]:
    """Per source how many values of each kind of identifier :func:`key` will drop: counts for the report."""
    counts: dict[str, Counter[str]] = {}
    for source, identifiers in zip(submissions.source, submissions.identifiers, strict=True):
        if identifiers:
            counts.setdefault(source, Counter()).update(kind for kind, value in identifiers if value)
    return counts


def forget_key(internal: Path) -> bool:
    """Overwrite and delete the campaign's secret; False when there was none. Keys made before can then never be made again."""
    path = internal / FILE
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return False
    with path.open("r+b") as stream:
        stream.write(secrets.token_bytes(max(size, _SECRET_BYTES)))
        stream.flush()
        os.fsync(stream.fileno())
    path.unlink()
    return True


def normalised(kind: str, value: str) -> str:
    """An identifier in the form it is compared in; empty when it does not point at one person or household.

    Stricter than what ``submissions.duplicates`` compares: what agrees here is one person whatever the two wrote.
    """
    if is_nobody(value):
        return ""
    plain = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    if kind == "email":
        address = plain.rpartition("<")[2].rstrip("> ") if "<" in plain else plain
        address = address.removeprefix("mailto:").strip(" .;,")
        local, _, host = address.partition("@")
        return address if host and not is_nobody(local) and local not in _ROLES else ""
    if kind == "telephone":
        return _telephone(plain)
    if kind == "name":
        names = sorted(re.findall(r"[^\W\d_]+", _unaccented(plain)))
        # One word ("Anna") is many people; first and last name, in any order, are taken as one.
        return " ".join(names) if len(names) > 1 else ""
    if kind == "address":
        match = _STREET_NUMBER.search(plain)
        street = re.sub(r"[^a-zåäöéü]+", " ", match[1]).strip() if match else ""
        return f"{street} {match[2]}{match[3]}" if match and len(street) > 2 else ""
    return plain


def _telephone(plain: str) -> str:
    try:
        number = phonenumbers.parse(plain, "SE")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _unaccented(text: str) -> str:
    """Without accents on a-z (é, ü), but å, ä and ö are letters of their own and stay."""
    return "".join(letter if letter in "åäö" else unicodedata.normalize("NFD", letter)[0] for letter in text)


def _marks(submissions: Submissions, index: int) -> list[str]:
    marks = []
    for kind, value in submissions.identifiers[index]:
        plain = normalised(kind, str(value))
        if plain:
            # An id given by one system says nothing about the same id in another.
            scope = submissions.source[index] if kind == "contributor" else ""
            marks.append(f"1\x1f{kind}\x1f{scope}\x1f{plain}")
    if not marks and submissions.contributor[index]:
        marks.append(f"0\x1f{submissions.contributor[index]}")
    return marks


class _Union:
    """Disjoint sets with path halving (Tarjan 1975); the smallest index is the root, so that results do not depend on order."""

    def __init__(self, n: int):
        self._parent = list(range(n))

    def root(self, index: int) -> int:
        parent = self._parent
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    def join(self, one: int, other: int) -> None:
        a, b = self.root(one), self.root(other)
        self._parent[max(a, b)] = min(a, b)


def _hmac(secret: bytes, name: str) -> str:
    return hmac.new(secret, name.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:_KEY_DIGITS]


def _secret(internal: Path) -> bytes:
    path = private_dir(internal) / FILE
    try:
        text = path.read_text(encoding="ascii").strip()
        secret = bytes.fromhex(text)
    except FileNotFoundError:
        return _new_secret(path)
    except (ValueError, UnicodeDecodeError):
        secret = b""
    if len(secret) != _SECRET_BYTES:
        raise InputError(Fault(FILE, "is damaged", "restore it from where it was kept, or forget it and key the contributors anew"))
    path.chmod(PRIVATE_FILE_MODE)
    return secret


def _new_secret(path: Path) -> bytes:
    secret = secrets.token_bytes(_SECRET_BYTES)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE_MODE)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secret.hex() + "\n")
    return secret
