#!/usr/bin/env python3
"""Verify an evidence pack by the rules of docs/reference/evidence.md."""
import argparse, fileinput, hashlib, json

KEYS = {"pack": "form register made_at cases personal",
        "definition": "type name digest text", "seal": "digest signature form",
        "entry": "case entry digest personal salt form",
        "proof": "case entries index path",
        "end": "lines sha256 public_key signature"}
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, I = -121665 * pow(121666, -1, P) % P, pow(2, P // 4, P)

def need(rule, *facts):
    if not all(facts):
        raise ValueError(rule)
def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()
def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

def root(leaf, index, count, path):  # RFC 9162, 2.1.3
    if count == 1 and index == 0 and not path:
        return leaf
    half, (*path, node) = 2 ** (count - 1).bit_length() // 2, path
    if index < half:
        return sha(b"\1", root(leaf, index, half, path), node)
    return sha(b"\1", node, root(leaf, index - half, count - half, path))

def signed(key, signature, message):  # Ed25519: RFC 8032, 5.1
    def add(a, b):
        k = D * a[0] * b[0] * a[1] * b[1]
        return ((a[0] * b[1] + b[0] * a[1]) * pow(1 + k, -1, P) % P,
                (a[1] * b[1] + a[0] * b[0]) * pow(1 - k, -1, P) % P)
    def times(n, a):
        half = times(n // 2, add(a, a)) if n else (0, 1)
        return add(half, a) if n % 2 else half
    def point(data):
        odd, y = divmod(int.from_bytes(data, "little"), 2**255)
        square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
        x = pow(square, P // 8 + 1, P)
        return next((x, y) for x in (x, -x % P, x * I % P, -x * I % P)
                    if x * x % P == square and x % 2 == odd and y < P)
    a, r, s = map(bytes.fromhex, (key, signature[:64], signature[64:]))
    h = hashlib.sha512(r + a + message).digest()
    h, n = (int.from_bytes(number, "little") for number in (h, s))
    return ((a + r + s).hex() == key + signature and len(s) == 32 and n < L and
            times(n, point(b"\x58" + 31 * b"\x66")) ==
            add(point(r), times(h % L, point(a))))

def verify(pack, key=None, seal=None):
    whole, known, cases, chain = hashlib.sha256(), set(), [], []
    kind = tree = public = None
    for count, raw in enumerate(pack):
        line, last = json.loads(raw.decode(), parse_float=int), kind
        kind, *have, text = line.values()
        need("line", " ".join(line) == "kind " + KEYS[kind], last != "end",
             (kind == "pack") == (count == 0), compact(line) + b"\n" == raw)
        if "digest" in line:
            need("digest", sha(text.encode()).hex() == line["digest"])
        if kind == "pack":
            form, register, made_at, said = have
            need("form", form == "complaint/evidence/1")
        elif kind == "definition":
            known.add(line["digest"])
        elif kind == "seal":
            need("seal", not tree, not cases, seal in (None, line["digest"]))
            name, owner, *tree, public = json.loads(text)
            need("seal", (name, owner) == ("complaint/seal/1", register),
                 len(tree) == 9, key in (None, public),
                 public is have[1] is None or
                 signed(public, have[1], text.encode()))
        elif kind == "entry":
            case, entry, digest, personal, salt = have
            if entry == 1:
                cases, chain = cases + [case], ["0" * 64]
            fields, place = json.loads(text), [cases[-1], len(chain)]
            need("chain", [case, entry] == place, fields[:3] + fields[12:] ==
                 ["complaint/entry/1", *place, chain[-1]])
            need("definition", fields[9] in known,
                 entry > 1 or fields[10]["_"]["calendar"] in known)
            need("personal facts", personal is salt is None or fields[11] ==
                 sha(bytes.fromhex(salt), personal.encode()).hex())
            chain.append(digest)
        elif kind == "proof":
            case, entries, index, path = *have, map(bytes.fromhex, text)
            leaf = compact(["complaint/leaf/1", case, entries, chain[entries]])
            leaf = root(sha(b"\0", leaf), index, tree[4], [*path])
            need("proof", case == cases[-1], entries > 0, leaf.hex() == tree[5])
            chain = []
        elif kind == "end":
            lines, digest, signer = have
            need("bytes", [lines, digest] == [count, whole.hexdigest()])
            need("cases", said == len(cases) == len(set(cases)))
            need("signature", tree or not seal, key in (None, signer or public),
                 signer is text is None or
                 signed(signer, text, f"{form} {digest}".encode()))
        whole.update(raw)
    need("end", kind == "end")
    return f"cases {len(cases)} lines {count + 1} signed by {signer or public}"

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("file", "--key", "--seal"):
        parser.add_argument(name)
    given = parser.parse_args()
    pack = fileinput.input(given.file, mode="rb")
    try:
        print(verify(pack, given.key, given.seal))
    except Exception as wrong:
        parser.exit(1, f"{given.file}: line {pack.lineno()}: {wrong!r}\n")
