"""Whether nodes and indicators make one tree, told from plain data with all that is wrong."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from leftbehind.errors import nearest


def tree_problems(
    root: str, children: Mapping[str, Sequence[str]], indicators: Collection[str]
) -> Iterator[str]:
    """All that keeps nodes and indicators from being one tree.

    Args:
        root: The node that is the index.
        children: Names of the children of each node.
        indicators: Names of the indicators.

    Yields:
        Each problem in words.

    Example:
        >>> list(tree_problems("a", {"a": ["b"], "c": ["d"]}, ["b", "d"]))
        ['no node has c as a child']
    """
    known = {*children, *indicators}
    for name in sorted(set(children) & set(indicators)):
        yield f"{name} is both a node and an indicator"
    parents: dict[str, list[str]] = {}
    for node, below in children.items():
        for child in below:
            parents.setdefault(child, []).append(node)
            if child not in known:
                near = nearest(child, known)
                yield f"{child}, a child of {node}, is no node and no indicator; {near}"
    if root not in children:
        yield f"root names no node: {root}; {nearest(root, children)}"
    for name, above in parents.items():
        if len(set(above)) > 1 and name in known:
            yield f"{name} has {len(set(above))} parents, {' and '.join(above)}: an index is a tree"
    above_root = [name for name in parents.get(root, ()) if name != root]
    if root in children and above_root:
        yield f"{root} is the root and a child of {above_root[0]}"
    for name in sorted(known - set(parents) - {root}):
        yield f"no node has {name} as a child"
    yield from _cycles(children, parents)


def _cycles(
    children: Mapping[str, Sequence[str]], parents: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Nodes that lead back to themselves; each circle is told once."""
    seen: set[str] = set()
    for start in children:
        path: list[str] = []
        here = start
        while here in parents and here not in path and here not in seen:
            path.append(here)
            here = parents[here][0]
        if here in path:
            circle = path[path.index(here) :][::-1]
            yield f"a cycle: {' → '.join([*circle, circle[0]])}"
        seen.update(path)
