"""Every public function states the six facts: documents.py [ROOT]

One line that says what it does; @param with direction for each parameter by
its name; @ownership; @return unless it is void; @threads; @since; in order."""

import re
import sys

import sources

ORDER = ["param", "ownership", "return", "threads", "since"]
PARAM = re.compile(r"\[(?:in|out|in,\s*out)\]\s+(\w+)\s+(\S.*)", re.S)


def facts_of(comment):
    """(text before the first tag, [(tag, text)...]) of a doc comment."""
    lines = [re.sub(r"^\s*\* ?", "", line)
             for line in comment[3:-2].split("\n")]
    brief, facts = [], []
    for line in lines:
        tag = re.match(r"\s*@(\w+)(.*)", line)
        if tag:
            facts.append([tag.group(1), tag.group(2)])
        elif facts:
            facts[-1][1] += "\n" + line
        else:
            brief.append(line)
    return "\n".join(brief).strip(), [(t, x.strip()) for t, x in facts]


def check_parameters(function, facts):
    named = []
    for tag, text in facts:
        if tag != "param":
            continue
        match = PARAM.match(text)
        if match:
            named.append(match.group(1))
        else:
            yield f"@param without [direction], name and meaning: {text[:40]!r}"
    for name in function.parameters:
        if name not in named:
            yield f"no @param for {name}"
    for name in named:
        if name not in function.parameters:
            yield f"@param {name}, but there is no such parameter"
    if sorted(named) == sorted(function.parameters) and \
            named != function.parameters:
        yield "@param in another order than the parameters"


def check_return(function, facts):
    told = [text for tag, text in facts if tag == "return"]
    if function.returns == "void":
        if told:
            yield "@return, but it returns nothing"
    elif not told or not told[0]:
        yield "no @return"
    elif function.returns == "int" and function.checked and \
            not re.search(r"COMPLAINT_\w+|as complaint_\w+\(\)", told[0]):
        yield "@return names no status"


def check_function(function):
    if not function.exported:
        yield "not marked COMPLAINT_API"
    if not function.comment.startswith("/**"):
        yield "no doc comment"
        return
    brief, facts = facts_of(function.comment)
    if not brief:
        yield "no line that says what it does"
    yield from check_parameters(function, facts)
    yield from check_return(function, facts)
    for wanted in ("ownership", "threads", "since"):
        told = [text for tag, text in facts if tag == wanted]
        if len(told) != 1 or not told[0]:
            yield f"no @{wanted}" if not told or not told[0] else \
                f"@{wanted} twice"
        elif wanted == "since" and not re.fullmatch(r"\d+\.\d+", told[0]):
            yield f"@since is no version: {told[0]!r}"
    ranks = [ORDER.index(tag) for tag, _ in facts if tag in ORDER]
    if ranks != sorted(ranks):
        yield "facts out of order: " + ", ".join(ORDER)


def check(root):
    problems = []
    for path in sources.public_headers(root):
        for function in sources.prototypes(path):
            problems += [f"{path}:{function.line}: {function.name}: {problem}"
                         for problem in check_function(function)]
    return problems


if __name__ == "__main__":
    sys.exit(sources.finish("documents", check(sources.root_from(sys.argv))))
