"""A study with its method changed, ready to be judged beside itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from leftbehind.analysis.chance import Chance
from leftbehind.analysis.ensemble import Ensemble, Parts, ensemble, rule_of
from leftbehind.errors import LeftBehindError
from leftbehind.results import Results
from leftbehind.study import Study
from leftbehind.study_file import changed


@dataclass(frozen=True, slots=True)
class Variants:
    """Changed versions of one study.

    An index is folded once for each way in which it is made, however many versions share it.

    Attributes:
        study: The study.
        made: It, judged.
        run: Runs another study on the same tables.
        chance: An index of a study, ready to have its counts drawn anew.
    """

    study: Study
    made: Ensemble
    run: Callable[[Study], Results]
    chance: Callable[[Study, str], Chance]
    _known: dict[str, Parts] = field(default_factory=dict)
    _chances: dict[str, Chance] = field(default_factory=dict)

    def patched(self, patches: Sequence[str], where: str) -> Ensemble:
        """The study as patches make it.

        Args:
            patches: The patches.
            where: What is changed, for errors.

        Raises:
            LeftBehindError: If a patch reaches nothing, or as `of` does.
        """
        try:
            other = changed(self.study, patches)
        except LeftBehindError as error:
            raise error.at(where) from error
        return self.of(other, where)

    def of(self, other: Study, where: str) -> Ensemble:
        """The study as another has it.

        Args:
            other: The study with another method.
            where: What is changed, for errors.

        Raises:
            LeftBehindError: If it has other areas, indices or parts, or cannot be run.
        """
        if not self._known:
            self._known.update({_key(self.study, n): one for n, one in self.made.parts.items()})
        keys = {name: _key(other, name) for name in other.index}
        try:
            if not self._same_but_for_the_method(other):
                if self.made.chance:
                    raise LeftBehindError(
                        "an option that changes more than an index or the rule cannot be drawn "
                        "together with chance",
                        mend="leave `chance` or the option out of `draw`",
                    )
                return self._alike(ensemble(self.run(other.bare())))
            if set(keys.values()) - self._known.keys():
                made = self._alike(ensemble(self.run(other.bare())))
                self._known.update({keys[name]: one for name, one in made.parts.items()})
            rule = rule_of(
                other.group[other.list_of], other.rule, self.made.codes, self.made.people
            )
        except LeftBehindError as error:
            raise error.at(where) from error
        parts = {name: self._known[key] for name, key in keys.items()}
        chance = {
            name: self._chance(other, name, keys[name])
            for name in self.made.chance
            if parts[name].movable and self._same_figures(other, name)
        }
        return replace(self.made, parts=parts, rule=rule, chance=chance)

    def _same_figures(self, other: Study, index: str) -> bool:
        """Whether an index is made from the same tables: chance is in those of the study."""
        own, there = self.study.index[index], other.index[index]
        return (own.data, own.recipe) == (there.data, there.recipe)

    def _chance(self, other: Study, index: str, key: str) -> Chance:
        if key == _key(self.study, index):
            return self.made.chance[index]
        if key not in self._chances:
            self._chances[key] = self.chance(other, index)
        return self._chances[key]

    def _same_but_for_the_method(self, other: Study) -> bool:
        method = {"index", "recipes", "group", "rule", "doubt"}
        return self.study.model_dump(exclude=method) == other.model_dump(exclude=method)

    def _alike(self, other: Ensemble) -> Ensemble:
        """Another version of the same areas, indices and parts, or an error."""
        own = self.made
        if not own.codes.equals(other.codes) or own.parts.keys() != other.parts.keys():
            raise LeftBehindError(
                "a choice of method may not change the areas or the indices",
                mend="leave `areas`, `base` and the names of the indices as they are",
            )
        return other


def _key(study: Study, index: str) -> str:
    """What an index is made by."""
    return f"{study.index[index].model_dump_json()} {study.recipes[index].model_dump_json()}"
