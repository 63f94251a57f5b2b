"""The text speaks of the project alone: words.py [ROOT]

No path of some machine and no package mirror in any tracked file."""

import re
import sys

import sources

# In pieces, so that this file passes its own check.
FORBIDDEN = ["/wo" "rk/", "/ro" "ot/", "/ho" "me/", "deb.deb" "ian.org",
             "security.deb" "ian.org", "/tmp/bri" "ef", "/tmp/bui" "ld-",
             "py" "env"]
PATTERN = re.compile("|".join(re.escape(word) for word in FORBIDDEN))


def check(root):
    problems = []
    for path in sources.tracked_files(root):
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        problems += [f"{path}:{number}: {match.group()}"
                     for number, line in enumerate(text.splitlines(), 1)
                     for match in PATTERN.finditer(line)]
    return problems


if __name__ == "__main__":
    sys.exit(sources.finish("words", check(sources.root_from(sys.argv))))
