"""What a bundle holds and what it leaves out: one table for every platform's build and for the tests.

It builds nothing. `seesay.spec` reads it, so that Linux, Windows and macOS take the same things.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatch
from pathlib import PurePath

APP_ID = "org.seesay.SeeSay"
"""Names the desktop file, the AppStream component, the macOS bundle and the Flatpak; portals ask for a dot in it."""
NAME = "seesay"
PACKAGE = "assistant"
"""The package of which every module and every resource goes in: engines and children are imported by name."""

# Libraries whose modules are found by name at run time, or which carry data that code reads from files.
DATA_OF = ("rapidocr", "espeakng_loader", "py3langid", "docx", "prism")
NATIVE = ("*.so", "*.dylib", "*.dll", "*.pyd")
"""Libraries beside the code of these packages, some of which are found by a path of their own."""
SUBMODULES_OF = (PACKAGE, "pyttsx3.drivers", "keyring.backends")
ONLY_ON = {
    "darwin": ("AppKit", "ApplicationServices", "Foundation", "Quartz", "Vision", "objc"),
    "win32": ("winrt", "comtypes"),
}
"""Bridges to a platform's own services, imported by name where the system is asked; taken where they are installed."""
METADATA_OF = ("seesay", "keyring", "rapidocr")
"""Packages that are asked for their version or their entry points while the program runs."""

# The code of these packages is never run: only their networks or their data are opened as files.
FOUND_BUT_NOT_RUN = ("rapidocr",)

ESPEAK = "espeakng_loader"
"""The one package that `--without-espeak` leaves out; speech-dispatcher or the system's voices speak then."""
MODEL_RUNTIME = ("torch", "transformers", "accelerate", "bitsandbytes", "huggingface_hub", "psutil", "safetensors")
"""What the full bundle has beyond the light one; transformers and bitsandbytes look for their parts by name."""
WHOLE_IN_FULL = ("transformers.models.auto", "transformers.models.paligemma", "transformers.models.gemma2",
                 "transformers.models.gemma", "transformers.models.siglip", "transformers.models.idefics3",
                 "transformers.models.smolvlm", "transformers.models.llama", "bitsandbytes")  # fmt: skip

EXCLUDED_MODULES = (
    "tkinter", "turtle", "idlelib", "lib2to3", "ensurepip", "pydoc_data",
    "readline",  # GNU Readline is GPL-3, and nothing here reads a line from a terminal
    "requests", "urllib3", "IPython", "pytest", "setuptools", "pip", "wheel",
    "rapidocr.main", "rapidocr.cli", "rapidocr.inference_engine", "rapidocr.utils",
    "matplotlib", "scipy", "pandas", "tensorboard", "torch.utils.tensorboard",
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtWebEngineCore", "PySide6.QtPdf",
)  # fmt: skip
"""Never bundled, whatever asks for them."""
ONLY_IN_FULL = ("yaml",)
"""What the runtime of the models cannot start without, and nothing else uses."""

# Beyond this, PyInstaller's hooks take every plugin of every Qt module that they see.
UNWANTED_FILES = (
    "*QtVirtualKeyboard*", "*qtvirtualkeyboard*",  # GPL alone
    "*/plugins/imageformats/*qpdf*", "*/plugins/imageformats/*qtiff*", "*/plugins/imageformats/*qtga*",
    "*/plugins/imageformats/*qwbmp*", "*/plugins/imageformats/*qicns*", "*/plugins/imageformats/*qwebp*",
    "*/plugins/platforms/*eglfs*", "*/plugins/platforms/*linuxfb*", "*/plugins/platforms/*vnc*",
    "*/plugins/platforms/*minimal*", "*/plugins/platforms/*vkkhrdisplay*", "*/plugins/egldeviceintegrations/*",
    "*/plugins/generic/*", "*/plugins/networkinformation/*", "*/plugins/wayland-graphics-integration-server/*",
    "*/plugins/platformthemes/*qgtk3*",  # would bring the whole of GTK from the machine that builds
    "*/plugins/multimedia/*gstreamer*", "*/plugins/qml*", "*/PySide6/Qt/qml/*",
    # Qt's own words for the buttons of its dialogs are kept, those of the modules that are not here go.
    "*/translations/qtdeclarative*", "*/translations/qtwebengine*", "*/translations/qtmultimedia*",
    "*/translations/qtconnectivity*", "*/translations/qtlocation*", "*/translations/qtserialport*",
    "*/translations/qtwebsockets*", "*/translations/assistant*", "*/translations/designer*",
    "*/translations/linguist*", "*/translations/qt_help*",
    # The angle classifier of rapidocr flips good lines and is never run.
    "*rapidocr/models/*cls*", "rapidocr/*.yaml", "rapidocr/*.pyi",
    # torch's own tests.
    "torch/lib/libaoti_custom_ops*", "torch/lib/libbackend_with_compiler*", "torch/lib/libjitbackend_test*",
)  # fmt: skip

# What a Linux bundle takes from the machine that builds: what desktops often lack, and the interpreter. All else of the
# system (C and C++ libraries, X11, GL, sound, D-Bus, TLS) stays the system's own: it fits the drivers and services
# that run there, and gets their security updates.
INTERPRETER = "libpython3*"
CARRIED_LIBRARIES = (
    INTERPRETER, "libxcb-cursor.so*", "libxcb-icccm.so*", "libxcb-image.so*", "libxcb-keysyms.so*",
    "libxcb-render-util.so*", "libxcb-util.so*", "libxkbcommon.so*", "libxkbcommon-x11.so*", "libffi.so*",
)  # fmt: skip
SYSTEM_FOLDERS = ("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/", "/usr/local/")

Entry = tuple[str, str, str]
"""PyInstaller's own: the path inside the bundle, where it comes from, and its kind."""


def is_wanted(entry: Entry) -> bool:
    """Tell whether a file goes in, as far as its name and origin say."""
    name, source, _kind = entry
    path = "/" + name.replace("\\", "/")
    if any(fnmatch(path, f"*{pattern}" if pattern[0] in "*/" else f"/{pattern}") for pattern in UNWANTED_FILES):
        return False
    is_the_systems = source.startswith(SYSTEM_FOLDERS) and path.count("/") == 1
    return not is_the_systems or any(fnmatch(path[1:], pattern) for pattern in CARRIED_LIBRARIES)


def kept(entries: Sequence[Entry], imports_of: Callable[[str], Iterable[str]]) -> list[Entry]:
    """Return the entries that go in: what is wanted, without the libraries that only unwanted files asked for.

    `imports_of` returns the names of the libraries that a file asks for.
    """
    wanted = [entry for entry in entries if is_wanted(entry)]
    libraries = {PurePath(name).name: (name, source) for name, source, kind in wanted if _is_library(name, kind)}
    asked = [source for name, source, kind in wanted if not _is_library(name, kind) and kind in ("BINARY", "EXTENSION")]
    reached: set[str] = set()
    while asked:
        for name in {PurePath(each).name for each in imports_of(asked.pop())} & libraries.keys() - reached:
            reached.add(name)
            asked.append(libraries[name][1])
    lost = {name for base, (name, _) in libraries.items() if base not in reached}
    stays = {entry[0] for entry in wanted} - lost
    gone = {entry[0] for entry in entries} - stays
    return [entry for entry in wanted if entry[0] in stays and not (entry[2] == "SYMLINK" and _target(entry) in gone)]


def _is_library(name: str, kind: str) -> bool:
    """Tell whether nobody would miss it but the libraries and modules that ask for it."""
    folder, base = PurePath(name).parent.as_posix(), PurePath(name).name
    if kind != "BINARY" or fnmatch(base, INTERPRETER):
        return False
    return fnmatch(base, "Qt6*.dll") or (
        ".so" in base and (folder in (".", "PySide6/Qt/lib") or folder.endswith(".libs"))
    )


def _target(link: Entry) -> str:
    name, target, _kind = link
    return (PurePath(name).parent / target).as_posix()
