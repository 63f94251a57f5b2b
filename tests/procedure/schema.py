"""The JSON Schema of procedures takes every procedure that the library takes
(bundled, in the documentation, in the corpus of the fuzzer), and knows every
key of the library's own schema; a validator of the words that it uses."""

import json
import pathlib
import re
import sys

try:
    import yaml
except ImportError:
    print("skipped: no PyYAML")
    sys.exit(77)

ROOT = pathlib.Path(sys.argv[1])
SCHEMA = json.loads(
    (ROOT / "docs/reference/procedure.schema.json").read_text("utf-8"))
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}
KNOWN = {"$schema", "title", "description", "$ref", "definitions", "type",
         "properties", "required", "additionalProperties", "items", "enum",
         "const", "minItems", "maxItems", "uniqueItems", "minLength",
         "maxLength", "minimum", "maximum", "minProperties", "maxProperties",
         "oneOf", "if", "else"}


class Loader(yaml.SafeLoader):
    """As the library reads: a version like 2026.1 or a date is a text."""


Loader.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in resolvers
          if tag in ("tag:yaml.org,2002:int", "tag:yaml.org,2002:bool")]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def is_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def validate(value, schema, path=""):
    """Yield what is wrong, as (path, what)."""
    if schema is True or schema is False:
        if schema is False:
            yield path, "not allowed"
        return
    unknown = set(schema) - KNOWN
    assert not unknown, unknown
    if "$ref" in schema:
        name = schema["$ref"].removeprefix("#/definitions/")
        yield from validate(value, SCHEMA["definitions"][name], path)
    if "type" in schema:
        names = schema["type"]
        names = [names] if isinstance(names, str) else names
        if not any(is_type(value, name) for name in names):
            yield path, f"is no {names}"
            return
    if "const" in schema and value != schema["const"]:
        yield path, f"is not {schema['const']}"
    if "enum" in schema and value not in schema["enum"]:
        yield path, f"is none of {schema['enum']}"
    if isinstance(value, str):
        size = len(value.encode("utf-8"))
        if not schema.get("minLength", 0) <= size <= schema.get(
                "maxLength", size):
            yield path, "too short or long"
    if is_type(value, "integer"):
        if not schema.get("minimum", value) <= value <= schema.get(
                "maximum", value):
            yield path, "too small or large"
    if isinstance(value, list):
        yield from validate_list(value, schema, path)
    if isinstance(value, dict):
        yield from validate_map(value, schema, path)
    if "oneOf" in schema:
        fits = sum(not list(validate(value, one)) for one in schema["oneOf"])
        if fits != 1:
            yield path, f"fits {fits} of oneOf"
    if "if" in schema and list(validate(value, schema["if"])):
        yield from validate(value, schema.get("else", True), path)


def validate_list(value, schema, path):
    if not schema.get("minItems", 0) <= len(value) <= schema.get(
            "maxItems", len(value)):
        yield path, "too few or many"
    if schema.get("uniqueItems") and len(set(map(str, value))) < len(value):
        yield path, "not unique"
    for i, one in enumerate(value):
        yield from validate(one, schema.get("items", True), f"{path}/{i}")


def validate_map(value, schema, path):
    for name in schema.get("required", ()):
        if name not in value:
            yield path, f"lacks {name}"
    if not schema.get("minProperties", 0) <= len(value) <= schema.get(
            "maxProperties", len(value)):
        yield path, "too few or many"
    for name, one in value.items():
        if name in schema.get("properties", ()):
            yield from validate(one, schema["properties"][name],
                                f"{path}/{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{path}/{name}", "unknown key"


def procedures():
    for path in sorted((ROOT / "libcomplaint/data/procedure").glob("*.yaml")):
        yield path.name, path.read_text("utf-8")
    for path in sorted((ROOT / "tests/fuzz/corpus/procedure").glob("*.yaml")):
        if not path.name.endswith("-marks.yaml"):
            yield f"corpus/{path.name}", path.read_text("utf-8")
    for path in sorted((ROOT / "docs").glob("**/*procedure*.md")):
        for i, text in enumerate(re.findall(
                r"```yaml\n(kind: procedure\n.*?)```",
                path.read_text("utf-8"), re.S)):
            yield f"{path.name} {i}", text


def keys_of_library():
    """Keys by name of the table of fields in definition.c."""
    text = (ROOT / "libcomplaint/procedure/definition.c").read_text("utf-8")
    key = r'[A-Z_]+\(\s*"([\w-]+)"'
    limit = re.search(r"#define LIMIT_FIELDS\((?:.*\\\n)*.*", text).group()
    for table, body in re.findall(
            r"field_t (\w+)_fields\[\] = \{(.*?)CYAML_FIELD_END", text, re.S):
        if "LIMIT_FIELDS(" in body:
            body += limit
        yield table, set(re.findall(key, body))


def keys_of_schema(table):
    definitions = SCHEMA["definitions"]
    nested = {
        "procedure": SCHEMA,
        "derived": SCHEMA["properties"]["derived"],
        "intake": SCHEMA["properties"]["intake"],
        "title": definitions["titles"],
        "money": definitions["authority"]["properties"]["up_to"],
        "roles": definitions["transition"]["properties"]["roles_when"]["items"],
        "anchor": definitions["clock"]["properties"]["from"],
        "pause": definitions["clock"]["properties"]["pause"],
        "join": definitions["transition"]["properties"]["join"],
        "open": definitions["task"]["properties"]["open"],
        "extension": definitions["clock"]["properties"]["extension"],
        "warning": definitions["clock"]["properties"]["warn"]["items"],
    }
    found = nested.get(table) or definitions[table]
    return set(found["properties"]) - {"remove", "without", "extends"}


def main():
    wrong = []
    count = 0
    for name, text in procedures():
        wrong += [f"{name}: {path} {what}" for path, what in validate(
            yaml.load(text, Loader), SCHEMA)]
        count += 1
    for table, keys in keys_of_library():
        if keys != keys_of_schema(table):
            wrong.append(f"{table}: {keys ^ keys_of_schema(table)}")
    bank = (ROOT / "libcomplaint/data/procedure/bank.yaml").read_text("utf-8")
    for old, new in (("unit: working_days", "unit: fortnights"),
                     ("start: received", "begin: received"),
                     ("start: received\n", ""), ("final: true", "final: 3"),
                     ("format: 1", "format: 2"),
                     ("amount: 10", "amount: -1")):
        assert old in bank, old
        if not list(validate(yaml.load(bank.replace(old, new, 1), Loader),
                             SCHEMA)):
            wrong.append(f"bank.yaml with {new!r} is taken")
    print(*wrong, sep="\n")
    print(f"{count} procedures validated")
    return 1 if wrong or count < 6 else 0


sys.exit(main())
