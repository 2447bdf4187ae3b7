#!/usr/bin/env python3
"""Checks the bundle of an election and counts it again. One file, Python 3.9 or newer, nothing else.

    python3 verify_bundle.py BUNDLE.zip [--key FINGERPRINT]

It shares no code with the program that made the bundle. What each file holds and each check means stands in
docs/recount.md. Prints one JSON object; ends with 0 when everything holds, else with 1 and the first failure.
"""

import argparse
import base64
import csv
import hashlib
import io
import json
import re
import struct
import sys
import zipfile
import zlib
from collections import Counter
from decimal import Decimal
from fractions import Fraction

ALWAYS = ("election.json", "amendments.jsonl", "log.jsonl", "checkpoints.jsonl", "openings.jsonl", "totals.json",
          "results.json", "README.txt")  # fmt: skip
# What is longer was not made to be read.
LINE_LIMIT, FILE_LIMIT = 1 << 20, 1 << 26
HEX64 = re.compile(r"[0-9a-f]{64}")


class Failure(Exception):
    """The first thing that does not hold."""


def need(holds, words):
    if not holds:
        raise Failure(words)


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).hexdigest()


# --- Ed25519 (RFC 8032), checking only ------------------------------------------------------------------------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(scalar, point):
    total = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point, scalar = add(point, point), scalar >> 1
    return total


def point_of(raw):
    number = int.from_bytes(raw, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


def bytes_of(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(key, signature, message):
    point = point_of(key) if len(key) == 32 and len(signature) == 64 else None
    scalar = int.from_bytes(signature[32:], "little")
    if point is None or scalar >= L:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % L
    minus = (P - point[0], point[1], 1, P - point[3])
    return bytes_of(add(times(scalar, BASE), times(challenge, minus))) == signature[:32]


def decoded(text):
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


# --- the Merkle tree (RFC 9162) -------------------------------------------------------------------------------------


class Tree:
    def __init__(self):
        self.size, self.full = 0, []

    def add(self, leaf):
        found, size = hashlib.sha256(b"\0" + leaf).digest(), self.size
        while size & 1:
            found, size = hashlib.sha256(b"\1" + self.full.pop() + found).digest(), size >> 1
        self.full.append(found)
        self.size += 1

    def root(self):
        if not self.full:
            return sha256(b"")
        found = self.full[-1]
        for left in reversed(self.full[:-1]):
            found = hashlib.sha256(b"\1" + left + found).digest()
        return found.hex()


# --- the file -------------------------------------------------------------------------------------------------------


class Bundle:
    def __init__(self, path):
        self.at = "the file"
        try:
            self.zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError):
            raise Failure("the file is not a whole zip") from None
        self.manifest = self.record("manifest.json")
        known = self.manifest.get("format") == "hub-election" and self.manifest.get("version") == 1
        need(known, "manifest.json: this is not a bundle of an election that is known here")

    def pieces(self, name):
        self.at = name
        try:
            with self.zip.open(name) as member:
                while True:
                    piece = member.read(1 << 20)
                    if not piece:
                        return
                    yield piece
        except KeyError:
            raise Failure(name + ": it is not there") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
            raise Failure(name + ": it cannot be read") from None

    def whole(self, name):
        found = bytearray()
        for piece in self.pieces(name):
            found += piece
            need(len(found) <= FILE_LIMIT, name + ": it is too long")
        return bytes(found)

    def record(self, name):
        return self.one(self.whole(name), name)

    def one(self, raw, where):
        try:
            found = json.loads(raw)
            if isinstance(found, dict) and canonical(found) == raw:
                return found
        except (ValueError, RecursionError):
            pass
        raise Failure(where + ": it is not written as canonical JSON")

    def records(self, name):
        rest, number = b"", 0
        for piece in self.pieces(name):
            *lines, rest = (rest + piece).split(b"\n")
            for line in lines:
                number += 1
                yield self.one(line, "%s, line %d" % (name, number))
                self.at = "%s, line %d" % (name, number)
            need(len(rest) <= LINE_LIMIT, "%s, line %d: it is too long" % (name, number + 1))
        need(not rest, name + ": it breaks off in the middle of a line")

    def check_files(self):
        self.at, named = "manifest.json", self.manifest["files"]
        there = [one.filename for one in self.zip.infolist()]
        need(there.count("manifest.json") == 1, "manifest.json: it is there more than once")
        there.remove("manifest.json")
        for name in ALWAYS:
            need(name in named, "manifest.json: it does not name " + name)
        for name in sorted(named):
            need(there.count(name) == 1, name + ": the manifest names it, but it is not there once")
        for name in there:
            need(name in named, name + ": the manifest does not name it")
        for name in sorted(named):
            digest = hashlib.sha256()
            for piece in self.pieces(name):
                digest.update(piece)
            need(digest.hexdigest() == named[name], name + ": its bytes are not those that the manifest names")


# --- what was frozen, and amended -----------------------------------------------------------------------------------


def part_of(state, envelope):
    return next((one for one in state["envelopes"] if one["id"] == envelope), None)


def amended(state, kind, change):
    found = json.loads(canonical(state))
    if kind == "close":
        found["closes_at"] = change["to"]
    elif kind == "rule":
        found["rule_card"].update(change["to"])
    elif kind == "amount":
        part_of(found, change["envelope"])["amount"] = change["to"]
    elif kind in ("price", "project_withdrawn"):
        project = next(p for p in part_of(found, change["envelope"])["projects"] if p["id"] == change["project"])
        project.update({"cost": change["to"]} if kind == "price" else {"withdrawn": True})
    else:
        raise ValueError(kind)
    return found


def before_of(state, kind, change):
    if kind == "close":
        return state["closes_at"]
    if kind == "rule":
        return {key: state["rule_card"][key] for key in change["from"]}
    if kind == "amount":
        return part_of(state, change["envelope"])["amount"]
    if kind == "price":
        return next(p["cost"] for p in part_of(state, change["envelope"])["projects"] if p["id"] == change["project"])
    return change.get("from")


def check_terms(name, state):
    """One name means one thing, and money is whole and not below nothing."""
    for rows in [state["envelopes"]] + [part["projects"] for part in state["envelopes"]]:
        ids = [one["id"] for one in rows]
        need(len(set(ids)) == len(ids), name + ": two envelopes, or two projects of one, have the same name")
    for part in state["envelopes"]:
        for figure in [part["amount"]] + [one["cost"] for one in part["projects"]]:
            whole = type(figure) is int and figure >= 0
            need(whole, name + ": a sum of money is not written as it should be")


def read_documents(bundle):
    """The hash of the frozen election, the states that held one after the other, and each amendment's hash and time."""
    document, rows = bundle.record("election.json"), list(bundle.records("amendments.jsonl"))
    election = sha256(b"hub-frozen-election/1\n", canonical(document))
    if document["format"] != "hub-election/1" or election != bundle.manifest["election"]:
        changed = document
        for row in rows:
            changed = amended(changed, row["kind"], row["change"])
        for name in sorted(bundle.manifest["files"]):
            if name.endswith(".pb") and part_of(changed, name[:-3]):
                compare_with_file(name, changed, name[:-3], read_pabulib(bundle, name, changed["rule_card"]))
        raise Failure("election.json: it is not what was frozen, its hash differs")
    check_terms("election.json", document)
    states, previous, chain = [document], election, []
    for number, row in enumerate(rows, start=1):
        name = bundle.at = "amendment %d" % number
        in_chain = row["number"] == number and row["previous"] == previous
        need(in_chain, name + ": the one before it was changed or is missing")
        ours = row["format"] == "hub-amendment/1" and row["election"] == election
        need(ours, name + ": it was made for another election")
        need(any(row["reason"].values()), name + ": it has no reason")
        ran = document["opens_at"] <= row["made_at"] < states[-1]["closes_at"]
        need(ran, name + ": it was not made while the vote ran")
        kind, change, before = row["kind"], row["change"], before_of(states[-1], row["kind"], row["change"])
        if kind == "close":
            need(change["to"] > before, name + ": a vote may close later, never earlier")
        if kind == "rule":
            allowed = set(change["to"]) <= {"rule", "threshold", "tie_keys"}
            need(allowed, name + ": it changes more than the rule of the count")
        need(before == change.get("from"), name + ": what it changes was not so before it")
        states.append(amended(states[-1], kind, change))
        check_terms(name, states[-1])
        previous = sha256(b"hub-amendment/1\n", canonical(row))
        chain.append((previous, row["made_at"]))
    last = previous if rows else ""
    need(last == bundle.manifest["last_amendment"], "amendments.jsonl: the last amendment was changed or is missing")
    return election, states, chain


# --- checkpoints, log, openings -------------------------------------------------------------------------------------


def read_checkpoints(bundle, election, chain, closes_at, trusted):
    notes, names = [], set()
    for number, row in enumerate(bundle.records("checkpoints.jsonl"), start=1):
        note, name = row["note"], "checkpoint %d" % number
        need(note["number"] == number, name + ": it is missing")
        need(note["election"] == election, name + ": it was made for another election")
        sealed = sha256(b"hub-checkpoint/1\n", canonical(note))
        need(sealed == row["sealed_sha256"], name + ": it is not what was sealed")
        key = decoded(row["public_key"])
        need(sha256(key) == row["fingerprint"], name + ": its public key does not match its fingerprint")
        signed = canonical({"election": election, "number": number, "sealed": sealed, "slot": note["slot"]})
        holds = is_signed(key, decoded(row["signature"]), b"hub-sealed-checkpoint/1\n" + signed)
        need(holds, name + ": its signature does not hold")
        ours = not trusted or row["fingerprint"] in trusted
        need(ours, name + ": it is signed with another key than the one given with --key")
        after = not notes or (note["slot"] > notes[-1]["slot"] and note["size"] >= notes[-1]["size"])
        need(after, name + ": it does not come after the one before")
        before = sum(made_at <= note["slot"] for _sha256, made_at in chain)
        sealed_with = note["amended"] in ([election] + [one for one, _made_at in chain])[before:]
        need(sealed_with, name + ": the amendments before it are not those that it was sealed with")
        notes.append(note)
        names.add(row["fingerprint"])
    at_close = notes and notes[-1]["slot"] == closes_at
    need(at_close, "checkpoint %d: it is missing, the last one is not that of the close" % (len(notes) + 1))
    return notes, names


def read_log(bundle, state, notes):
    """The tree, where each tag stands last, and how many tags each envelope has."""
    known = {one["id"] for one in state["envelopes"] if one["projects"]}
    tree, waiting, start, last, envelopes, seen = Tree(), list(notes), 0, {}, {}, set()

    def check_roots(start):
        while waiting and waiting[0]["size"] == tree.size:
            note = waiting.pop(0)
            words = "checkpoint %d: a ballot from %d to %d was changed, dropped, added or moved"
            need(tree.root() == note["root"], words % (note["number"], start, tree.size - 1))
            start = tree.size
        return start

    start = check_roots(start)
    for position, row in enumerate(bundle.records("log.jsonl")):
        name, tag, mark, envelope = "ballot %d" % position, row["tag"], row["commitment"], row["envelope"]
        need(row["position"] == position, name + ": it is missing in the log, or not in its place")
        well = HEX64.fullmatch(mark) and HEX64.fullmatch(tag)
        need(well, name + ": its commitment or tag is not written as it should be")
        need(envelope in known, name + ": there is no such envelope to vote in")
        need(mark not in seen, name + ": it stands in the log twice")
        need(envelopes.setdefault(tag, envelope) == envelope, name + ": its tag is one of another envelope")
        seen.add(mark)
        last[tag] = position
        tree.add(b"hub-ballot-leaf/1\n" + canonical({"commitment": mark, "envelope": envelope, "tag": tag}))
        start = check_roots(start)
    if waiting:
        raise Failure("checkpoint %d: the log breaks off before it" % waiting[0]["number"])
    need(start == tree.size, "ballot %d: it stands in the log after the last checkpoint" % start)
    counted = Counter(envelopes.values())
    return tree, last, {name: counted[name] for name in known}


def read_openings(bundle, election, states, last, counting, small):
    """Ballots by envelope; equal ones once, with their number."""
    kinds, rows = {name: Counter() for name in counting}, bundle.records("openings.jsonl")
    opening = next(rows, None)
    for row in bundle.records("log.jsonl"):
        position, envelope, name = row["position"], row["envelope"], "ballot %d" % row["position"]
        counts = last[row["tag"]] == position
        if opening is None or opening["position"] != position:
            if opening is not None and opening["position"] < position:
                break
            need(not counts or envelope in small, name + ": it counts, and its opening is missing")
            continue
        need(counts, name + ": it was replaced by a later one, and must not be opened")
        need(envelope not in small, name + ": its envelope has too few ballots, and must not be opened")
        choices = [(code, number) for code, number in opening["choices"]]
        well = all(type(code) is str and type(number) is int for code, number in choices)
        need(well, name + ": its choices are not written as they should be")
        written = [list(pair) for pair in sorted(choices)]
        record = {"choices": written, "election": election, "envelope": envelope, "nonce": opening["nonce"],
                  "tag": row["tag"]}  # fmt: skip
        same = sha256(b"hub-ballot/1\n", canonical(record)) == row["commitment"] and written == opening["choices"]
        need(same, name + ": its opening does not match its commitment")
        allowed = any(is_allowed(choices, part_of(state, envelope), state["rule_card"]) for state in states)
        need(allowed, name + ": it breaks the limits of the ballot")
        kinds[envelope][tuple(choices)] += 1
        opening = next(rows, None)
    if opening is not None:
        raise Failure("ballot %s: its opening is not in its place, or has no ballot" % opening["position"])
    return kinds


def is_allowed(choices, part, card):
    projects = {one["id"]: one for one in part["projects"]}
    codes, numbers = [code for code, _number in choices], [number for _code, number in choices]
    if any(code not in projects or projects[code].get("withdrawn") for code in codes) or len(set(codes)) < len(codes):
        return False
    most = 1 if card["ballot"] == "choose-1" else card["max_length"]
    if len(codes) < max(card["min_length"] or 1, 1) or (most is not None and len(codes) > most):
        return False
    if card["ballot"] == "knapsack" and sum(projects[code]["cost"] for code in codes) > part["amount"]:
        return False
    if card["ballot"] == "ordinal":
        return sorted(numbers) == list(range(1, len(numbers) + 1))
    if card["ballot"] == "cumulative":
        return min(numbers) >= 1 and (card["max_points"] is None or sum(numbers) <= card["max_points"])
    return all(number == 1 for number in numbers)


# --- the count ------------------------------------------------------------------------------------------------------


class Election:
    """`kinds`: ballots as ((place of the project, points), …), each with its number."""

    def __init__(self, projects, budget, ballots, card, unit):
        self.ids = [one["id"] for one in projects]
        self.costs = [one["cost"] for one in projects]
        self.groups = [sorted(one["groups"]) for one in projects]
        self.budget, self.unit, self.rule, self.vote_type = budget, unit, card["rule"], card["vote_type"]
        self.threshold, self.tie_keys = Fraction(Decimal(card["threshold"])), list(card["tie_keys"])
        ballots = [([pair for pair in one if pair[0] in self.ids], people) for one, people in ballots.items()]
        if self.vote_type == "ordinal":
            # The first place has so many points; what stood below a project that left the ballot moves up.
            first = card["max_length"] or max((len(one) for one, _people in ballots), default=0)
            ranked = [(sorted(one, key=lambda pair: pair[1]), people) for one, people in ballots]
            ballots = [([(code, first - rank) for rank, (code, _n) in enumerate(one)], n) for one, n in ranked]
        self.kinds = Counter()
        for one, people in ballots:
            self.kinds[tuple(sorted((self.ids.index(code), points) for code, points in one))] += people
        self.people = sum(self.kinds.values())
        self.scores, self.voters = [0] * len(self.ids), [0] * len(self.ids)
        for one, people in self.kinds.items():
            for place, points in one:
                self.scores[place] += points * people
                self.voters[place] += people

    def inputs(self):
        record = {"budget": self.budget, "unit": self.unit, "vote_type": self.vote_type, "rule": self.rule,
                  "threshold": decimal(self.threshold), "tie_keys": self.tie_keys, "points_scale": 1,
                  "projects": [{"id": one, "cost": cost, "groups": groups} for one, cost, groups
                               in zip(self.ids, self.costs, self.groups)]}  # fmt: skip
        digest = hashlib.sha256(b"hub-election-inputs/1\n" + canonical(record))
        for one, people in sorted(self.kinds.items(), key=lambda kind: packed(kind[0])):
            digest.update(("\n%d:" % people + ",".join("%d=%d" % pair for pair in one)).encode())
        return digest.hexdigest()

    def in_order(self, places, ties):
        """Of equal projects, the one that comes first first; notes by which key that was."""
        if len(places) < 2:
            return list(places)
        keys = self.tie_keys + ([] if {"id", "file_order"} & set(self.tie_keys) else ["id"])
        ways = {"lower_cost": lambda p: self.costs[p], "higher_cost": lambda p: -self.costs[p],
                "more_voters": lambda p: -self.voters[p], "file_order": lambda p: p,
                "id": lambda p: self.ids[p]}  # fmt: skip
        found = sorted(places, key=lambda place: [ways[key](place) for key in keys])
        decided = next(key for key in keys if ways[key](found[0]) != ways[key](found[1]))
        ties.append([[self.ids[place] for place in found], decided])
        return found

    def by_points(self, ties, already=(), stops=False, threshold=False, exclusive=False):
        chosen, taken = list(already), {group for place in already for group in self.groups[place]}
        left = self.budget - sum(self.costs[place] for place in already)
        waiting = [place for place in range(len(self.ids)) if place not in already]
        order = []
        for score in sorted({self.scores[place] for place in waiting}, reverse=True):
            order += self.in_order([place for place in waiting if self.scores[place] == score], ties)
        for place in order:
            if (threshold and self.scores[place] < self.threshold) or (exclusive and taken & set(self.groups[place])):
                continue
            if self.costs[place] > left:
                if stops:
                    break
                continue
            chosen.append(place)
            left -= self.costs[place]
            taken |= set(self.groups[place])
        return chosen

    def equal_shares(self, share, allowed):
        """In exact fractions. In each round the project wins whose supporters pay least for a point of its worth."""
        kinds = [(dict(one), people) for one, people in self.kinds.items()]
        money = [share] * len(kinds)
        members = {p: [k for k, (one, _n) in enumerate(kinds) if p in one] for p in sorted(allowed)}
        waiting, chosen, ties = {place: Fraction(0) for place, found in members.items() if found}, [], []
        while True:
            rates = {}
            # Money only shrinks, so what a project cost before is a lower bound of what it costs now.
            for place, bound in sorted(waiting.items(), key=lambda one: one[1]):
                if rates and bound > min(rates.values()):
                    break
                price = self.price(place, [(money[k], kinds[k][0][place], kinds[k][1]) for k in members[place]])
                if price is None:
                    del waiting[place]
                    continue
                rates[place] = waiting[place] = price / self.costs[place] if self.costs[place] else Fraction(0)
            if not rates:
                return chosen, ties
            equal = sorted(place for place, rate in rates.items() if rate == min(rates.values()))
            place = self.in_order(equal, ties)[0]
            price = waiting.pop(place) * self.costs[place]
            for k in members[place] if self.costs[place] else ():
                money[k] = max(money[k] - price * kinds[k][0][place], Fraction(0))
            chosen.append(place)

    def price(self, place, supporters):
        """The most that one of them pays for one point; None where they cannot pay for it together."""
        rest, supporters = Fraction(self.costs[place]), [one for one in supporters if one[0] > 0]
        if not rest:
            return Fraction(0)
        if sum(held * people for held, _points, people in supporters) < rest:
            return None
        points = sum(given * people for _held, given, people in supporters)
        ratio = Fraction(0)
        for ratio, held, given, people in sorted((h / g, h, g, n) for h, g, n in supporters):
            if ratio * points >= rest:
                return rest / points
            rest, points = rest - held * people, points - given * people
        return ratio

    def raised(self, allowed, until_exhaustive=False):
        share = Fraction(self.budget, self.people) if self.people else Fraction(0)
        best, wanted = self.equal_shares(share, allowed), {p for p in allowed if self.voters[p]}
        whole, step = share // self.unit * self.unit, 0
        while set(best[0]) != wanted:
            left = self.budget - sum(self.costs[place] for place in best[0])
            if until_exhaustive and all(self.costs[place] > left for place in wanted - set(best[0])):
                break
            step += 1
            found = self.equal_shares(Fraction(whole + step * self.unit), allowed)
            if sum(self.costs[place] for place in found[0]) > self.budget:
                break
            best = found
        return best

    def count(self):
        """Winners in the order in which they won, and the ties on the way."""
        own = {"threshold": self.threshold > 0, "exclusive": any(self.groups)}
        extra, ties = {"greedy-no-skip": {"stops": True}, "greedy-threshold": {"threshold": True},
                       "greedy-exclusive": {"exclusive": True}, "greedy": {}}, []  # fmt: skip
        if self.rule in extra:
            return self.by_points(ties, **{**own, **extra[self.rule]}), ties
        kind = self.rule[len("equalshares") :] if self.rule.startswith("equalshares") else None
        if kind not in ("", "/add1", "/add1e", "/add1u", "/add1-comparison") or own["exclusive"]:
            raise Failure("rule %s: this script cannot count by it" % self.rule)
        allowed = {p for p in range(len(self.ids)) if not own["threshold"] or self.scores[p] >= self.threshold}
        if kind == "":
            return self.equal_shares(Fraction(self.budget, self.people or 1) if self.people else Fraction(0), allowed)
        chosen, ties = self.raised(allowed, kind == "/add1e")
        if kind == "/add1u":
            chosen, ties = self.by_points(ties, chosen, **own), ties
        if kind == "/add1-comparison":
            more = []
            other, gains = self.by_points(more, **own), Counter()
            for one, people in self.kinds.items():
                gain = sum(self.costs[p] * ((p in chosen) - (p in other)) for p, _points in one)
                gains[(gain > 0) - (gain < 0)] += people
            chosen, ties = (chosen, ties) if gains[-1] <= gains[1] else (other, more)
        return chosen, ties


def packed(kind):
    return b"".join(struct.pack(">II", *pair) for pair in kind)


def decimal(value):
    """A number as it is written in the records: 3, 2.5, or 1/3 where no decimal is exact."""
    value = Fraction(value)
    places = next((n for n in range(60) if (value * 10**n).denominator == 1), None)
    if not places:
        return str(value)
    digits = str(int(value * 10**places)).rjust(places + 1, "0")
    return digits[:-places] + "." + digits[-places:]


def result_hash(said, projects, totals, spent):
    scores = [[one["id"], totals[one["id"]]["score"], one["cost"], one["id"] in said["selected"]] for one in projects]
    record = {"rule": said["rule"], "selected": said["selected"], "spent": spent, "budget": said["budget"],
              "scores": scores, "ties": said["ties"]}  # fmt: skip
    return sha256(b"hub-election-result/1\n", canonical(record))


# --- Pabulib files --------------------------------------------------------------------------------------------------


def read_pabulib(bundle, name, card):
    """An `Election` as the file tells it."""
    sections, rows = {}, []
    for row in csv.reader(io.StringIO(bundle.whole(name).decode(), newline=""), delimiter=";"):
        if row and row[0] in ("META", "PROJECTS", "VOTES") and len(row) == 1:
            rows = sections.setdefault(row[0], [])
        else:
            rows.append(row)
    meta = {row[0]: row[1] for row in sections["META"][1:]}
    tables = {key: [dict(zip(sections[key][0], row)) for row in sections[key][1:]] for key in ("PROJECTS", "VOTES")}
    bundle.at, unit = name, bundle.record("election.json")["unit"]
    bundle.at = name
    projects = [
        {"id": row["project_id"], "cost": int(Decimal(row["cost"]) * unit),
         "groups": [one for one in row["exclusive_groups"].split(",") if one]} for row in tables["PROJECTS"]
    ]  # fmt: skip
    ballots = Counter()
    for row in tables["VOTES"]:
        codes = [one for one in row["vote"].split(",") if one]
        numbers = range(1, len(codes) + 1) if meta["vote_type"] == "ordinal" else [1] * len(codes)
        if meta["vote_type"] == "cumulative":
            numbers = [int(one) for one in row["points"].split(",") if one]
        well = len(numbers) == len(codes) == len(set(codes)) and set(codes) <= {one["id"] for one in projects}
        need(well, name + ": it does not hold the ballots that were opened, or other terms")
        ballots[tuple(zip(codes, numbers))] += 1
    terms = {"rule": meta.get("rule", ""), "vote_type": meta["vote_type"],
             "threshold": meta.get("min_project_score_threshold", "0"),
             "tie_keys": meta["tie_breaking"].split(","), "max_length": int(meta.get("max_length") or 0)}  # fmt: skip
    return Election(projects, int(Decimal(meta["budget"]) * unit), ballots, terms, unit)


def compare_with_file(name, state, envelope, file):
    costs = {one["id"]: one["cost"] for one in part_of(state, envelope)["projects"] if not one.get("withdrawn")}
    for project, cost in zip(file.ids, file.costs):
        same = costs.get(project, cost) == cost
        need(same, "project %s: its price differs from the frozen one" % project)
    need(set(costs) == set(file.ids), name + ": its projects are not those on the ballot")
    need(file.rule == state["rule_card"]["rule"], name + ": its rule differs from the frozen one")


# --- totals and results ---------------------------------------------------------------------------------------------


class Recount:
    def __init__(self, bundle, state, counting, small, kinds):
        self.bundle, self.state, self.counting, self.small, self.kinds = bundle, state, counting, small, kinds
        self.totals, self.results = bundle.record("totals.json"), bundle.record("results.json")
        self.parts, self.left, self.under_way = {one["id"]: one for one in state["envelopes"]}, {}, set()
        files = {name + ".pb" for name in set(counting) - small} ^ (set(bundle.manifest["files"]) - set(ALWAYS))
        need(not files, "%s: each envelope that was opened has one such file, no other" % min(files, default=""))
        counted = {name for name, people in counting.items() if people}
        for name, rows, there in (("totals.json", self.totals, set(counting)), ("results.json", self.results, counted)):
            need(set(rows) == there, name + ": its envelopes are not those that were voted on")

    def left_over(self, name):
        """Of an envelope, once it and all that hand something to it are checked."""
        if name not in self.left:
            need(name not in self.under_way, "envelope %s: leftovers go round in a circle" % name)
            self.under_way.add(name)
            givers = [one for one, p in self.parts.items() if p["leftover"] == "parent" and p["parent"] == name]
            budget = self.parts[name]["amount"] + sum(self.left_over(one) for one in givers)
            self.left[name] = budget - self.spent(name, budget)
        return self.left[name]

    def spent(self, name, budget):
        where = "envelope %s: " % name
        self.bundle.at = where[:-2]
        if not self.counting.get(name):
            # Nobody voted here, or nothing could be voted on: all of the money is left over.
            standing = [one["id"] for one in self.parts[name]["projects"] if not one.get("withdrawn")]
            nothing = {"counting": 0, "projects": {one: {"score": "0", "voters": 0} for one in standing}}
            holds = name not in self.counting or self.totals[name] == nothing
            need(holds, where + "its total of counting ballots is wrong")
            return 0
        said, total = self.results[name], self.totals[name]
        need(said["budget"] == budget, where + "it has another sum of money than was frozen and handed over")
        rule = self.state["rule_card"]["rule"]
        need(said["rule"] == rule, where + "it was counted by another rule than the frozen one")
        counting = self.counting[name]
        need(total["counting"] == counting, where + "its total of counting ballots is wrong")
        projects = [one for one in self.parts[name]["projects"] if not one.get("withdrawn")]
        figures = total["projects"]
        all_there = set(figures) == {one["id"] for one in projects}
        need(all_there, where + "its totals are not those of the projects on the ballot")
        if name in self.small:
            spent = sum(one["cost"] for one in projects if one["id"] in said["selected"])
            possible = all(0 <= one["voters"] <= counting for one in figures.values())
            need(possible, where + "a project has more voters than there are ballots")
            fits = said["spent"] == spent and spent <= budget
            need(fits, where + "what was spent is not that of the recount")
        else:
            spent = self.recount(name, where, said, projects, figures, budget)
        same = said["result_sha256"] == result_hash(said, projects, figures, spent)
        need(same, where + "the hash of the result is not that of the recount")
        return spent

    def recount(self, name, where, said, projects, figures, budget):
        election = Election(projects, budget, self.kinds[name], self.state["rule_card"], self.state["unit"])
        for project, score, voters in zip(election.ids, election.scores, election.voters):
            same = figures[project] == {"score": decimal(score), "voters": voters}
            need(same, "project %s: its total is not that of the ballots" % project)
        file = read_pabulib(self.bundle, name + ".pb", self.state["rule_card"])
        compare_with_file(name + ".pb", self.state, name, file)
        same = file.inputs() == election.inputs()
        need(same, name + ".pb: it does not hold the ballots that were opened, or other terms")
        chosen, ties = election.count()
        spent = sum(election.costs[place] for place in chosen)
        winners = [election.ids[place] for place in chosen]
        need(said["selected"] == winners, where + "its winners are not those of the recount")
        need(said["spent"] == spent, where + "what was spent is not that of the recount")
        need(said["ties"] == ties, where + "its ties are not those of the recount")
        hashed = said["inputs_sha256"] == election.inputs()
        need(hashed, where + "the hash of what was counted is not that of the recount")
        return spent


def check(bundle, trusted):
    bundle.check_files()
    election, states, chain = read_documents(bundle)
    notes, names = read_checkpoints(bundle, election, chain, states[-1]["closes_at"], trusted)
    tree, last, counting = read_log(bundle, states[-1], notes)
    small = {name for name, people in counting.items() if people < states[0]["log"]["small_envelope"]}
    kinds = read_openings(bundle, election, states, last, counting, small)
    recount = Recount(bundle, states[-1], counting, small, kinds)
    for name in recount.parts:
        recount.left_over(name)
    return {
        "election": election,
        "amendments": len(states) - 1,
        "ballots": tree.size,
        "counting": sum(counting.values()),
        "opened": sum(sum(one.values()) for one in kinds.values()),
        "checkpoints": len(notes),
        "root": tree.root(),
        "recounted": sorted(set(counting) - small),
        "not_opened": sorted(small),
        "fingerprints": sorted(names),
        "key_compared": bool(trusted),
    }


def verify(path, trusted=()):
    bundle = None
    try:
        bundle = Bundle(path)
        checked = check(bundle, set(trusted))
    except Failure as failure:
        return {"ok": False, "first_failure": str(failure)}
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError, StopIteration, csv.Error,
            struct.error):  # fmt: skip
        where = bundle.at if bundle else "the file"
        return {"ok": False, "first_failure": where + ": it is not written as it should be"}
    words = "no --key was given: the signatures hold, but anybody could have made them; compare the fingerprint"
    return {"ok": True, "kind": "hub-election", "checked": checked, "warnings": [] if trusted else [words]}


def main():
    parser = argparse.ArgumentParser(description="Checks the bundle of an election and counts it again.")
    parser.add_argument("bundle", metavar="BUNDLE.zip")
    parser.add_argument("--key", action="append", default=[], metavar="FINGERPRINT",
                        help="fingerprint of the city's public key, known from elsewhere")  # fmt: skip
    parser.add_argument("--json", action="store_true", help="accepted for likeness; the answer is always JSON")
    options = parser.parse_args()
    trusted = ["".join(re.findall("[0-9a-f]", one.lower().replace("sha256:", ""))) for one in options.key]
    answer = verify(options.bundle, trusted)
    print(json.dumps(answer, ensure_ascii=False))
    return 0 if answer["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
