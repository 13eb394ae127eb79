"""Media keys over a private bus: what desktops send arrives, what they are told is all there is to be known."""

from __future__ import annotations

import os
import queue
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jeepney import DBusAddress, HeaderFields, MatchRule, MessageType, Properties, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from assistant.system.mpris import NAME, PATH, PLAYER, ROOT, MediaKey, MediaKeys, MediaStatus
from support.bus import PrivateBus, private_bus
from support.processes import wait_until

PLAYER_AT = DBusAddress(PATH, bus_name=NAME, interface=PLAYER)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateBus]:
    with private_bus(Path(os.environ["XDG_RUNTIME_DIR"])) as private:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", private.address)
        yield private


@pytest.fixture
def desktop(bus: PrivateBus) -> Iterator[DBusConnection]:
    with open_dbus_connection("SESSION") as connection:
        yield connection


@pytest.fixture
def media(bus: PrivateBus) -> Iterator[tuple[MediaKeys, queue.SimpleQueue[MediaKey]]]:
    pressed: queue.SimpleQueue[MediaKey] = queue.SimpleQueue()
    keys = MediaKeys(pressed.put)
    yield keys, pressed
    keys.close()


Media = tuple[MediaKeys, "queue.SimpleQueue[MediaKey]"]


def is_there(desktop: DBusConnection) -> bool:
    return bool(desktop.send_and_get_reply(message_bus.NameHasOwner(NAME)).body[0])


def appeared(desktop: DBusConnection, media: MediaKeys, status: MediaStatus = MediaStatus.PLAYING) -> None:
    media.show(status)
    wait_until(lambda: is_there(desktop), what="the player on the bus")


def value(desktop: DBusConnection, name: str, interface: str = PLAYER) -> Any:
    at = DBusAddress(PATH, bus_name=NAME, interface=interface)
    return desktop.send_and_get_reply(Properties(at).get(name)).body[0][1]


def test_every_key_arrives(desktop: DBusConnection, media: Media) -> None:
    keys, pressed = media
    appeared(desktop, keys)
    for key in MediaKey:
        desktop.send_and_get_reply(new_method_call(PLAYER_AT, key.value))
        assert pressed.get(timeout=5) is key


def test_it_is_there_only_while_it_is_shown(desktop: DBusConnection, media: Media) -> None:
    keys, _ = media
    assert not is_there(desktop)
    appeared(desktop, keys)
    keys.close()
    assert not is_there(desktop)
    appeared(desktop, keys)


def test_the_status_is_told_and_its_changes_are_signalled(desktop: DBusConnection, media: Media) -> None:
    keys, _ = media
    appeared(desktop, keys)
    wait_until(lambda: value(desktop, "PlaybackStatus") == "Playing", what="the status")
    rule = MatchRule(type="signal", path=PATH, member="PropertiesChanged")
    desktop.send_and_get_reply(message_bus.AddMatch(rule))
    with desktop.filter(rule) as signals:
        keys.show(MediaStatus.PLAYING)
        keys.show(MediaStatus.PAUSED)
        signal = desktop.recv_until_filtered(signals, timeout=5)
    assert signal.body == (PLAYER, {"PlaybackStatus": ("s", "Paused")}, [])
    assert value(desktop, "PlaybackStatus") == "Paused"


def test_nothing_of_the_document_is_told(desktop: DBusConnection, media: Media) -> None:
    keys, _ = media
    appeared(desktop, keys)
    everything = desktop.send_and_get_reply(Properties(PLAYER_AT).get_all()).body[0]
    assert everything["Metadata"][1]["xesam:title"] == ("s", "SeeSay")
    assert set(everything["Metadata"][1]) == {"mpris:trackid", "xesam:title"}
    assert value(desktop, "Identity", ROOT) == "SeeSay"


@pytest.mark.parametrize(
    ("interface", "member"), [("org.example.Other", "Eject"), (PLAYER, "Seek"), (ROOT, "Raise"), (PLAYER, "OpenUri")]
)
def test_what_it_cant_do_harms_nothing(desktop: DBusConnection, media: Media, interface: str, member: str) -> None:
    keys, pressed = media
    appeared(desktop, keys)
    reply = desktop.send_and_get_reply(new_method_call(DBusAddress(PATH, bus_name=NAME, interface=interface), member))
    wanted = MessageType.error if "example" in interface else MessageType.method_return
    assert reply.header.message_type is wanted, reply.header.fields.get(HeaderFields.error_name)
    desktop.send_and_get_reply(new_method_call(PLAYER_AT, "Play"))
    assert pressed.get(timeout=5) is MediaKey.PLAY
    assert pressed.empty()


def test_a_second_one_leaves_the_name_to_the_first(desktop: DBusConnection, media: Media) -> None:
    keys, pressed = media
    appeared(desktop, keys)
    second = MediaKeys(lambda key: None)
    second.show(MediaStatus.PLAYING)
    second.close()
    desktop.send_and_get_reply(new_method_call(PLAYER_AT, "Next"))
    assert pressed.get(timeout=5) is MediaKey.NEXT


@pytest.mark.parametrize("break_it", [lambda bus: bus.process.kill(), lambda bus: bus.process.terminate()])
def test_a_bus_that_goes_away_harms_nobody(
    bus: PrivateBus, desktop: DBusConnection, media: Media, break_it: Callable[[PrivateBus], None]
) -> None:
    keys, _ = media
    appeared(desktop, keys)
    break_it(bus)
    bus.process.wait()
    for _ in range(70_000):
        keys.show(MediaStatus.PLAYING)
    keys.close()


def test_without_a_bus_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    keys = MediaKeys(lambda key: None)
    keys.show(MediaStatus.PLAYING)
    keys.close()
    keys.close()
