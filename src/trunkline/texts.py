"""Texts of one line: what a name, a number or an address may be made of, wherever it comes from and goes to.

Protocols that end a line with such a character, SIP above all, would take the rest of a name for a line of its own.
"""

import re

# C0 controls with tab and line ends, DEL, C1 controls, Unicode's own line and paragraph separators, and half of a
# surrogate pair, which no encoding can write.
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# A text of several lines has line ends and tabs, and no other controls.
_NOT_IN_LINES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def one_line(text: str) -> str:
    """A text without what is not printed."""
    return _CONTROLS.sub("", text)


def is_one_line(text: str) -> bool:
    return _CONTROLS.search(text) is None


def is_lines(text: str) -> bool:
    """Whether a text of several lines is nothing but that."""
    return _NOT_IN_LINES.search(text) is None
