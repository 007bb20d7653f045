"""Ways through the pages."""

from collections.abc import Iterator, Sequence


def every_way(pages: Sequence[str]) -> Iterator[str]:
    """A walk that goes from every page to every other exactly once, beginning and ending at the first."""
    left = {page: [other for other in reversed(pages) if other != page] for page in pages}
    path, walk = [pages[0]], list[str]()
    while path:
        if left[path[-1]]:
            path.append(left[path[-1]].pop())
        else:
            walk.append(path.pop())
    return reversed(walk)
