"""Qt's translation source (.ts) to its compiled form (.qm), so that building the plugin needs no Qt tools.

The format is that of Qt's qtranslator.cpp: a magic number, then sections of tag (uint8), length (uint32) and data, big-endian.
``Hashes`` holds (ELF hash of source text and comment, offset) sorted by hash; ``Messages`` holds tagged fields per message.
"""

import struct
import xml.etree.ElementTree as ElementTree
from pathlib import Path

MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
LANGUAGE, HASHES, MESSAGES = 0xA7, 0x42, 0x69
END, TRANSLATION, SOURCE_TEXT, CONTEXT, COMMENT = 1, 3, 6, 7, 8


def compile_ts(path: Path) -> bytes:
    """The .qm of a .ts file; messages without a finished translation are left out."""
    root = ElementTree.parse(path).getroot()
    messages, hashes = bytearray(), []
    for context in root.iter("context"):
        name = (context.findtext("name") or "").encode()
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") == "unfinished" or not translation.text:
                continue
            source, comment = (message.findtext("source") or "").encode(), (message.findtext("comment") or "").encode()
            hashes.append((elf_hash(source + comment), len(messages)))
            messages += field(TRANSLATION, translation.text.encode("utf-16-be"))
            messages += field(COMMENT, comment) + field(SOURCE_TEXT, source) + field(CONTEXT, name) + bytes([END])
    table = b"".join(struct.pack(">II", *pair) for pair in sorted(hashes))
    language = (root.get("language") or "").encode()
    return MAGIC + section(LANGUAGE, language) + section(HASHES, table) + section(MESSAGES, bytes(messages))


def field(tag: int, data: bytes) -> bytes:
    return struct.pack(">BI", tag, len(data)) + data


section = field


def elf_hash(data: bytes) -> int:
    """The hash function of the ELF object format, as Qt uses it; 0 counts as 1."""
    value = 0
    for byte in data:
        value = (value << 4) + byte
        high = value & 0xF0000000
        if high:
            value ^= high >> 24
        value &= ~high
    return value or 1
