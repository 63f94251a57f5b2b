#!/usr/bin/env python3
"""Verify an evidence pack with Python's standard library alone.

    verify_pack.py FILE [--key PUBLIC_KEY_HEX] [--seal DIGEST_HEX]

The format is described in docs/reference/evidence.md. Exit code 0 when all is
well, 1 when not: what is wrong is printed with the line that it stands on.
"""
import argparse
import hashlib
import json
import sys

FORM = "complaint/evidence/1"

# ---- Ed25519 (RFC 8032, 5.1), points as (x, y) ----
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def add(a, b):
    k = D * a[0] * b[0] * a[1] * b[1] % P
    return ((a[0] * b[1] + b[0] * a[1]) * pow(1 + k, -1, P) % P,
            (a[1] * b[1] + a[0] * b[0]) * pow(1 - k, -1, P) % P)


def times(n, point):
    result = (0, 1)
    while n:
        if n & 1:
            result = add(result, point)
        point, n = add(point, point), n >> 1
    return result


def point_of(data):
    """The point of 32 bytes; ValueError where they are none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise ValueError("no point of the curve")
    return (P - x if x & 1 != sign else x, y)


BASE = point_of((4 * pow(5, -1, P) % P).to_bytes(32, "little"))


def signed(key, signature, message):
    """Has who has the key signed the message?"""
    s = int.from_bytes(signature[32:], "little")
    if len(key) != 32 or len(signature) != 64 or s >= L:
        return False
    try:
        a, r = point_of(key), point_of(signature[:32])
    except ValueError:
        return False
    h = hashlib.sha512(signature[:32] + key + message).digest()
    return times(s, BASE) == add(r, times(int.from_bytes(h, "little") % L, a))


# ---- the pack ----
def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def need(good, what):
    if not good:
        raise ValueError(what)


def opened(line, kind, size):
    """The list that a line's form is, checked against its digest."""
    text = line["form"].encode()
    need(sha256(text).hex() == line["digest"], "the form is not what its digest says")
    form = json.loads(text)
    need(form[0] == kind and len(form) == size, "the form is of another kind")
    return form


def climb(leaf, index, count, path):
    """The root that a leaf has by its path (RFC 9162, 2.1.3.2)."""
    last, path = count - 1, list(path)
    need(0 <= index <= last, "the leaf is outside of the tree")
    while last:
        if index & 1:
            leaf = sha256(b"\1", path.pop(0), leaf)
        elif index < last:
            leaf = sha256(b"\1", leaf, path.pop(0))
        index, last = index >> 1, last >> 1
    need(not path, "the path is too long")
    return leaf


def check_signature(key, signature, message, wanted):
    need(signed(bytes.fromhex(key), bytes.fromhex(signature), message), "the signature is not good")
    need(wanted in (None, key), "it is signed with another key")


class Pack:
    def __init__(self, key, seal):
        self.key, self.wanted, self.whole = key, seal, hashlib.sha256()
        self.lines, self.definitions, self.seal, self.end = 0, set(), None, None
        self.case, self.heads, self.proved, self.signed = None, [], False, False
        self.count = dict(cases=0, entries=0, sealed=0, personal=0, withheld=0)

    def take(self, raw):
        line = json.loads(raw)
        need(raw.endswith(b"\n") and self.end is None, "a line is out of place")
        need((self.lines == 0) == (line["kind"] == "pack"), "a line is out of place")
        getattr(self, "take_" + line["kind"])(line, raw)
        self.whole.update(raw)
        self.lines += 1

    def take_pack(self, line, raw):
        need(line["form"] == FORM, "this is no evidence pack of a known form")
        self.head = line

    def take_definition(self, line, raw):
        need(sha256(line["text"].encode()).hex() == line["digest"], "a definition's text is not what its digest says")
        self.definitions.add(line["digest"])

    def take_seal(self, line, raw):
        need(self.seal is None and self.case is None, "a line is out of place")
        self.seal = form = opened(line, "complaint/seal/1", 12)
        need(form[1] == self.head["register"], "the seal is of another register")
        need(self.wanted in (None, line["digest"]), "the seal is not the one whose digest was given")
        need((form[11] is None) == (line["signature"] is None), "the signature is gone")
        need(form[11] or self.key is None, "it is not signed")
        if form[11]:
            check_signature(form[11], line["signature"], line["form"].encode(), self.key)
            self.signed = True

    def take_entry(self, line, raw):
        form = opened(line, "complaint/entry/1", 13)
        if form[1] != self.case:
            self.case, self.heads, self.proved = form[1], [], False
            self.count["cases"] += 1
        previous = self.heads[-1] if self.heads else "0" * 64
        need(not self.proved and form[1] == line["case"], "a line is out of place")
        need(form[2] == line["entry"] == len(self.heads) + 1, "an entry is missing before this one")
        need(form[12] == previous, "the entry does not follow the one before it")
        named = [form[9]] + ([form[10]["_"]["calendar"]] if form[2] == 1 else [])
        need(self.definitions.issuperset(named), "the definition that the entry names is not in the pack")
        need((line["personal"] is None) == (line["salt"] is None), "personal facts come with their salt")
        if line["personal"] is not None:
            text = bytes.fromhex(line["salt"]) + line["personal"].encode()
            need(sha256(text).hex() == form[11], "the personal facts are not those that the entry commits to")
        if form[11]:
            self.count["personal" if line["personal"] is not None else "withheld"] += 1
        self.heads.append(line["digest"])
        self.count["entries"] += 1

    def take_proof(self, line, raw):
        need(self.seal and line["case"] == self.case and not self.proved, "a line is out of place")
        need(1 <= line["entries"] <= len(self.heads), "the sealed entries are not all in the pack")
        leaf = json.dumps(["complaint/leaf/1", self.case, line["entries"], self.heads[line["entries"] - 1]],
                          ensure_ascii=False, separators=(",", ":"))
        path = [bytes.fromhex(node) for node in line["path"]]
        root = climb(sha256(b"\0", leaf.encode()), line["index"], self.seal[6], path)
        need(root.hex() == self.seal[7], "the case's head does not lead to the seal's root")
        self.proved = True
        self.count["sealed"] += line["entries"]

    def take_end(self, line, raw):
        self.end, digest = line, self.whole.hexdigest()
        want = json.dumps(dict(kind="end", lines=self.lines, sha256=digest, public_key=line["public_key"],
                               signature=line["signature"]), separators=(",", ":"))
        need(raw == want.encode() + b"\n", "the pack's bytes are not those that its digest is of")
        if line["public_key"] is not None or line["signature"] is not None:
            check_signature(line["public_key"], line["signature"], f"{FORM} {digest}".encode(), self.key)
            self.signed = True


def verify(lines, key=None, seal=None):
    """The pack; ValueError with what is wrong."""
    pack = Pack(key, seal)
    try:
        for raw in lines:
            pack.take(raw)
        need(pack.end, "the pack has no end: it was cut off")
        need(pack.count["cases"] == pack.head["cases"], "the pack does not have as many cases as it says")
        need(pack.seal or seal is None, "the pack has no seal")
        need(pack.signed or key is None, "it is not signed")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as wrong:
        raise ValueError(f"line {pack.lines + 1}: {wrong or type(wrong).__name__}") from wrong
    return pack


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Verify an evidence pack.")
    parser.add_argument("file")
    parser.add_argument("--key", help="public key that must have signed, 64 hexadecimal digits")
    parser.add_argument("--seal", help="digest of the seal, as it was kept elsewhere")
    given = parser.parse_args()
    try:
        with open(given.file, "rb") as file:
            done = verify(file, given.key, given.seal)
    except (OSError, ValueError) as wrong:
        sys.exit(f"{given.file}: {wrong}")
    print(" ".join(f"{name} {value}" for name, value in done.count.items()))
    if done.seal:
        print(f"seal {done.seal[2]} key {done.seal[11] or 'none'}")
