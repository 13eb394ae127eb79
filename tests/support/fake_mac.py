"""The part of macOS that hotkeys need, as its headers tell it: Carbon's hotkeys, one layout, one run loop."""

from __future__ import annotations

import ctypes
from typing import Any

from assistant.hotkeys.macos import Ticker
from assistant.hotkeys.macos_keyboard import Keyboard, Take
from support.fake_native import FakeLibrary

CARBON = """
EventTargetRef GetApplicationEventTarget()
OSStatus InstallEventHandler(EventTargetRef, EventHandlerUPP, ItemCount, const EventTypeSpec*, void*, EventHandlerRef*)
OSStatus RemoveEventHandler(EventHandlerRef)
OSStatus RegisterEventHotKey(UInt32, UInt32, EventHotKeyID, EventTargetRef, OptionBits, EventHotKeyRef*)
OSStatus UnregisterEventHotKey(EventHotKeyRef)
UInt32 GetEventKind(EventRef)
OSStatus GetEventParameter(EventRef, OSType, OSType, OSType*, ByteCount, ByteCount*, void*)
TISInputSourceRef TISCopyCurrentASCIICapableKeyboardLayoutInputSource()
void* TISGetInputSourceProperty(TISInputSourceRef, CFStringRef)
UInt8* CFDataGetBytePtr(CFDataRef)
void CFRelease(CFTypeRef)
UInt8 LMGetKbdType()
OSStatus UCKeyTranslate(UCKeyboardLayout*, UInt16, UInt16, UInt32, UInt32, OptionBits, UInt32*, ItemCount, ItemCount*, UniChar*)
"""  # noqa: E501 - as the header has it
SERVICES = "CGEventFlags CGEventSourceFlagsState(SInt32)"
FOUNDATION = """
CFAbsoluteTime CFAbsoluteTimeGetCurrent()
CFRunLoopRef CFRunLoopGetMain()
CFRunLoopTimerRef CFRunLoopTimerCreate(CFAllocatorRef, CFAbsoluteTime, CFTimeInterval, CFOptionFlags, CFIndex, void(*)(), void*)
void CFRunLoopAddTimer(CFRunLoopRef, CFRunLoopTimerRef, CFStringRef)
void CFRunLoopTimerInvalidate(CFRunLoopTimerRef)
void CFRelease(CFTypeRef)
"""  # noqa: E501 - as the header has it
TARGET, HANDLER, SOURCE, LAYOUT_KEY, DATA, BYTES, LOOP, TIMER, MODES = range(0x1001, 0x100A)
SIGNATURE, DIRECT_OBJECT, HOT_KEY_ID, KEYBOARD = (
    int.from_bytes(word, "big") for word in (b"SeeS", b"----", b"hkid", b"keyb")
)
# A French keyboard's letters, by place: A and Q, Z and W are changed, M is where the US has the semicolon.
FRENCH = {0x00: "q", 0x0C: "a", 0x06: "w", 0x0D: "z", 0x02: "d", 0x29: "m", 0x2E: ",", 0x2B: ";", 0x1B: ")"}


class FakeMac:
    """Its methods are the functions; `press` and `release` are the user's fingers."""

    def __init__(self) -> None:
        self.layout = FRENCH
        self.registered: dict[int, tuple[int, int, int]] = {}
        self.of_others: set[tuple[int, int]] = set()
        self.handler: Any = None
        self.event = (0, 0)
        self.flags = 0x100
        self.released: list[int] = []
        self.tick: Any = None
        self.carbon = FakeLibrary(self, CARBON, {"kTISPropertyUnicodeKeyLayoutData": LAYOUT_KEY})
        self.services = FakeLibrary(self, SERVICES)
        self.foundation = FakeLibrary(self, FOUNDATION, {"kCFRunLoopCommonModes": MODES})

    def keyboard(self, take: Take) -> Keyboard:
        return Keyboard(take, self.carbon, self.services)

    def ticker(self, tick: Any) -> Ticker:
        return Ticker(tick, self.foundation)

    def is_held(self, code: int, mask: int) -> bool:
        return any(held[:2] == (code, mask) for held in self.registered.values())

    def press(self, code: int, mask: int, kind: int = 5) -> bool:
        """Press a combination; tell whether it was held back."""
        found = [
            number
            for held_code, held_mask, number in self.registered.values()
            if (held_code, held_mask) == (code, mask)
        ]
        for number in found:
            self.event = (kind, number)
            assert self.handler(None, 0x99, None) == 0
        return bool(found)

    def release(self, code: int, mask: int) -> bool:
        return self.press(code, mask, 6)

    def turn(self) -> None:
        """Let the run loop call what is due."""
        if self.tick is not None:
            self.tick(TIMER, None)

    # --- Carbon -----------------------------------------------------------------------------------

    def GetApplicationEventTarget(self) -> int:  # noqa: N802  # its name
        return TARGET

    def InstallEventHandler(self, target: int, handler: Any, count: int, kinds: Any, data: int | None, out: Any) -> int:  # noqa: N802  # its name
        assert (target, count, data) == (TARGET, 2, None)
        assert [(kinds[n].kind_of_event, kinds[n].kind) for n in range(2)] == [(KEYBOARD, 5), (KEYBOARD, 6)]
        self.handler = handler
        out[0] = ctypes.c_void_p(HANDLER)
        return 0

    def RemoveEventHandler(self, handler: int) -> int:  # noqa: N802  # its name
        assert handler == HANDLER
        self.handler = None
        return 0

    def RegisterEventHotKey(self, code: int, mask: int, number: Any, target: int, options: int, out: Any) -> int:  # noqa: N802  # its name
        assert (number.signature, target) == (SIGNATURE, TARGET)
        assert options == 1, "kEventHotKeyExclusive, without which a taken key looks free"
        if (code, mask) in self.of_others or self.is_held(code, mask):
            return -9878
        reference = 0x2000 + number.number
        assert reference not in self.registered, "two hotkeys of one number"
        self.registered[reference] = (code, mask, number.number)
        out[0] = ctypes.c_void_p(reference)
        return 0

    def UnregisterEventHotKey(self, reference: int) -> int:  # noqa: N802  # its name
        del self.registered[reference]
        return 0

    def GetEventKind(self, _event: int) -> int:  # noqa: N802  # its name
        return self.event[0]

    def GetEventParameter(self, event: int, name: int, kind: int, actual: Any, size: int, count: Any, out: int) -> int:  # noqa: N802  # its name
        assert (event, name, kind, size) == (0x99, DIRECT_OBJECT, HOT_KEY_ID, 8)
        assert not actual
        assert not count
        (ctypes.c_uint32 * 2).from_address(out)[:] = [SIGNATURE, self.event[1]]
        return 0

    def TISCopyCurrentASCIICapableKeyboardLayoutInputSource(self) -> int:  # noqa: N802  # its name
        return SOURCE

    def TISGetInputSourceProperty(self, source: int, key: int) -> int | None:  # noqa: N802  # its name
        assert (source, key) == (SOURCE, LAYOUT_KEY)
        return DATA if self.layout else None

    def CFDataGetBytePtr(self, data: int) -> int:  # noqa: N802  # its name
        assert data == DATA
        return BYTES

    def LMGetKbdType(self) -> int:  # noqa: N802  # its name
        return 44

    def UCKeyTranslate(  # noqa: N802  # its name, its arguments
        self,
        layout: int,
        place: int,
        action: int,
        held: int,
        kind: int,
        options: int,
        dead: Any,
        most: int,
        count: Any,
        out: Any,
    ) -> int:
        assert (layout, action, held, kind, options, most) == (BYTES, 3, 0, 44, 1, 4)
        assert dead[0] == 0
        typed = self.layout.get(place, "")
        count[0] = len(typed)
        for number, character in enumerate(typed):
            out[number] = ord(character)
        return 0

    def CGEventSourceFlagsState(self, state: int) -> int:  # noqa: N802  # its name
        assert state == 0, "kCGEventSourceStateCombinedSessionState"
        return self.flags

    # --- CoreFoundation ---------------------------------------------------------------------------

    def CFRelease(self, reference: int) -> None:  # noqa: N802  # its name
        self.released.append(reference)

    def CFAbsoluteTimeGetCurrent(self) -> float:  # noqa: N802  # its name
        return 1000.0

    def CFRunLoopGetMain(self) -> int:  # noqa: N802  # its name
        return LOOP

    def CFRunLoopTimerCreate(  # noqa: N802  # its name, its arguments
        self,
        allocator: int | None,
        first: float,
        interval: float,
        flags: int,
        order: int,
        call: Any,
        context: int | None,
    ) -> int:
        assert (allocator, flags, order, context) == (None, 0, 0, None)
        assert (first, interval) == (1000.02, 0.02)
        self.tick = call
        return TIMER

    def CFRunLoopAddTimer(self, loop: int, timer: int, modes: int) -> None:  # noqa: N802  # its name
        assert (loop, timer, modes) == (LOOP, TIMER, MODES)

    def CFRunLoopTimerInvalidate(self, timer: int) -> None:  # noqa: N802  # its name
        assert timer == TIMER
        self.tick = None
