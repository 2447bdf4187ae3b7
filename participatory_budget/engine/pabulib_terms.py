"""What META and PROJECTS of a Pabulib file say: the money, the way to vote, the rule, the projects."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from participatory_budget.engine.election import ElectionError, Project, TieKey, VoteType, unit_of

# Beyond it a JSON reader in a browser rounds.
MOST_MONEY = 2**53 - 1
MOST_WHOLE = 10**9
LONGEST_ID = 200
_NUMBER = re.compile(r"([0-9]{1,18})(?:[.,]([0-9]{1,18}))?")
_WHOLE = re.compile(r"([0-9]{1,18})(?:\.0+)?")
_GROUP_COLUMNS = ("exclusive_group", "exclusive_groups", "conflict_group")
_DISTRICT_COLUMNS = ("district", "subunit", "neighborhood")

Pairs = Sequence[Sequence[str]]
Where = Callable[[int], str]


@dataclass(frozen=True)
class Terms:
    """META, as far as a count asks for it."""

    budget: int
    vote_type: VoteType
    currency: str = ""
    rule: str = ""
    threshold: str = "0"
    min_length: int | None = None
    max_length: int | None = None
    max_points: int | None = None
    tie_keys: tuple[TieKey, ...] = (TieKey.LOWER_COST, TieKey.ID)

    @property
    def unit(self) -> int:
        return unit_of(self.currency)


@dataclass(frozen=True)
class ProjectFacts:
    """One row of PROJECTS."""

    id: str
    cost: int
    title: str
    description: str
    district: str
    category: str
    latitude: Decimal | None
    longitude: Decimal | None
    groups: tuple[str, ...]
    selected: bool

    @property
    def choice(self) -> Project:
        return Project(self.id, self.cost, self.groups)


def value_of(meta: Pairs, key: str) -> str:
    """A value of META; nothing where it is not named."""
    return next((value.strip() for name, value in meta if name.strip() == key), "")


def terms_of(meta: Pairs, where: Where, missing: str) -> Terms:
    """`where` says on which line a row of META stands, `missing` where to look for what is not there."""
    rows: dict[str, int] = {}
    for row, (name, value) in enumerate(meta):
        first = rows.setdefault(name.strip(), row)
        if first != row and meta[first][1].strip() != value.strip():
            raise ElectionError(f"META names {name.strip()} twice, with another value", where(row))
    at = {name: where(row) for name, row in rows.items()}

    def whole(key: str) -> int | None:
        text = value_of(meta, key)
        return whole_number(text, key, at[key]) if text else None

    for key in ("budget", "vote_type"):
        if not value_of(meta, key):
            raise ElectionError(f"META has no {key}", at.get(key, missing))
    currency = currency_of(meta)
    least, most = whole("min_length"), whole("max_length")
    if least is not None and most is not None and least > most:
        raise ElectionError("min_length is above max_length", at["min_length"])
    threshold = value_of(meta, "min_project_score_threshold") or "0"
    rule = value_of(meta, "rule")
    if len(rule) > 100:
        raise ElectionError("the name of the rule is too long", at["rule"])
    return Terms(
        budget=money(value_of(meta, "budget"), unit_of(currency), "budget", at["budget"]),
        vote_type=_vote_type(value_of(meta, "vote_type"), at["vote_type"]),
        currency=currency,
        rule=rule,
        threshold=str(number(threshold, "min_project_score_threshold", at.get("min_project_score_threshold", ""))),
        min_length=least,
        max_length=most,
        max_points=whole("max_points"),
        tie_keys=_tie_keys(value_of(meta, "tie_breaking"), at.get("tie_breaking", "")),
    )


def currency_of(meta: Pairs) -> str:
    """The ISO code; words that are none ("zł") say nothing that we could count on."""
    code = value_of(meta, "currency").upper()
    return code if re.fullmatch("[A-Z]{3}", code) else ""


def projects_of(meta: Pairs, columns: Sequence[str], rows: Pairs, terms: Terms, where: Where) -> list[ProjectFacts]:
    """Every row, in the order of the file. `columns` was looked at by `places_of`."""
    place = places_of(columns, ("project_id", "cost"), "")
    groups = _groups_of_meta(value_of(meta, "exclusive_groups"))
    found: list[ProjectFacts] = []
    seen: set[str] = set()
    for index, row in enumerate(rows):
        facts = _facts(row, place, groups, terms, where(index))
        if facts.id in seen:
            raise ElectionError(f"two projects have the id {facts.id!r}", where(index))
        seen.add(facts.id)
        found.append(facts)
    if unknown := sorted(set(groups) - seen):
        raise ElectionError(f"exclusive_groups names a project that is not there: {unknown[0]!r}", "META")
    return found


def places_of(columns: Sequence[str], required: Sequence[str], where: str) -> dict[str, int]:
    """Which column stands where. What a count asks for must be there; no name may stand twice."""
    places: dict[str, int] = {}
    for place, name in enumerate(columns):
        if name.strip() in places:
            raise ElectionError(f"two columns are called {name.strip()!r}", where)
        places[name.strip()] = place
    for name in required:
        if name not in places:
            raise ElectionError(f"the column {name} is missing", where)
    return places


def money(text: str, unit: int, what: str, where: str) -> int:
    """A sum in smallest parts; a comma or a point before the decimals, nothing between the thousands."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise ElectionError(f"{what} is no sum of money: {text.strip()[:40]!r}", where)
    decimals, fraction = len(str(unit)) - 1, found[2] or ""
    # Three digits may be thousands as well as decimals: that is nobody's to guess.
    if len(fraction.rstrip("0")) > decimals or (len(fraction) == 3 and decimals != 3):
        raise ElectionError(f"{what} has more decimals than the currency: {text.strip()[:40]!r}", where)
    amount = int(found[1]) * unit + (int(fraction[:decimals].ljust(decimals, "0")) if decimals else 0)
    if amount > MOST_MONEY:
        raise ElectionError(f"{what} is too large: {text.strip()[:40]!r}", where)
    return amount


def number(text: str, what: str, where: str) -> Decimal:
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise ElectionError(f"{what} is no number: {text.strip()[:40]!r}", where)
    return Decimal(f"{found[1]}.{found[2]}" if found[2] else found[1])


def whole_number(text: str, what: str, where: str) -> int:
    found = _WHOLE.fullmatch(text.strip())
    if found is None or int(found[1]) > MOST_WHOLE:
        raise ElectionError(f"{what} is no whole number: {text.strip()[:40]!r}", where)
    return int(found[1])


def threshold_of(text: str) -> Fraction:
    return Fraction(Decimal(text))


def _vote_type(text: str, where: str) -> VoteType:
    try:
        return VoteType(text)
    except ValueError:
        known = ", ".join(one.value for one in VoteType)
        raise ElectionError(f"there is no vote type called {text[:40]!r}; known are: {known}", where) from None


def _tie_keys(text: str, where: str) -> tuple[TieKey, ...]:
    if not text:
        return (TieKey.LOWER_COST, TieKey.ID)
    keys: list[TieKey] = []
    for word in (part.strip() for part in text.split(",")):
        try:
            key = TieKey(word)
        except ValueError:
            known = ", ".join(one.value for one in TieKey)
            raise ElectionError(f"there is no tie key called {word[:40]!r}; known are: {known}", where) from None
        if key not in keys:
            keys.append(key)
    return tuple(keys) if TieKey.ID in keys else (*keys, TieKey.ID)


def _groups_of_meta(text: str) -> dict[str, list[str]]:
    """`a,b|c,d`: groups have no names there, so they get numbers."""
    found: dict[str, list[str]] = {}
    for count, group in enumerate(filter(str.strip, text.split("|")), start=1):
        for code in _parts(group):
            found.setdefault(code, []).append(str(count))
    return found


def _facts(
    row: Sequence[str], place: dict[str, int], groups: dict[str, list[str]], terms: Terms, where: str
) -> ProjectFacts:
    def cell(*names: str) -> str:
        return next((text for name in names if name in place and (text := row[place[name]].strip())), "")

    code = cell("project_id")
    if not code:
        raise ElectionError("the project has no id", where)
    if "," in code or len(code) > LONGEST_ID:
        raise ElectionError(f"no ballot can name a project with this id: {code[:40]!r}", where)
    if not cell("cost"):
        raise ElectionError("the project has no cost", where)
    latitude, longitude = _degrees(cell("latitude"), 90), _degrees(cell("longitude"), 180)
    on_map = latitude is not None and longitude is not None
    named = [*groups.get(code, []), *(name for column in _GROUP_COLUMNS for name in _parts(cell(column)))]
    return ProjectFacts(
        id=code,
        cost=money(cell("cost"), terms.unit, "cost", where),
        title=cell("name") or code,
        description=cell("description"),
        district=cell(*_DISTRICT_COLUMNS),
        category=cell("category"),
        latitude=latitude if on_map else None,
        longitude=longitude if on_map else None,
        groups=tuple(dict.fromkeys(named)),
        selected=cell("selected") == "1",
    )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _degrees(text: str, most: int) -> Decimal | None:
    """A place that is none is no reason to refuse an election: the project is then not on the map."""
    if not re.fullmatch(r"-?[0-9]{1,3}([.][0-9]+)?", text):
        return None
    degrees = Decimal(text[:40]).quantize(Decimal("0.000001"))
    return degrees if abs(degrees) <= most else None
