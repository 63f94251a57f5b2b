"""Packs that somebody made who knows the form and computes every digest anew:
the program for strangers and the library say the same of each.

evidence_hostile.py SCRIPT COMPLAINT FOLDER

Each row of the table says what is written otherwise than the library writes it,
and whether that is a pack still (docs/reference/evidence.md)."""
import hashlib
import importlib.util
import json
import os
import subprocess
import sys

ZEROS = "0" * 64
REGISTER = "0190a0a0-0000-7000-8000-000000000001"
ONE, TWO, THREE = (f"0190a0a0-0000-7000-8000-00000000001{i}" for i in range(3))
FORM = "complaint/evidence/1"
# y = 1: neither a small number of points nor a secret, but written as it should.
IDENTITY = "01" + 31 * "00"
ITS_SIGNATURE = IDENTITY + 32 * "00"


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def sha(data):
    data = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def same(value):
    return value


def entry_lines(case, facts, form, write):
    """A case of as many entries as there are maps of facts."""
    lines, heads = [], [ZEROS]
    for number, said in enumerate(facts, 1):
        salt, personal, promise = None, None, None
        if number == 1:
            salt, personal = 16 * "ab", '{"title":"t"}'
            promise = sha(bytes.fromhex(salt) + personal.encode())
            said = {"_": {"calendar": sha("calendar")}, **said}
        parts = ["complaint/entry/1", case, number, "file", None, 5, 6, "clerk", "*",
                 sha("procedure"), said, promise, heads[-1]]
        text = form(parts, number)
        text = text if isinstance(text, str) else compact(text)
        line = dict(kind="entry", case=case, entry=number, digest=sha(text),
                    personal=personal, salt=salt, form=text)
        heads.append(line["digest"])
        lines.append(write("entry", line))
    return lines, heads


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def make(form=lambda parts, number: parts, write=lambda kind, line: line, seal=same,
         facts=({}, {"safety": False}), order=same, end=same, leaves=same):
    """A pack of two sealed cases; what an argument says is done to its parts
    before digests of them are taken."""
    lines = [dict(kind="pack", form=FORM, register=REGISTER, made_at="2026-01-01T00:00:00Z",
                  cases=2, personal=True)]
    lines += [dict(kind="definition", type=text, name="x", digest=sha(text), text=text)
              for text in ("procedure", "calendar")]
    lines = [write(line["kind"], line) for line in lines]
    cases = [entry_lines(case, facts, form, write) for case in (ONE, TWO)]
    tips = [hashlib.sha256(b"\0" + compact(["complaint/leaf/1", case, len(heads) - 1,
                                            heads[-1]]).encode()).digest()
            for case, (_, heads) in zip((ONE, TWO), cases)]
    text = seal(["complaint/seal/1", REGISTER, 1, 7, 2, 4, 2, node(*tips).hex(), 1, ZEROS,
                 ZEROS, None])
    text = text if isinstance(text, str) else compact(text)
    key = json.loads(text)[-1] if text.startswith("[") else None
    lines.append(write("seal", dict(kind="seal", digest=sha(text), form=text,
                                    signature=ITS_SIGNATURE if key else None)))
    if isinstance(lines[-1], dict):
        lines[-1] = {key: lines[-1][key] for key in lines[-1] if key != "form"} | {
            "form": lines[-1]["form"]}
    for index, (case, (entries, _)) in enumerate(zip((ONE, TWO), cases)):
        proof = dict(kind="proof", case=case, entries=len(facts), index=index,
                     path=[tips[1 - index].hex()])
        lines += entries + [write("proof", proof)]
    return finish(order(lines), end)


def finish(lines, end=same):
    def raw(line):
        if isinstance(line, dict):
            line = compact(line) + "\n"
        return line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass")
    lines = [raw(line) for line in lines]
    last = end(dict(kind="end", lines=len(lines), sha256=sha(b"".join(lines)),
                    public_key=None, signature=None))
    return lines + ([raw(last)] if last is not None else [])


def line(kind, change, nth=1):
    """A line of this kind becomes what `change` makes of it: a map, a text, bytes."""
    seen = []

    def write(at, was):
        seen.extend([at] if at == kind else [])
        return change(was) if at == kind and len(seen) == nth else was
    return dict(write=write)


def text(kind, old, new, nth=1):
    """Other letters for the same, or nearly."""
    def change(was):
        was = compact(was) + "\n"
        assert old in was, (kind, old, was)
        return was.replace(old, new, 1)
    return line(kind, change, nth)


def put(kind, /, nth=1, **values):
    return line(kind, lambda was: {key: values.get(key, value) for key, value in was.items()}, nth)


def form(place, value):
    """Another value in the form of each second entry."""
    return dict(form=lambda parts, number: parts if number == 1 else
                parts[:place] + [value] + parts[place + 1:])


def sealed(place, value):
    return dict(seal=lambda parts: parts[:place] + [value] + parts[place + 1:])


def said(words):
    """The facts of each second entry, in these letters."""
    return dict(form=lambda parts, number: parts if number == 1 else
                compact(parts[:10]) [:-1] + "," + words + "," + compact(parts[11:])[1:])


def deep(levels, inside="1"):
    return said('{"a":' + "[" * (levels - 1) + inside + "]" * (levels - 1) + "}")


def at(first, *rest):
    """Lines in this order, by their places; the first is 0."""
    return dict(order=lambda lines: [lines[i] for i in (first, *rest)])


def twice(place):
    return dict(order=lambda lines: lines[:place + 1] + lines[place:])


def without(place):
    return dict(order=lambda lines: lines[:place] + lines[place + 1:])


def ended(**values):
    return dict(end=lambda last: {**last, **values})


def known(key):
    return dict(seal=lambda parts: parts[:-1] + [key])


# 0 pack, 1-2 definitions, 3 seal, 4-5 entries, 6 proof, 7-8 entries, 9 proof.
GOOD = [
    ("as the library writes it", {}),
    ("letters that need no escape", put("pack", made_at="\x7f\u2028\u00e9\U0001f600")),
    ("an escape that is the shortest", put("pack", made_at='"\\\b\f\n\r\t\x01\x1f')),
    ("the letters of an escape", put("definition", name="\\u0000 \\\\u0000 \\n")),
    ("an empty text", put("pack", made_at="")),
    ("the longest made_at", put("pack", made_at=400 * "\u00e9")),
    ("no personal facts said", put("pack", personal=False)),
    ("personal facts withheld", put("entry", personal=None, salt=None)),
    ("the smallest number in facts", said('{"a":-9223372036854775808}')),
    ("the greatest number in facts", said('{"a":9223372036854775807}')),
    ("facts as deep as can be", deep(16)),
    ("an empty list below them", deep(16, "[]")),
    ("an empty map below them", deep(16, "{}")),
    ("facts in another order", said('{"b":1,"a":2}')),
    ("a long key in facts", said(compact({300 * "k": 1}))),
    ("keys that are one when composed", said(compact({"e\u0301": 1, "\u00e9": 2}))),
    ("many members of a list", said(compact({"a": [0] * 10001}))),
    ("many members of a map", said(compact({str(i): 0 for i in range(10001)}))),
    ("brackets and spaces in a text", said(compact({"a": "[[{{ 1.0e5 " + 40 * " "}))),
    ("definitions after entries", at(0, 1, 2, 3, 4, 5, 6, 1, 7, 8, 9)),
    ("a seal before definitions", at(0, 3, 1, 2, 4, 5, 6, 7, 8, 9)),
    ("no seal", dict(order=lambda lines: [lines[i] for i in (0, 1, 2, 4, 5, 7, 8)])),
    ("a case without its proof", without(6)),
    ("no cases", dict(put("pack", cases=0), order=lambda lines: lines[:4])),
    ("a seal's number is not looked at", sealed(2, "x")),
    ("a seal's time is not looked at", sealed(3, 10**18)),
    ("a key that anybody can sign with", known(IDENTITY)),
    ("kind, action, times, actor, role are not looked at",
     dict(form=lambda parts, number: parts[:3] + [1, 2, "3", None, 5, {}] + parts[9:])),
]

BAD = [
    # The line.
    ("a space after a colon", text("pack", '":', '": ')),
    ("a space after a comma", text("entry", ',"', ', "')),
    ("a space before a line", text("proof", "{", " {")),
    ("a space after a line", text("seal", "}\n", "} \n")),
    ("two characters at the end", text("seal", "}\n", "}\r\n")),
    ("an empty line", text("seal", "}\n", "}\n\n")),
    ("two lines in one", text("definition", "}\n", "}")),
    ("no break at the end", dict(end=lambda last: compact(last))),
    ("another last character", dict(end=lambda last: compact(last) + "x")),
    ("a mark before the first line", text("pack", "{", "\ufeff{")),
    ("another encoding", line("pack", lambda was: compact(was).encode("utf-16-le") + b"\n\0")),
    ("a byte that is no UTF-8", line("pack", lambda was: compact(was).encode()[:-2] + b"\xff}\n")),
    ("a form of UTF-8 too long", line("definition", lambda was: compact(was).encode().replace(
        b'"x"', b'"\xc1\xb8"') + b"\n")),
    ("half a pair in UTF-8", put("pack", made_at="\ud800")),
    ("no object", line("pack", lambda was: compact([*was.values()]) + "\n")),
    ("a list for a proof", line("proof", lambda was: compact([*was.values()]) + "\n")),
    ("a text", line("pack", lambda was: '"pack"\n')),
    ("null", line("seal", lambda was: "null\n")),
    ("nothing but an object", line("seal", lambda was: "{}\n")),
    ("no JSON", line("seal", lambda was: "seal\n")),
    ("a comma too many", text("pack", "}\n", ",}\n")),
    ("more after the end", text("pack", "}\n", "}{}\n")),
    # Keys.
    ("an unknown key at the end", line("entry", lambda was: {**was, "x": 1})),
    ("an unknown key in front", line("entry", lambda was: {"x": 1, **was})),
    ("an unknown key in the pack", line("pack", lambda was: {**was, "x": None})),
    ("an unknown key in a definition", line("definition", lambda was: {**was, "": ""})),
    ("a key with spaces for two", line("definition", lambda was: {
        "kind": "definition", "type name": "x", "digest": was["digest"], "text": was["text"]})),
    ("a key less", line("pack", lambda was: {key: was[key] for key in was if key != "made_at"})),
    ("keys in another order", line("definition", lambda was: dict(sorted(was.items())))),
    ("kind not in front", line("seal", lambda was: {
        key: was[key] for key in ("digest", "kind", "signature", "form")})),
    ("a key twice, the same", text("definition", '"name":"x"', '"name":"x","name":"x"')),
    ("a key twice, another", text("definition", '"name":"x"', '"name":"y","name":"x"')),
    ("a key twice at the end", text("seal", "}\n", ',"form":"x"}\n')),
    ("a key with an escape", text("pack", '"made_at"', '"made\\u005fat"')),
    ("a key in capitals", text("pack", '"made_at"', '"Made_at"')),
    ("a key with NUL behind it", text("pack", '"made_at"', '"made_at\\u0000"')),
    ("an unknown kind", put("definition", kind="note")),
    ("a kind that is a number", put("definition", kind=1)),
    ("the kind of a form", put("definition", kind="complaint/entry/1")),
    # Texts.
    ("an escape for a letter", text("definition", '"x"', '"\\u0078"')),
    ("an escape for a slash", text("pack", "complaint/evidence", "complaint\\/evidence")),
    ("an escape for what is not ASCII", text("definition", '"x"', '"\\u00e9"')),
    ("an escaped pair", text("definition", '"x"', '"\\ud83d\\ude00"')),
    ("an escaped half of a pair", text("definition", '"x"', '"\\ud800"')),
    ("a long escape for a break", text("definition", '"x"', '"\\u000a"')),
    ("a long escape for a quotation mark", text("definition", '"x"', '"\\u0022"')),
    ("an escape in capitals", text("definition", '"x"', '"\\u001F"')),
    ("an escape for 0x7f", text("definition", '"x"', '"\\u007f"')),
    ("an escaped NUL", text("definition", '"x"', '"\\u0000"')),
    ("an escaped NUL after a backslash", text("definition", '"x"', '"\\\\\\u0000"')),
    ("a NUL", text("definition", '"x"', '"\0"')),
    ("a control character", text("definition", '"x"', '"\x01"')),
    # Values.
    ("true for 1", text("entry", '"entry":1', '"entry":true')),
    ("a real for 1", text("entry", '"entry":1', '"entry":1.0')),
    ("an exponent", text("entry", '"entry":1', '"entry":1e0')),
    ("a text for 1", text("entry", '"entry":1', '"entry":"1"')),
    ("a zero in front", text("entry", '"entry":1', '"entry":01')),
    ("false for no cases", dict(text("pack", '"cases":2', '"cases":false'),
                                order=lambda lines: lines[:4])),
    ("minus nothing", dict(text("pack", '"cases":2', '"cases":-0'),
                           order=lambda lines: lines[:4])),
    ("a number for personal", put("pack", personal=1)),
    ("null for personal", put("pack", personal=None)),
    ("no number", text("pack", '"personal":true', '"personal":NaN')),
    ("an infinite number", text("pack", '"personal":true', '"personal":Infinity')),
    ("a real for a time", put("pack", made_at=1.5)),
    ("a number for a time", put("pack", made_at=1)),
    ("null for a name", put("definition", name=None)),
    ("a list for a name", put("definition", name=["x"])),
    ("a map for a type", put("definition", type={})),
    ("a number of too many digits", put("proof", index=2**64)),
    ("null for a case", put("entry", case=None)),
    ("an empty case", put("entry", case="")),
    ("a register that is null", put("pack", register=None)),
    ("another register", put("pack", register=ONE)),
    ("another form", put("pack", form="complaint/evidence/2")),
    ("more cases", put("pack", cases=3)),
    # The order.
    ("two first lines", twice(0)),
    ("the first line later", at(1, 0, 2, 3, 4, 5, 6, 7, 8, 9)),
    ("no first line", without(0)),
    ("two seals", twice(3)),
    ("a second seal after a definition", at(0, 1, 3, 2, 3, 4, 5, 6, 7, 8, 9)),
    ("a seal after entries", at(0, 1, 2, 4, 5, 3, 6, 7, 8, 9)),
    ("a proof before its entries", at(0, 1, 2, 3, 6, 4, 5, 7, 8, 9)),
    ("a proof twice", twice(6)),
    ("a proof without a seal", without(3)),
    ("a proof of another case", at(0, 1, 2, 3, 4, 5, 9, 7, 8)),
    ("an entry after its proof", at(0, 1, 2, 3, 4, 6, 5, 7, 8, 9)),
    ("an entry twice", twice(5)),
    ("entries exchanged", at(0, 1, 2, 3, 5, 4, 6, 7, 8, 9)),
    ("no first entry", without(4)),
    ("cases one within the other", at(0, 1, 2, 3, 4, 7, 5, 8)),
    ("a case twice", dict(put("pack", cases=3), order=lambda lines: lines + lines[4:7])),
    ("a case twice, one counted", dict(order=lambda lines: lines + lines[4:7])),
    ("a case at once again", dict(put("pack", cases=3), order=lambda lines: lines[:7] + lines[4:])),
    ("no definitions", at(0, 3, 4, 5, 6, 7, 8, 9)),
    ("no calendar", without(2)),
    ("no procedure", without(1)),
    ("no end", dict(end=lambda last: None)),
    ("two ends", dict(order=lambda lines: finish(lines))),
    # Forms.
    ("a space in a form", dict(form=lambda parts, number: json.dumps(parts))),
    ("a break after a form", dict(form=lambda parts, number: compact(parts) + "\n")),
    ("an escape in a form", dict(form=lambda parts, number: compact(parts).replace("e", "\\u0065", 1))),
    ("a form that is a map", dict(form=lambda parts, number: compact(dict(enumerate(parts))))),
    ("a form that is a text", dict(form=lambda parts, number: '"x"')),
    ("a form that is no JSON", dict(form=lambda parts, number: "x")),
    ("an empty form", dict(form=lambda parts, number: "")),
    ("twelve in a form", dict(form=lambda parts, number: parts[:-1])),
    ("fourteen in a form", dict(form=lambda parts, number: parts + [None])),
    ("a form of another kind", dict(form=lambda parts, number: ["complaint/entry/2"] + parts[1:])),
    ("true for an entry's number", dict(form=lambda parts, number: parts[:2] + [True] + parts[3:]
                                        if number == 1 else parts)),
    ("a text for an entry's number", form(2, "2")),
    ("another case in the form", form(1, THREE)),
    ("null for the case in the form", form(1, None)),
    ("capitals in the digest before", dict(form=lambda parts, number: parts[:12] + [
        parts[12].upper() if number > 1 else parts[12]])),
    ("null for the digest before", form(12, None)),
    ("an unknown procedure", form(9, sha("x"))),
    ("a procedure that is a list", form(9, [])),
    ("an entry's digest for a procedure", dict(form=lambda parts, number: parts[:9] + [
        parts[12] if number > 1 else parts[9]] + parts[10:])),
    ("an unknown calendar", dict(facts=({"_": {"calendar": sha("x")}}, {}))),
    ("a calendar that is a list", dict(facts=({"_": {"calendar": []}}, {}))),
    ("no calendar in the facts", dict(facts=({"_": {}}, {}))),
    ("facts that are a list", dict(form=lambda parts, number: parts[:10] + [[]] + parts[11:])),
    # Facts.
    ("a real in facts", said('{"a":1.5}')),
    ("a whole real in facts", said('{"a":1.0}')),
    ("an exponent in facts", said('{"a":1e5}')),
    ("no number in facts", said('{"a":NaN}')),
    ("a number too great", said('{"a":9223372036854775808}')),
    ("a number too small", said('{"a":-9223372036854775809}')),
    ("a number much too great", said('{"a":1' + 5000 * "0" + "}")),
    ("minus nothing in facts", said('{"a":-0}')),
    ("a space in facts", said('{"a": 1}')),
    ("a key twice in facts", said('{"a":1,"a":1}')),
    ("an escape in facts", said('{"a":"\\u0041"}')),
    ("an escaped slash in facts", said('{"a":"\\/"}')),
    ("an escaped NUL in facts", said('{"a":"\\u0000"}')),
    ("a NUL in a key of facts", said('{"\\u0000":1}')),
    ("half a pair in facts", said('{"a":"\\ud800"}')),
    ("a control character in facts", said('{"a":"\t"}')),
    ("facts too deep", deep(17)),
    ("facts much too deep", deep(100000)),
    ("a deep map", said('{"a":' * 17 + "1" + "}" * 17)),
    ("facts that do not end", said('{"a":[1}')),
    ("no facts", said("")),
    # Personal facts.
    ("a salt in capitals", put("entry", salt=16 * "AB")),
    ("a salt with spaces", put("entry", salt=" ".join(16 * ["ab"]))),
    ("a shorter salt", put("entry", salt=15 * "ab", personal='\u00ab{"title":"t"}')),
    ("another salt", put("entry", salt=16 * "ac")),
    ("an odd salt", put("entry", salt=16 * "ab" + "a")),
    ("no salt", put("entry", salt=None)),
    ("nothing but a salt", put("entry", personal=None)),
    ("other personal facts", put("entry", personal='{"title":"u"}')),
    ("true for personal facts", put("entry", personal=True)),
    ("personal facts without a promise", dict(form=lambda parts, number: parts[:11] + [None, parts[12]])),
    ("a promise in capitals", dict(form=lambda parts, number: parts[:11] + [
        parts[11] and parts[11].upper(), parts[12]])),
    ("a promise that is a number", dict(form=lambda parts, number: parts[:11] + [5, parts[12]])),
    # Digests.
    ("a digest in capitals", line("entry", lambda was: {**was, "digest": was["digest"].upper()})),
    ("another digest", put("entry", digest=ZEROS)),
    ("another digest of a definition", put("definition", digest=ZEROS)),
    ("another digest of a seal", put("seal", digest=ZEROS)),
    ("capitals at the end", dict(end=lambda last: {**last, "sha256": last["sha256"].upper()})),
    ("another number of lines", ended(lines=11)),
    ("true for a number of lines", ended(lines=True)),
    ("an empty key and signature", ended(public_key="", signature="")),
    ("a key without a signature", ended(public_key=IDENTITY)),
    ("a signature without a key", ended(signature=ITS_SIGNATURE)),
    ("an unknown key at the very end", ended(x=1)),
    # The seal.
    ("a seal of another register", sealed(1, TWO)),
    ("a seal of no register", sealed(1, None)),
    ("another form of seal", sealed(0, "complaint/seal/2")),
    ("eleven in a seal", dict(seal=lambda parts: parts[:2] + parts[3:])),
    ("thirteen in a seal", dict(seal=lambda parts: parts[:2] + [1] + parts[2:])),
    ("another root", sealed(7, ZEROS)),
    ("a root in capitals", dict(seal=lambda parts: parts[:7] + [parts[7].upper()] + parts[8:])),
    ("a root with more behind it", dict(seal=lambda parts: parts[:7] + [parts[7] + "00"] + parts[8:])),
    ("a text for leaves", sealed(6, "2")),
    ("fewer leaves", sealed(6, 1)),
    ("more leaves", sealed(6, 3)),
    ("true for leaves", sealed(6, True)),
    ("leaves below nothing", sealed(6, -5)),
    ("a real for a time of sealing", sealed(3, 1.5)),
    ("a space in a seal", dict(seal=json.dumps)),
    ("a number for a key", dict(sealed(11, 5), **put("seal", signature=None))),
    ("a signature of no key", put("seal", signature=ITS_SIGNATURE)),
    ("a key and no signature", dict(known(IDENTITY), **put("seal", signature=None))),
    ("a signature with spaces", dict(known(IDENTITY), **put("seal", signature=" " + ITS_SIGNATURE))),
    ("a signature of another", dict(known(ZEROS), **put("seal", signature=2 * ZEROS))),
    ("a key with a sign where there is none", known("01" + 30 * "00" + "80")),
    ("a key beyond the prime", known("ee" + 30 * "ff" + "7f")),
    ("a key beyond the prime with a sign", known("ee" + 30 * "ff" + "ff")),
    ("minus one with a sign", known("ec" + 30 * "ff" + "ff")),
    ("a signature's number too great", dict(known(IDENTITY), **put(
        "seal", signature=IDENTITY + (2**252 + 27742317777372353535851937790883648493).to_bytes(
            32, "little").hex()))),
    # The proof.
    ("capitals in a path", line("proof", lambda was: {**was, "path": [was["path"][0].upper()]})),
    ("a path that is too long", line("proof", lambda was: {**was, "path": was["path"] + [ZEROS]})),
    ("no path", put("proof", path=[])),
    ("a path that is null", put("proof", path=None)),
    ("a path of numbers", put("proof", path=[1])),
    ("a path of a text", line("proof", lambda was: {**was, "path": was["path"][0]})),
    ("spaces in a path", line("proof", lambda was: {**was, "path": [" " + was["path"][0]]})),
    ("another index", put("proof", index=1)),
    ("an index below nothing", put("proof", index=-1)),
    ("an index beyond", put("proof", index=2)),
    ("false for an index", put("proof", index=False)),
    ("no entries", put("proof", entries=0)),
    ("fewer entries than sealed", put("proof", entries=1)),
    ("more entries than there are", put("proof", entries=3)),
    ("entries below nothing", put("proof", entries=-2)),
]


def load(path):
    spec = importlib.util.spec_from_file_location("verify_pack", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(script, complaint, folder):
    program = load(script)
    rows = [(True, *row) for row in GOOD] + [(False, *row) for row in BAD]
    if os.environ.get("COMPLAINT_LONG"):
        size = 2**26 - len(compact(dict(kind="definition", type="t", name="x", digest=ZEROS, text="")) + "\n")
        for more in (0, 1):
            body = "x" * (size + more)
            rows.append((not more, f"a line of 64 MiB and {more}",
                         put("definition", type="t", name="x", digest=sha(body), text=body)))
            rows[-1][2].update(order=lambda lines: lines[:1] + lines[1:2] + twice(1)["order"](make())[1:10])
    path, wrong, names = os.path.join(folder, "hostile.jsonl"), [], set()
    for good, name, how in rows:
        lines = make(**how)
        assert name not in names and (not how or lines != make()), name
        names.add(name)
        with open(path, "wb") as file:
            file.write(b"".join(lines))
        with open(path, "rb") as file:
            try:
                program.verify(file)
                stranger = True
            except Exception:
                stranger = False
        done = subprocess.run([complaint, "evidence", "verify", path], capture_output=True)
        assert done.returncode in (0, 1, 3), (name, done)
        if not stranger == (done.returncode == 0) == good:
            wrong.append(f"{name}: stranger {stranger}, library {done.stdout[-200:]} {done.stderr[-200:]}")
    for one in wrong:
        print(one)
    assert not wrong
    good = sum(row[0] for row in rows)
    print(f"hostile packs: {good} are packs, {len(rows) - good} are not, for both")


main(*sys.argv[1:])
