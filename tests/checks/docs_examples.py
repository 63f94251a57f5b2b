"""Run the examples of the documentation: docs_examples.py [PAGE...]

Blocks in the languages c, python, lua and sh are run in the order of the page,
in one empty folder a page, and must succeed; those in Python in one session a
page, the others each as a program. C is compiled first, as C11 against this
build with warnings as errors. A block that cannot be run has the
comment <!-- not run: WHY --> above it, and nothing but blank lines between.

A block `text` right after one that was run is what it prints, where a line "..."
stands for any lines, and "..." in a line for any text. A block under
<!-- file: NAME --> is written into the folder. Links to files must lead to one.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(os.environ["COMPLAINT_SOURCE"])
BUILD = pathlib.Path(os.environ["COMPLAINT_BUILD"])
RUNNABLE = ("c", "python", "lua", "sh")
SECONDS = 300


class Block:
    def __init__(self, language, line, marker):
        self.language, self.line, self.marker = language, line, marker
        self.text = ""


def blocks_of(page):
    """The fenced blocks of a page, each with the comment above it."""
    block, marker, found = None, "", []
    for number, line in enumerate(page.read_text("utf-8").split("\n"), 1):
        fence = re.match(r"^```(\S*)\s*$", line)
        comment = re.match(r"^<!--\s*(.*?)\s*-->\s*$", line)
        if block is not None and fence:
            found.append(block)
            block, marker = None, ""
        elif block is not None:
            block.text += line + "\n"
        elif fence:
            block = Block(fence.group(1), number, marker)
        elif comment:
            marker = comment.group(1)
        elif line.strip():
            marker = ""
    if block is not None:
        raise SystemExit(f"{page}:{block.line}: a block that has no end")
    return found


def preload():
    flags = os.environ.get("COMPLAINT_FLAGS", "")
    names = ["libasan.so", "libubsan.so"] if "address" in flags else \
        ["libtsan.so"] if "thread" in flags else []
    return ":".join(
        subprocess.run(["cc", "-print-file-name=" + name], check=True,
                       capture_output=True, text=True).stdout.strip()
        for name in names)


def environment(folder, modules):
    """Of a person who has installed this build. A module built with
    sanitizers needs their runtime in the interpreter."""
    bindings = BUILD / "bindings"
    # Without a distribution's own: the shell finds pkg-config files here.
    found = dict(os.environ, HOME=str(folder), LC_ALL="C.UTF-8", TZ="UTC",
                 PATH=f"{bindings}/cli:{os.environ['PATH']}",
                 PYTHONPATH=f"{bindings}/python",
                 PYTHONDONTWRITEBYTECODE="1",
                 LUA_PATH=f"{bindings}/lua/?.lua",
                 LUA_CPATH=f"{bindings}/lua/?.so",
                 LD_LIBRARY_PATH=f"{BUILD}/libcomplaint")
    if modules and preload():
        found["LD_PRELOAD"] = preload()
        found["ASAN_OPTIONS"] = "detect_leaks=0"
    return found


def command_of(block, folder):
    path = folder / f"block-{block.line}.{block.language}"
    path.write_text(block.text, "utf-8")
    if block.language == "sh":
        return ["sh", "-eu", str(path)]
    if block.language == "lua":
        return [shutil.which("lua5.4") or "lua", str(path)]
    program = folder / f"block-{block.line}"
    flags = os.environ.get("COMPLAINT_FLAGS", "").split()
    built = subprocess.run(
        ["cc", "-std=c11", "-Wall", "-Wextra", "-Werror", *flags,
         f"-I{SOURCE}/include", str(path), "-o", str(program),
         f"-L{BUILD}/libcomplaint", "-lcomplaint"],
        capture_output=True, text=True)
    if built.returncode != 0:
        raise RuntimeError(built.stderr)
    return [str(program)]


def run(block, folder, session):
    if block.language == "python":
        return session.run(block)
    modules = block.language == "lua"
    done = subprocess.run(command_of(block, folder), cwd=folder,
                          env=environment(folder, modules), text=True,
                          stdin=subprocess.DEVNULL, timeout=SECONDS,
                          capture_output=True)
    if done.returncode != 0:
        raise RuntimeError(f"exit {done.returncode}\n{done.stdout}"
                           f"{done.stderr}")
    return done.stdout


class Session:
    """A Python interpreter that runs the blocks of one page one after the
    other, as a person would type them."""

    LOOP = """
import sys, traceback
names = {"__name__": "__main__"}
for path in sys.stdin:
    ended = "ok"
    try:
        with open(path.strip(), encoding="utf-8") as file:
            exec(compile(file.read(), path.strip(), "exec"), names)
    except BaseException:
        traceback.print_exc(file=sys.stdout)
        ended = "failed"
    print("\\0" + ended, flush=True)
"""

    def __init__(self, folder):
        self.folder = folder
        self.child = None

    def run(self, block):
        if self.child is None:
            self.child = subprocess.Popen(
                [os.environ.get("COMPLAINT_PYTHON", "/usr/bin/python3"), "-c",
                 self.LOOP], cwd=self.folder, text=True,
                env=environment(self.folder, True), stdin=subprocess.PIPE,
                stdout=subprocess.PIPE)
        path = self.folder / f"block-{block.line}.py"
        path.write_text(block.text, "utf-8")
        print(path, file=self.child.stdin, flush=True)
        printed = ""
        for line in self.child.stdout:
            if "\0" in line:
                before, ended = line.split("\0")
                if ended.strip() != "ok":
                    raise RuntimeError(printed + before)
                return printed + before
            printed += line
        raise RuntimeError("the interpreter ended\n" + printed)

    def close(self):
        if self.child is not None:
            self.child.stdin.close()
            self.child.stdout.close()
            self.child.wait(SECONDS)


def pattern_of(text):
    lines = [".*(?:\n.*)*?" if line.strip() == "..." else
             ".*".join(re.escape(part.rstrip() if last else part)
                       for last, part in marked(line))
             for line in text.rstrip("\n").split("\n")]
    return re.compile("\n".join(lines))


def marked(line):
    parts = line.split("...")
    return [(index == len(parts) - 1, part)
            for index, part in enumerate(parts)]


def tidy(text):
    return "\n".join(line.rstrip()
                     for line in text.rstrip("\n").split("\n"))


def check_page(page, counts):
    printed = None
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        session = Session(folder)
        for block in blocks_of(page):
            place = f"{page.relative_to(SOURCE)}:{block.line}"
            if block.marker.startswith("file:"):
                (folder / block.marker[5:].strip()).write_text(block.text,
                                                               "utf-8")
                continue
            if block.language == "text" and printed is not None:
                if not pattern_of(block.text).fullmatch(tidy(printed)):
                    yield f"{place}: it prints something else:\n{printed}"
                counts["compared"] += 1
                printed = None
                continue
            printed = None
            if block.language not in RUNNABLE:
                continue
            if block.marker.startswith("not run:"):
                if not block.marker[8:].strip():
                    yield f"{place}: not run, and not said why"
                counts["not run"] += 1
                continue
            if block.language == "c" and not re.search(r"\bmain\s*\(",
                                                       block.text):
                yield f"{place}: C without main; mark it as not run, and why"
                continue
            try:
                printed = run(block, folder, session)
                counts["run"] += 1
            except (RuntimeError, subprocess.TimeoutExpired) as error:
                yield f"{place}: {error}"
        session.close()


def check_links(page):
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.S)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not re.match(r"[a-z]+:", target) and \
                not (page.parent / target).exists():
            yield f"{page.relative_to(SOURCE)}: no such file: {target}"


def pages(words):
    if words:
        return [pathlib.Path(word).resolve() for word in words]
    return sorted(SOURCE.glob("*.md")) + sorted(SOURCE.glob("docs/**/*.md"))


def main(words):
    counts = {"run": 0, "compared": 0, "not run": 0}
    problems = []
    for page in pages(words):
        problems += list(check_page(page, counts)) + list(check_links(page))
    for problem in problems:
        print(problem, file=sys.stderr)
    print("docs: " + ", ".join(f"{count} {what}"
                               for what, count in counts.items()))
    if not words and counts["run"] == 0:
        print("docs: nothing was run", file=sys.stderr)
        return 1
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
