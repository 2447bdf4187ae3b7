"""Writes the bundle of an election: the same election always gives the same bytes."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from participatory_budget.engine import bundle_format as names
from participatory_budget.engine.bundle_format import Source
from participatory_budget.engine.canonical import canonical
from participatory_budget.engine.commitments import written

# The oldest date that a zip can hold. When a file was written is nobody's business, and changes its bytes.
_DATE = (1980, 1, 1, 0, 0, 0)
_README = """\
This is one election: what was frozen when the vote began, the log of all ballots, the counting ballots, the results.

Anyone can recompute this result, and you can check that your ballot is in it unchanged. You still trust the city's
staff not to join names and ballots.

To check all of it, with Python 3.9 or newer and nothing else:

    python3 verify_bundle.py BUNDLE.zip --key FINGERPRINT

The script is script/verify_bundle.py of the Participation Hub; the fingerprint is the one that the city has printed.
Each file and each check is described in docs/recount.md. Envelopes with fewer than 50 counting ballots are not opened:
of them only the log and the totals can be checked.
"""


def write_bundle(stream: BinaryIO, source: Source) -> dict[str, str]:
    """Returns the SHA-256 of each file in it."""
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(stream, "w") as bundle:
        for name, pieces in _members(source):
            hashes[name] = _write(bundle, name, pieces)
        manifest = {
            "format": names.FORMAT,
            "version": names.VERSION,
            "election": source.election_sha256,
            "last_amendment": source.last_amendment,
            "files": hashes,
        }
        _write(bundle, names.MANIFEST, [canonical(manifest)])
    return hashes


def _members(source: Source) -> Iterator[tuple[str, Iterable[bytes]]]:
    yield names.ELECTION, [source.election.encode()]
    yield names.AMENDMENTS, (one.encode() + b"\n" for one in source.amendments)
    yield (
        names.LOG,
        _lines(
            {"position": one.position, "commitment": one.commitment, "envelope": one.envelope, "tag": one.tag}
            for one in source.log
        ),
    )
    yield names.CHECKPOINTS, _lines(source.checkpoints)
    yield (
        names.OPENINGS,
        _lines(
            {"position": one.position, "choices": written(one.choices), "nonce": one.nonce} for one in source.openings
        ),
    )
    yield names.TOTALS, [canonical(source.totals)]
    yield names.RESULTS, [canonical(source.results)]
    for envelope, lines in sorted(source.pabulib.items()):
        yield names.pabulib_name(envelope), (line.encode() for line in lines)
    yield names.README, [_README.encode()]


def _lines(records: Iterable[object]) -> Iterator[bytes]:
    return (canonical(record) + b"\n" for record in records)


def _write(bundle: zipfile.ZipFile, name: str, pieces: Iterable[bytes]) -> str:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    digest = hashlib.sha256()
    with bundle.open(info, "w", force_zip64=True) as member:
        for piece in pieces:
            digest.update(piece)
            member.write(piece)
    return digest.hexdigest()
