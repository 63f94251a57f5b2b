"""Python values and the library's: times, days, money, simple facts."""
import collections.abc
import datetime
import decimal
import operator
import typing


class Money(typing.NamedTuple):
    """An amount in minor units (fen, cents) of an ISO 4217 currency."""
    amount: int
    currency: str


def time_text(value, name="time"):
    """An aware datetime or a text, as a text; None stays None."""
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, datetime.datetime):
        raise TypeError(f"{name} must be an aware datetime or a str, "
                        f"not {type(value).__name__}")
    if value.utcoffset() is None:
        raise ValueError(
            f"{name} is a datetime without a time zone: say which, for "
            "example value.replace(tzinfo=datetime.timezone.utc)")
    utc = value.astimezone(datetime.timezone.utc)
    return utc.replace(tzinfo=None).isoformat() + "Z"


def time_of(text):
    """A text of the library (UTC) as an aware datetime; None stays None."""
    if not text:
        return None
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def day_text(value, name="day"):
    """A date or "YYYY-MM-DD" as a text."""
    if isinstance(value, datetime.datetime):
        raise TypeError(f"{name} must be a date, not a datetime: "
                        "say in which time zone with .astimezone(...).date()")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def simple(value):
    """Facts of what is no plain dict, list, str, number (called from C)."""
    if isinstance(value, datetime.datetime):
        return time_text(value, "a fact")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Money):
        return {"amount": value.amount, "currency": value.currency}
    if isinstance(value, decimal.Decimal):
        raise TypeError("a Decimal is no fact: give money as "
                        "complaint.Money(minor_units, currency)")
    if isinstance(value, collections.abc.Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, (tuple, range)) or (
            isinstance(value, collections.abc.Sequence)
            and not isinstance(value, (bytes, bytearray, memoryview))):
        return list(value)
    if getattr(value, "dtype", None) is not None and hasattr(value, "item"):
        return value.item() if not getattr(value, "ndim", 0) else list(value)
    try:
        return operator.index(value)
    except TypeError:
        raise TypeError(f"no fact can be made of {type(value).__name__}: "
                        "give str, int, bool, None, datetime, Money, "
                        "dict or list") from None
