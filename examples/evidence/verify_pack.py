"""Verify an evidence pack: verify_pack.py FILE [--key=KEY] [--seal=DIGEST]"""
import fileinput, hashlib, json, re, sys

KEYS = {  # of each line, and the letters that the types of its values begin with
    "pack": "form register made_at cases personal sssib", "seal": "digest signature form s[sN]s",
    "definition": "type name digest text ssss", "proof": "case entries index path siil",
    "entry": "case entry digest personal salt form sis(ss|NN)s",
    "end": "lines sha256 public_key signature is(ss|NN)"}
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, I = -121665 * pow(121666, -1, P) % P, pow(2, P // 4, P)
compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode

def need(rule, *facts):
    if not all(facts):
        raise ValueError(rule)
def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()
def read(text):  # JSON in the one way; integers of 64 bits, 17 levels, no NUL
    value = json.loads(text, parse_float=int, parse_int=lambda i: (int(i) + 2**63) % 2**64 - 2**63)
    need("line", compact(value) == text, "\n" + 18 * " " not in json.dumps(value, indent=1),
         "\\u0000" not in text.replace(r"\\", ""))
    return value
def root(leaf, index, count, path):  # RFC 9162, 2.1.3
    if count == 1 and index == 0 and not path:
        return leaf
    half, (*path, node) = 2 ** (count - 1).bit_length() // 2, path
    if index < half:
        return sha(b"\1", root(leaf, index, half, path), bytes.fromhex(node))
    return sha(b"\1", bytes.fromhex(node), root(leaf, index - half, count - half, path))

def signed(key, signature, message):  # Ed25519: RFC 8032, 5.1
    def add(x, y, u, v):
        k = D * x * y * u * v
        return (x * v + u * y) * pow(1 + k, -1, P) % P, (y * v + x * u) * pow(1 - k, -1, P) % P
    def times(n, a):
        return add(*times(n // 2, add(*a, *a)), *(a if n % 2 else (0, 1))) if n else (0, 1)
    def point(data):
        odd, y = divmod(int.from_bytes(data, "little"), 2**255)
        square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
        x = pow(square, P // 8 + 1, P)
        return next((x, y) for x in (x, -x % P, x * I % P, -x * I % P)
                    if x * x % P == square and x % 2 == odd and y < P)
    a, r, s = map(bytes.fromhex, (key, signature[:64], signature[64:]))
    h, n = (int.from_bytes(x, "little") for x in (hashlib.sha512(r + a + message).digest(), s))
    return (re.fullmatch("[0-9a-f]{192}", key + signature) and n < L and
            times(n, point(b"\x58" + 31 * b"\x66")) == add(*point(r), *times(h % L, point(a))))

def verify(pack, key=None, seal=None):
    whole, known, cases, chain, tree = hashlib.sha256(), set(), [], [], []
    kind = public = said = None
    for count, raw in enumerate(pack):
        line, last = read(raw.decode().removesuffix("\n")), kind
        kind, *have, text = line.values()
        types = "".join(type(value).__name__[0] for value in (*have, text))
        need("line", re.fullmatch("kind " + KEYS[kind], " ".join([*line, types])),
             raw.endswith(b"\n"), len(raw) <= 2**26, (kind == "pack") == (count == 0), last != "end")
        need("digest", line.get("digest") in (None, sha(str(text).encode()).hex()))
        if kind == "pack":
            form, register, _, said = have
            need("form", form == "complaint/evidence/1")
        elif kind == "definition":
            known.add(have[2])
        elif kind == "seal":
            *tree, public = tree + read(text)
            need("seal", tree[:2] == ["complaint/seal/1", register], len(tree) == 11, not cases,
                 type(tree[6]) is int, tree[6] >= 0, seal in (None, have[0]), key in (None, public),
                 public is have[1] is None or signed(public, have[1], text.encode()))
        elif kind == "entry":
            case, entry, digest, personal, salt = have
            if entry == 1:
                cases, chain = cases + [case], ["0" * 64]
            parts, place = read(text), [cases[-1], len(chain)]
            need("chain", [case, entry] == place, compact(parts[:3] + parts[12:]) ==
                 compact(["complaint/entry/1", *place, chain[-1]]))
            need("definition", parts[9] in known, entry > 1 or parts[10]["_"]["calendar"] in known)
            need("personal facts", salt is None or re.fullmatch("[0-9a-f]{32}", salt) and
                 parts[11] == sha(bytes.fromhex(salt), personal.encode()).hex())
            chain.append(digest)
        elif kind == "proof":
            case, entries, index = have
            leaf = compact(["complaint/leaf/1", case, entries, chain[entries]]).encode()
            need("proof", case == cases[-1], entries > 0,
                 all(re.fullmatch("[0-9a-f]{64}", node) for node in text),
                 root(sha(b"\0", leaf), index, tree[6], text).hex() == tree[7])
            chain = []
        else:
            lines, digest, signer = have
            need("bytes", have[:2] == [count, whole.hexdigest()])
            need("signature", tree or not seal, key in (None, signer or public), signer is None or
                 signed(signer, text, f"{form} {digest}".encode()))
        whole.update(raw)
    need("end", kind == "end", said == len(cases) == len({*cases}))
    return f"cases {len(cases)} lines {count + 1} signed by {signer or public}"

if __name__ == "__main__":
    pack = fileinput.input(sys.argv[1:2], mode="rb")
    try:
        print(verify(pack, **dict(word.strip("-").split("=") for word in sys.argv[2:])))
    except Exception as wrong:
        sys.exit(f"{pack.filename()}: line {pack.lineno()}: {wrong!r}")
