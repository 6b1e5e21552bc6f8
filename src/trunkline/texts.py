"""Texts of one line: what a name, a number or an address may be made of, wherever it comes from and goes to.

Protocols that end a line with such a character, SIP above all, would take the rest of a name for a line of its own.
"""

import re
import unicodedata

LONGEST_NAME = 255  # characters of what someone or something is called
# C0 controls with tab and line ends, DEL, C1 controls, Unicode's own line and paragraph separators, half of a
# surrogate pair, which no encoding can write, and the two that XML has none of (XML 1.0 section 2.2).
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
# A text of several lines has line ends and tabs, and no other controls.
_NOT_IN_LINES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# Letters and signs, by their kind, that leave a place empty all the same: fillers of Hangul, a joiner, empty Braille.
_EMPTY = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"


def one_line(text: str) -> str:
    """A text without what is not printed."""
    return _CONTROLS.sub("", text)


def is_one_line(text: str) -> bool:
    return _CONTROLS.search(text) is None


def is_blank(text: str) -> bool:
    """Whether there is nothing in it to be seen."""
    return all(map(_is_unseen, text))


def trimmed(text: str) -> str:
    """A text without what is not seen at its ends."""
    seen = [place for place, character in enumerate(text) if not _is_unseen(character)]
    return text[seen[0] : seen[-1] + 1] if seen else ""


def _is_unseen(character: str) -> bool:
    """Of Unicode's kinds: separators, and all that are no characters to be printed; selectors of how one looks."""
    selects = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return unicodedata.category(character)[0] in "CZ" or character in _EMPTY or selects


def is_lines(text: str) -> bool:
    """Whether a text of several lines is nothing but that."""
    return _NOT_IN_LINES.search(text) is None
