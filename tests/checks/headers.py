"""Every public header compiles alone: headers.py [ROOT]

As C99, C11 and C++11 with warnings as errors, in a file that includes it
alone and then once more."""

import os
import shlex
import subprocess
import sys

import sources

STRICT = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-Wshadow", "-Wundef",
          "-Wconversion", "-fsyntax-only"]
CC = shlex.split(os.environ.get("CC", "cc"))
CXX = shlex.split(os.environ.get("CXX", "c++"))
LANGUAGES = [(CC, "c", "c99"), (CC, "c", "c11"), (CXX, "c++", "c++11")]


def check(root):
    problems = []
    include = root / "include"
    for path in sources.public_headers(root):
        name = path.relative_to(include)
        code = f"#include <{name}>\n#include <{name}>\nextern int used;\n"
        for compiler, language, standard in LANGUAGES:
            result = subprocess.run(
                [*compiler, f"-std={standard}", *STRICT, f"-I{include}",
                 "-x", language, "-"], input=code, text=True,
                capture_output=True, check=False)
            if result.returncode != 0:
                problems.append(f"{path} as {standard}:\n{result.stderr}")
    return problems


if __name__ == "__main__":
    sys.exit(sources.finish("headers", check(sources.root_from(sys.argv))))
