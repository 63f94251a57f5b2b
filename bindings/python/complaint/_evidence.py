"""Evidence packs, verified without a register; Register writes them."""
import os

from ._session import Session


def given(**options):
    """The options that are not None."""
    return {key: value for key, value in options.items() if value is not None}


def evidence_verify(path, *, key=None, seal=None, language=None):
    """Verify an evidence pack: a dict of what was seen.

    CorruptError when not all is well: its .result lists the problems.

    key -- an Ed25519 key as PEM text: seal and pack are signed with it
    seal -- the digest of the seal as it was kept elsewhere
    """
    return Session(language).core.evidence_verify(
        os.fspath(path), given(key=key, seal=seal))
