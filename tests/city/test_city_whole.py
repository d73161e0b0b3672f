"""A result on disk is whole or not there."""

from pathlib import Path

import pytest

from citywright.city.whole import write_whole, write_whole_file
from citywright.errors import UsageError


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_folder_replaces_only_when_asked(tmp_path: Path) -> None:
    target = tmp_path / "plan"
    for text, replace in (("one", False), ("two", True)):
        with write_whole(target, replace) as part:
            (part / "a.txt").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError), write_whole(target) as part:
        (part / "a.txt").write_text("three", encoding="utf-8")
    assert (target / "a.txt").read_text(encoding="utf-8") == "two"
    assert names(tmp_path) == {"plan"}


def stop_half_way(path: Path) -> None:
    path.write_text("hal", encoding="utf-8")
    raise KeyboardInterrupt


@pytest.mark.parametrize("replace", [False, True])
def test_failure_leaves_all_as_it_was(tmp_path: Path, replace: bool) -> None:
    target = tmp_path / "plan"
    if replace:
        target.mkdir()
        (target / "old.txt").write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), write_whole(target, replace) as part:
        stop_half_way(part / "new.txt")
    assert names(tmp_path) == ({"plan"} if replace else set())
    assert not replace or names(target) == {"old.txt"}


def test_failed_exchange_brings_the_old_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk refuses the very last step, after the old folder has made room."""
    target = tmp_path / "plan"
    target.mkdir()
    (target / "old.txt").write_text("old", encoding="utf-8")
    rename = Path.rename

    def refuse(self: Path, to: Path) -> Path:
        if to == target and not self.name.endswith("-old"):
            raise OSError("disk full")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="disk full"), write_whole(target, replace=True) as part:
        (part / "new.txt").write_text("new", encoding="utf-8")
    assert names(target) == {"old.txt"}
    assert names(tmp_path) == {"plan"}


def test_file_is_whole_or_not_there(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "a.txt"
    with pytest.raises(KeyboardInterrupt), write_whole_file(target) as part:
        stop_half_way(part)
    assert names(tmp_path / "deep") == set()
    with write_whole_file(target) as part:
        part.write_text("whole", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "whole"
    with pytest.raises(UsageError), write_whole_file(target) as part:
        part.write_text("other", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "whole"
    assert names(tmp_path / "deep") == {"a.txt"}
