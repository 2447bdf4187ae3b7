"""What each fault is called, what it says and how it is mended."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from whitepapers.engine.readiness import LONGEST_CLAUSE, Fault, Found

_TITLES = {
    Fault.NO_CLAUSE: gettext_lazy("No clause"),
    Fault.EMPTY_CLAUSE: gettext_lazy("Empty clauses"),
    Fault.DUPLICATE_NUMBER: gettext_lazy("The same number twice"),
    Fault.NO_DESCRIPTION: gettext_lazy("Pictures without a description"),
    Fault.NO_PICTURE: gettext_lazy("Missing pictures"),
    Fault.NO_SUMMARY: gettext_lazy("No summary"),
    Fault.NO_RESPONSIBLE: gettext_lazy("No responsible body"),
    Fault.NOT_TRANSLATED: gettext_lazy("Missing languages"),
    Fault.TRANSLATION_BEHIND: gettext_lazy("Translations that are behind"),
    Fault.MACHINE_TRANSLATED: gettext_lazy("Translated by a machine"),
    Fault.REPEATED_NUMBER: gettext_lazy("Numbers that come back"),
    Fault.CLAUSE_WITHOUT_TEXT: gettext_lazy("Clauses with only a heading"),
    Fault.EMPTY_HEADING: gettext_lazy("Headings with nothing below"),
    Fault.LONG_SENTENCE: gettext_lazy("Long sentences"),
    Fault.LONG_CLAUSE: gettext_lazy("Long clauses"),
    Fault.NO_PLAIN_LANGUAGE: gettext_lazy("Not said in plain language"),
    Fault.CAPITALS: gettext_lazy("Capital letters"),
    Fault.NO_TABLE_HEADER: gettext_lazy("Tables without headings"),
    Fault.EMPTY_TABLE: gettext_lazy("Empty tables"),
    Fault.LARGE_PICTURE: gettext_lazy("Heavy pictures"),
    Fault.ABBREVIATION: gettext_lazy("Abbreviations"),
    Fault.DEAD_LINK: gettext_lazy("Links that lead nowhere"),
    Fault.VAGUE_LINK: gettext_lazy("Links that do not say where they lead"),
    Fault.UNUSED_TERM: gettext_lazy("Explained words that are not used"),
}


def title_of(fault: Fault) -> str:
    return str(_TITLES[fault])


def message_of(found: Found) -> tuple[str, str]:
    """What is wrong, and how to mend it, in the active language."""
    detail = found.detail
    match found.fault:
        case Fault.NO_CLAUSE:
            return _("The document has no clause."), _("Add at least one: people answer clauses, not headings.")
        case Fault.EMPTY_CLAUSE:
            return _("This clause is empty."), _("Write it, or take the block out.")
        case Fault.DUPLICATE_NUMBER:
            return (
                _("Another clause beside it has the number %(number)s too.") % {"number": detail},
                _("Change one of the two, or leave the field “Number” empty: it is then counted."),
            )
        case Fault.NO_DESCRIPTION:
            return (
                _("A picture has no description."),
                _("Say in one sentence what is seen, or tick “Decoration only”."),
            )
        case Fault.NO_PICTURE:
            return _("The picture is no longer there."), _("Choose another one, or take the block out.")
        case Fault.NO_SUMMARY:
            return (
                _("The document has no summary."),
                _("Write two or three plain sentences at the head: what this is and whom it concerns."),
            )
        case Fault.NO_RESPONSIBLE:
            return _("Nobody is named as responsible."), _("Fill in “Responsible body”, so that readers know who asks.")
        case Fault.NOT_TRANSLATED:
            return (
                _("The document is not published in this language: %(language)s.") % {"language": detail},
                _("Choose “Translate this page” in the menu of the page."),
            )
        case Fault.MACHINE_TRANSLATED:
            return (
                ngettext(
                    "%(count)s part was translated by a machine and is marked so.",
                    "%(count)s parts were translated by a machine and are marked so.",
                    found.count,
                )
                % {"count": found.count},
                _("Read them; saving your own words takes the mark away."),
            )
        case Fault.TRANSLATION_BEHIND:
            return (
                ngettext(
                    "%(language)s: %(count)s part is not translated as the original reads.",
                    "%(language)s: %(count)s parts are not translated as the original reads.",
                    found.count,
                )
                % {"language": detail, "count": found.count},
                _("Publish the original, choose “Sync translated pages”, then translate what is new."),
            )
        case _:
            return _message_of_wording(found)


def _message_of_wording(found: Found) -> tuple[str, str]:
    detail = found.detail
    match found.fault:
        case Fault.REPEATED_NUMBER:
            return (
                _("A clause further up has the number %(number)s too.") % {"number": detail},
                _("Check that this is meant: people will say “clause %(number)s” for both.") % {"number": detail},
            )
        case Fault.CLAUSE_WITHOUT_TEXT:
            return _("This clause has a heading and no text."), _("Write it, or make it a heading.")
        case Fault.EMPTY_HEADING:
            return _("Nothing stands below this heading."), _("Write what belongs there, or take the heading out.")
        case Fault.LONG_SENTENCE:
            return (
                _("A sentence of %(count)s words: “%(sentence)s”") % {"count": found.count, "sentence": detail},
                _("Two sentences are easier to read and to answer."),
            )
        case Fault.LONG_CLAUSE:
            return (
                _("This clause has %(count)s words.") % {"count": found.count},
                _("Above %(limit)s words people answer different things in one place: split it into clauses.")
                % {"limit": LONGEST_CLAUSE},
            )
        case Fault.NO_PLAIN_LANGUAGE:
            return (
                _("This clause of %(count)s words is not explained.") % {"count": found.count},
                _("Fill in “In plain language”: one sentence is enough."),
            )
        case Fault.CAPITALS:
            return _("Whole words are in capital letters."), _("Write small letters; use bold to stress.")
        case Fault.NO_TABLE_HEADER:
            return _("A table has no headings."), _(
                "Give every column a heading: screen readers say it with each cell."
            )
        case Fault.EMPTY_TABLE:
            return _("A table is empty."), _("Fill it in, or take the block out.")
        case Fault.LARGE_PICTURE:
            return (
                _("A picture weighs %(count)s MB.") % {"count": found.count},
                _("Readers get a lighter copy, but saving and backups are slower: a smaller file does as well."),
            )
        case Fault.ABBREVIATION:
            return (
                _("“%(word)s” is not explained anywhere.") % {"word": detail},
                _("Write it out once with the letters in brackets, or add it to “Words explained”."),
            )
        case Fault.DEAD_LINK:
            return (
                _("The link “%(words)s” leads nowhere.") % {"words": detail},
                _("The page or file was deleted: choose another, or remove the link."),
            )
        case Fault.VAGUE_LINK:
            return (
                _("The link “%(words)s” does not say where it leads.") % {"words": detail},
                _("Put the link on the name of what it leads to."),
            )
        case Fault.UNUSED_TERM:
            return (
                _("“%(word)s” is explained but not used.") % {"word": detail},
                _("Add the form that the text uses under “Other forms”, or take the term out."),
            )
        case _:
            raise LookupError(found.fault)
