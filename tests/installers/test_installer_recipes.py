"""The recipes of every platform: valid, of one mind about names and versions, and complete; builds nothing."""

from __future__ import annotations

import plistlib
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import checksums
import desktop_files
import icons
import recipe
import release_notes
from assistant import __version__
from assistant.system import autostart_xdg, portal
from contents import APP_ID
from recipe import INSTALLERS, ROOT, Flavour, RecipeError
from support.processes import missing_programs

DESKTOP = INSTALLERS / "linux" / "desktop"
INFO = INSTALLERS / "macos" / "Info.plist"
NOT_YET_RUN = (
    INSTALLERS / "windows" / "seesay.iss",
    INSTALLERS / "windows" / "build.ps1",
    INFO,
    INSTALLERS / "macos" / "build.sh",
    INSTALLERS / "appimage" / "build.sh",
    INSTALLERS / "flatpak" / f"{APP_ID}.yml",
)


@pytest.fixture
def icons_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Pretend that the icons were drawn."""
    monkeypatch.setattr(icons, "FOLDER", tmp_path / "icons")
    (tmp_path / "icons").mkdir()
    for size in icons.SIZES:
        (tmp_path / "icons" / f"seesay-{size}.png").write_bytes(b"png")


def need(program: str) -> str:
    if missing_programs([program]):
        pytest.skip(f"needs {program}: run installers/linux/prerequisites.sh --with-tests")
    return program


def ended(*command: str | Path) -> str:
    """Return what a checker said; the empty string where it is content."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=60, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


# --- names and versions ---------------------------------------------------------------------------------


def test_the_version_stands_in_one_place() -> None:
    assert recipe.version() == __version__
    written = [
        str(file.relative_to(ROOT))
        for file in INSTALLERS.rglob("*")
        if file.is_file() and file.suffix not in {".pyc", ".txt"} and __version__ in file.read_text("utf-8", "ignore")
    ]
    assert written == []


def test_one_name_for_the_portal_the_menu_and_every_package() -> None:
    assert portal.APP_ID == APP_ID
    assert (DESKTOP / f"{APP_ID}.desktop").is_file()
    assert f"<id>{APP_ID}</id>" in (DESKTOP / f"{APP_ID}.metainfo.xml").read_text()
    assert plistlib.loads(INFO.read_bytes())["CFBundleIdentifier"] == APP_ID
    assert f"AppId={APP_ID}\n" in (INSTALLERS / "windows" / "seesay.iss").read_text()
    assert f"\nid: {APP_ID}\n" in (INSTALLERS / "flatpak" / f"{APP_ID}.yml").read_text()


def test_flavours_are_named_apart_and_exclude_each_other() -> None:
    flavours = [Flavour(is_full, has_espeak) for is_full in (False, True) for has_espeak in (True, False)]
    assert [each.name for each in flavours] == ["seesay", "seesay-noespeak", "seesay-full", "seesay-full-noespeak"]
    for each in flavours:
        assert {each.name, *each.others} == {other.name for other in flavours}


@pytest.mark.parametrize("file", NOT_YET_RUN, ids=lambda file: file.name)
def test_what_nobody_ran_says_so(file: Path) -> None:
    assert "NOT YET RUN" in file.read_text("utf-8")


# --- Linux desktops --------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", sorted(DESKTOP.glob("*.desktop")), ids=lambda file: file.name)
def test_a_desktop_file_is_valid(file: Path) -> None:
    assert not ended(need("desktop-file-validate"), file)


def test_the_appstream_data_are_valid(tmp_path: Path, icons_there: None) -> None:
    need("appstreamcli")
    desktop_files.place(tmp_path)
    assert not ended("appstreamcli", "validate", "--no-net", tmp_path / "share" / "metainfo" / f"{APP_ID}.metainfo.xml")


def test_the_man_page_names_every_command_and_is_well_formed(tmp_path: Path) -> None:
    page = recipe.filled(DESKTOP / "seesay.1")
    for command in ("describe", "read", "ask", "find", "narrate", "document", "stop", "repeat", "models", "doctor"):
        assert command in page
    assert "@" not in page.replace("@DATE@", "@")
    if shutil.which("groff"):
        file = tmp_path / "seesay.1"
        file.write_text(page)
        done = subprocess.run(
            ["groff", "-man", "-ww", "-z", "-Tutf8", file], capture_output=True, text=True, check=True
        )
        assert done.stderr == ""


def test_everything_that_a_menu_looks_for_is_placed(tmp_path: Path, icons_there: None) -> None:
    desktop_files.place(tmp_path)
    placed = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()}
    entry = (tmp_path / "share" / "applications" / f"{APP_ID}.desktop").read_text()
    assert f"Icon={APP_ID}\n" in entry
    assert f"share/icons/hicolor/scalable/apps/{APP_ID}.svg" in placed
    assert f"share/icons/hicolor/48x48/apps/{APP_ID}.png" in placed
    metainfo = (tmp_path / "share" / "metainfo" / f"{APP_ID}.metainfo.xml").read_text()
    assert f'version="{__version__}"' in metainfo
    assert (tmp_path / "share" / "man" / "man1" / "seesay.1.gz").is_file()


def test_nothing_starts_by_itself_before_the_user_wants_it(tmp_path: Path, icons_there: None) -> None:
    desktop_files.place(tmp_path)
    assert not [file for file in tmp_path.rglob("*") if "autostart" in str(file)]
    assert autostart_xdg.FILE in (INSTALLERS / "linux" / "uninstall.sh").read_text(), (
        "what the user switched on goes too"
    )


def test_the_same_sources_make_the_same_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, icons_there: None
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for folder in (tmp_path / "a", tmp_path / "b"):
        desktop_files.place(folder)
        desktop_files.settle(folder)
    packed = [
        subprocess.run(["tar", "c", "--sort=name", "-C", tmp_path / name, "."], capture_output=True, check=True).stdout
        for name in "ab"
    ]
    assert packed[0] == packed[1]
    assert recipe.source_day() == "2023-11-14"


# --- Windows and macOS -----------------------------------------------------------------------------------


def test_macos_is_asked_for_camera_and_screen_in_words() -> None:
    told = plistlib.loads(INFO.read_bytes())
    for key in ("NSCameraUsageDescription", "NSScreenCaptureUsageDescription", "NSAppleEventsUsageDescription"):
        assert len(told[key].split()) > 4
    allowed = plistlib.loads((INSTALLERS / "macos" / "entitlements.plist").read_bytes())
    assert allowed["com.apple.security.device.camera"] is True


def test_each_recipe_starts_from_the_same_spec() -> None:
    for file in ("windows/build.ps1", "macos/build.sh"):
        text = (INSTALLERS / file).read_text().replace("\\", "/")
        assert "installers/build.py bundle" in text, file
    spec = (INSTALLERS / "seesay.spec").read_text()
    for needed in ("seesay-tray", "Info.plist", "entitlements.plist", "own_libraries_only.py", "entry.py"):
        assert needed in spec
    compile((INSTALLERS / "seesay.spec").read_text(), "seesay.spec", "exec")


# --- a release ------------------------------------------------------------------------------------------


def test_the_notes_are_the_changelogs_chapter() -> None:
    changelog = "# Changelog\n\n## [0.2.0] - 2027-01-01\n\n### Added\n\n- New.\n\n## [0.1.0] - 2026-01-01\n\n- Old.\n"
    assert release_notes.notes(changelog, "0.2.0") == "### Added\n\n- New.\n"
    assert release_notes.notes(changelog, "0.1.0") == "- Old.\n"
    for version in ("0.3.0", "0"):
        with pytest.raises(RecipeError, match="no chapter"):
            release_notes.notes(changelog, version)


def test_this_version_has_notes(tmp_path: Path) -> None:
    release_notes.write(tmp_path)
    text = (tmp_path / release_notes.NAME).read_text()
    assert text.startswith(f"# SeeSay {__version__}\n")
    assert f"seesay_{__version__}_amd64.deb" in text
    assert "@" not in text


def test_checksums_are_what_sha256sum_checks(tmp_path: Path) -> None:
    (tmp_path / "a b.deb").write_bytes(b"one")
    (tmp_path / "c.tar.xz").write_bytes(b"two")
    checksums.write(tmp_path)
    check = ["sha256sum", "--check", "--strict", checksums.NAME]
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "c.tar.xz").write_bytes(b"three")
    assert subprocess.run(check, cwd=tmp_path, capture_output=True, check=False).returncode == 1
    with pytest.raises(RecipeError, match="nothing"):
        checksums.write(tmp_path / "nowhere")


def test_a_missing_tool_is_a_sentence() -> None:
    with pytest.raises(RecipeError, match="no-such-program is not installed"):
        recipe.run(["no-such-program"])
    with pytest.raises(RecipeError, match="ended with status 3"):
        recipe.run(["sh", "-c", "exit 3"])


def test_the_extra_that_builds_is_pinned() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert any("pyinstaller" in each for each in told["project"]["optional-dependencies"]["package"])
    pinned = (ROOT / "constraints.txt").read_text()
    assert re.search(r"^pyinstaller==", pinned, re.MULTILINE)
    assert re.search(r"^pyinstaller-hooks-contrib==", pinned, re.MULTILINE)
