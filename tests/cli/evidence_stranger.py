"""Can the stranger's program be deceived? evidence_stranger.py SCRIPT PACK

Its Ed25519 against the vectors of RFC 8032, 7.1; packs of which single bytes
were changed (seeded), also with the last line put right afterwards; lines
taken away, doubled and exchanged."""
import hashlib
import importlib.util
import json
import os
import random
import sys

VECTORS = [
    ("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
     "d25bf5f0595bbe24655141438e7a100b"),
    ("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
     "387b2eaeb4302aeeb00d291612bb0c00"),
    ("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
     "4a7c15e9716ed28dc027beceea1ec40a"),
]
FREE = ('"made_at":"', '"type":"', '"name":"', '"personal":')


def load(path):
    spec = importlib.util.spec_from_file_location("verify_pack", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def refuses(program, lines):
    try:
        program.verify(lines)
    except Exception:
        return True
    return False


def signs(program, key, signature, message):
    try:
        return program.signed(key.hex(), signature.hex(), message)
    except Exception:
        return False


def refit(lines):
    """The last line computed anew, without a signature."""
    digest = hashlib.sha256(b"".join(lines[:-1])).hexdigest()
    end = dict(kind="end", lines=len(lines) - 1, sha256=digest,
               public_key=None, signature=None)
    return lines[:-1] + [json.dumps(end, separators=(",", ":")).encode() + b"\n"]


def is_free(line, at):
    """Is it a place that only the last line covers?"""
    text = line.decode("utf-8", "replace")
    if not text.startswith(('{"kind":"pack"', '{"kind":"definition"')):
        return False
    for word in FREE:
        start = line.find(word.encode())
        if start >= 0:
            end = min(i for i in (line.find(b'",', start + len(word)), line.find(b"}", start), len(line))
                      if i >= 0)
            if start <= at <= end:
                return True
    return False


def main(script, path):
    program = load(script)
    for key, message, signature in VECTORS:
        key, message, signature = map(bytes.fromhex, (key, message, signature))
        assert signs(program, key, signature, message)
        assert not signs(program, key, signature, message + b"x")
        more = int.from_bytes(signature[32:], "little") + program.L
        assert not signs(program, key, signature[:32] + more.to_bytes(32, "little"), message)
        bad = bytes([signature[0] ^ 1]) + signature[1:]
        assert not signs(program, key, bad, message)
    with open(path, "rb") as file:
        lines = file.readlines()
    assert not refuses(program, lines)
    assert not refuses(program, refit(lines))
    draw = random.Random(20240608)
    many = 400 if os.environ.get("COMPLAINT_LONG") else 40
    whole = b"".join(lines)
    for _ in range(many):
        at, bit = draw.randrange(len(whole)), draw.randrange(8)
        changed = whole[:at] + bytes([whole[at] ^ 1 << bit]) + whole[at + 1:]
        assert refuses(program, changed.splitlines(keepends=True)), at
        assert refuses(program, whole[:at].splitlines(keepends=True)), at
    fitted = 0
    while fitted < many:
        number = draw.randrange(len(lines) - 1)
        at = draw.randrange(len(lines[number]) - 1)
        if is_free(lines[number], at):
            continue
        line = bytearray(lines[number])
        line[at] ^= 1
        assert refuses(program, refit(lines[:number] + [bytes(line)] + lines[number + 1:])), (number, at)
        fitted += 1
    for _ in range(many):
        number = draw.randrange(1, len(lines) - 1)
        kind = json.loads(lines[number])["kind"]
        other = draw.randrange(1, len(lines) - 1)
        if kind in ("entry", "seal"):
            assert refuses(program, refit(lines[:number] + lines[number + 1:])), number
            assert refuses(program, refit(lines[:number] + [lines[number]] + lines[number:])), number
        if kind == "entry" and other != number and json.loads(lines[other])["kind"] == "entry":
            swapped = list(lines)
            swapped[number], swapped[other] = lines[other], lines[number]
            assert refuses(program, refit(swapped)), (number, other)
    # Digits in capitals are the same key and signature, and other bytes.
    assert json.loads(lines[-1])["signature"]
    for letter in set(lines[-1].decode()) & set("abcdef"):
        for part in ('"public_key":"', '"signature":"'):
            head, tail = lines[-1].decode().split(part)
            changed = head + part + tail.replace(letter, letter.upper(), 1)
            assert changed.encode() == lines[-1] or refuses(
                program, lines[:-1] + [changed.encode()]), (part, letter)
    for line in (b'{"kind":"definition","type":"x","name":"x","name":"y",',
                 b'{"kind":"definition", "type":"x","name":"y",'):
        text = lines[1][lines[1].index(b'"digest"'):]
        twice = line + text
        assert refuses(program, refit([lines[0], twice] + lines[1:])), line
    assert not refuses(program, refit([lines[0], lines[1]] + lines[1:]))
    print(f"seed 20240608: {many} bytes changed, {many} with the digest put right, {many} lines moved")


main(*sys.argv[1:])
