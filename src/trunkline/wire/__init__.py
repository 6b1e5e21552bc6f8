"""What goes over the wire: contract.json and, for type checkers alone, the types of each area; both are generated.

At run time a TypedDict is a dict and nothing more, so the types stay in stubs: building them would cost each start more
than all else that an area does. Every name of every area is `dict` here.
"""


class _Area:
    def __getattr__(self, name: str) -> type:
        return dict


_AREA = _Area()


def __getattr__(name: str) -> _Area:
    if name.startswith("__"):
        raise AttributeError(name)
    return _AREA
