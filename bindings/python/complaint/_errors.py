"""Exceptions: one class per status of the library, made from its enum.

A status that the library gains gets its class without a change here."""
import enum

from . import _complaint_swig as _core

_PREFIX = "STATUS_"

Status = enum.IntEnum("Status", {
    name[len(_PREFIX):]: value for name, value in vars(_core).items()
    if name.startswith(_PREFIX)}, module=__package__)
Status.__doc__ = "The stable categories of outcome (complaint/status.h)."


class ComplaintError(Exception):
    """A failure that the library reported.

    status -- one of Status
    detail -- stable code with dots ("facts.missing")
    message -- one line, in the register's language
    field -- the offending field or argument, or ""
    file, line, column -- where in a definition or mapping, or "", 0, 0
    items -- everything that is listed (every missing fact), a tuple
    backend_code -- the store's own code, or 0
    result -- what a failed verification found, or None
    """

    def __init__(self, status, message, detail="", field="", file="", line=0,
                 column=0, backend_code=0, items=(), result=None):
        super().__init__(message)
        self.status = status
        self.message = message
        self.detail = detail
        self.field = field
        self.file = file
        self.line = line
        self.column = column
        self.backend_code = backend_code
        self.items = tuple(items)
        self.result = result

    def __str__(self):
        place = ":".join(str(part) for part in
                         (self.file, self.line, self.column) if part)
        text = f"{place}: {self.message}" if place else self.message
        missing = [item for item in self.items if item not in text]
        return f"{text} ({', '.join(missing)})" if missing else text

    def __reduce__(self):
        return type(self), (
            self.status, self.message, self.detail, self.field, self.file,
            self.line, self.column, self.backend_code, self.items,
            self.result)


# What a host that knows nothing of complaints may catch.
_BUILT_IN = {
    "INVALID": ValueError, "MISUSE": RuntimeError, "NOT_FOUND": LookupError,
    "EXISTS": ValueError, "INCOMPLETE": ValueError, "DENIED": PermissionError,
    "LIMIT": ValueError, "NO_MEMORY": MemoryError, "IO": OSError,
    "FULL": OSError, "READ_ONLY": PermissionError,
    "UNSUPPORTED": NotImplementedError,
}


def _class_of(status):
    name = "".join(word.capitalize() for word in status.name.split("_"))
    built_in = _BUILT_IN.get(status.name)
    bases = (ComplaintError, built_in) if built_in else (ComplaintError,)
    words = status.name.lower().replace("_", " ")
    return type(name + "Error", bases, {
        "__doc__": f"The status \"{words}\"; see Status and ComplaintError.",
        "__module__": __package__})


CLASSES = {status: _class_of(status) for status in Status if status != 0}
globals().update({cls.__name__: cls for cls in CLASSES.values()})
__all__ = ["Status", "ComplaintError",
           *sorted(cls.__name__ for cls in CLASSES.values())]


def make(parts):
    """The exception of a failure (called from C)."""
    status, message, detail, field, file, line, column, code, items, tree = (
        parts)
    if status in CLASSES:
        status = Status(status)
    return CLASSES.get(status, ComplaintError)(
        status, message, detail, field, file, line, column, code, items, tree)
