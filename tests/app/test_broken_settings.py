"""What was wrong with the settings file is still known when there is somebody to tell it to."""

from __future__ import annotations

from assistant.app.house import open_store
from assistant.core.wording import SettingMessages
from assistant.system import paths


def test_an_opened_store_remembers_that_the_file_was_broken() -> None:
    (paths.config_dir() / "settings.toml").write_text("[speech\nrate = ", encoding="utf-8")
    assert [notice.message for notice in open_store().notices] == [SettingMessages.FILE_BROKEN]
    assert open_store().notices == ()
