"""A document as sound: a page becomes packets of the wanted codec, all packets one file with chapters.

Every page has an encoder of its own. So a page is the same wherever an export goes on, and a file that was made in two
goes sounds as one that was made in one. FFmpeg does the work; this runs in a child process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import BinaryIO, Protocol

import av
import msgspec
from av.audio.codeccontext import AudioCodecContext

from assistant.core import languages
from assistant.core.domain import VoiceStyle
from assistant.reader.exports.messages import Begin, SpokenPage

BLOCK_PAUSE = 0.35
"""Seconds of rest behind a paragraph, besides what the voice makes itself."""
HEADING_PAUSE = 0.7
_MOST_CHAPTERS = 250
_BEAT = 2000
_BYTES = 2


class Samples(Protocol):
    """What makes speech: 16 bit mono, `rate` samples a second."""

    rate: int

    def make(self, text: str, language: str, style: VoiceStyle, take: Callable[[bytes], bool]) -> None:
        """Hand the samples of a text to `take`."""
        ...


@dataclass(frozen=True, slots=True)
class Codec:
    """How a format is made; `rate` 0 is the voice's own, `frame` the samples of a packet where any will do.

    `has_chapter_comments`: chapters are comments of ours, because FFmpeg rounds their seconds up and not their
    milliseconds, and so puts half of all chapters a second too late.
    """

    container: str
    name: str
    sample_format: str
    rate: int = 0
    bits: int = 0
    frame: int = 0
    options: dict[str, str] = field(default_factory=dict)
    container_options: dict[str, str] = field(default_factory=dict)
    has_chapter_comments: bool = False


CODECS = {
    # Beyond 4 GB, some 27 hours, a WAV file counts in 64 bits.
    ".wav": Codec("wav", "pcm_s16le", "s16", frame=4096, container_options={"rf64": "auto"}),
    # 24 kilobits are more than speech of 11 kHz needs; long packets make a book of a day a million packets smaller.
    ".opus": Codec(
        "ogg",
        "libopus",
        "s16",
        24_000,
        24_000,
        options={"frame_duration": "60", "application": "voip"},
        has_chapter_comments=True,
    ),
    ".mp3": Codec("mp3", "libmp3lame", "s16p", 22_050, 48_000),
}


class Mark(msgspec.Struct, frozen=True):
    """A heading: samples since the page's begin, its level and its words."""

    offset: int
    level: int
    text: str


class _Sound(msgspec.Struct, frozen=True):
    """A page as it lies in the part file; `frame` is the samples of every packet, 0 where they are plain samples."""

    title: str
    frame: int
    marks: list[Mark]
    packets: list[bytes]


_sounds: msgspec.msgpack.Decoder[_Sound] = msgspec.msgpack.Decoder(_Sound)


class SoundKeeper:
    """Makes a page's packets, and the file of all of them."""

    def __init__(self, begin: Begin, suffix: str, samples: Samples, beat: Callable[[], None]) -> None:
        self._begin = begin
        self._codec = CODECS[suffix]
        self._samples = samples
        self._beat = beat
        self._style = VoiceStyle(begin.rate, begin.pitch, begin.volume, begin.voice)

    def page(self, page: SpokenPage, _rgb: bytes) -> bytes:
        """Speak a page; return what is kept of it. Raises a `VoiceError`."""
        encoder = _Encoder(self._codec, self._samples.rate)
        marks: list[Mark] = []
        for text, language, heading, is_last in page.passages:
            if heading:
                marks.append(Mark(encoder.samples, heading, text))
            self._samples.make(text, language, self._style, encoder.feed)
            if is_last:
                encoder.rest(HEADING_PAUSE if heading else BLOCK_PAUSE)
            self._beat()
        packets = encoder.end()
        sound = _Sound(page.title, encoder.frame, marks, packets)
        return msgspec.msgpack.encode(sound)

    def finish(self, contents: Callable[[], Iterator[tuple[int, bytes]]], file: BinaryIO) -> None:
        """Write the file. Raises OSError."""
        chapters = self._chapters(contents)
        options = {"fflags": "bitexact", **self._codec.container_options}
        with av.open(file, "w", format=self._codec.container, options=options) as container:
            stream = container.add_stream(self._codec.name, rate=self._rate)
            assert isinstance(stream.codec_context, AudioCodecContext)
            _set_up(stream.codec_context, self._codec, self._rate)
            stream.time_base = Fraction(1, self._rate)
            container.metadata.update(self._metadata())
            if self._codec.has_chapter_comments:
                container.metadata.update(_comments(chapters))
            else:
                container.set_chapters(chapters)
            container.start_encoding()
            begin = count = 0
            for _, content in contents():
                sound = _sounds.decode(content)
                for data, samples in _lengths(sound):
                    packet = av.Packet(data)
                    # The container's own unit of time may be another one.
                    packet.stream, packet.time_base = stream, Fraction(1, self._rate)
                    packet.pts = packet.dts = begin
                    packet.duration = samples
                    container.mux(packet)
                    begin, count = begin + samples, count + 1
                    if count % _BEAT == 0:
                        self._beat()

    @property
    def _rate(self) -> int:
        return self._codec.rate or self._samples.rate

    def _metadata(self) -> dict[str, str]:
        begin = self._begin
        code = languages.LANGUAGES[languages.match(begin.language)].tesseract.partition("_")[0]
        told = {
            "title": begin.title,
            "album": begin.title,
            "artist": begin.author,
            "language": {"chi": "zho"}.get(code, code),
            "genre": "Audiobook",
        }
        return {name: value for name, value in told.items() if value}

    def _chapters(self, contents: Callable[[], Iterator[tuple[int, bytes]]]) -> list[av.container.Chapter]:
        """Return the chapters: headings, else the table of contents, else pages."""
        begins: dict[int, int] = {}
        titles: dict[int, str] = {}
        headings: list[tuple[int, int, str]] = []
        position = 0
        for number, content in contents():
            sound = _sounds.decode(content)
            begins[number], titles[number] = position, sound.title
            headings += [(position + mark.offset, mark.level, mark.text) for mark in sound.marks]
            position += sum(samples for _, samples in _lengths(sound))
            self._beat()
        listed = [(begins[page], level, text) for text, level, page in self._begin.contents if page in begins]
        chosen = _coarse(headings) or _coarse(listed) or [(begins[number], titles[number]) for number in begins]
        if chosen and chosen[0][0] > self._rate // 2:
            chosen.insert(0, (0, self._begin.title))
        return _as_chapters(chosen, position, self._rate)


class _Encoder:
    """One page's samples on their way through the codec."""

    def __init__(self, codec: Codec, rate: int) -> None:
        self.rate = codec.rate or rate
        self._given = rate
        context = av.CodecContext.create(codec.name, "w")
        assert isinstance(context, AudioCodecContext)
        _set_up(context, codec, self.rate)
        context.open()
        self._context = context
        self.frame = context.frame_size
        size = context.frame_size or codec.frame
        self._resampler = av.AudioResampler(codec.sample_format, "mono", self.rate, frame_size=size)
        self._packets: list[bytes] = []
        self._taken = 0

    @property
    def samples(self) -> int:
        """How much of the page there is so far, at the file's rate."""
        return self._taken * self.rate // self._given

    def feed(self, pcm: bytes) -> bool:
        """Take samples of the voice."""
        if pcm:
            frame = av.AudioFrame("s16", "mono", len(pcm) // _BYTES)
            frame.planes[0].update(pcm)
            frame.sample_rate = self._given
            frame.time_base = Fraction(1, self._given)
            frame.pts = self._taken
            self._taken += frame.samples
            self._encode(self._resampler.resample(frame))
        return True

    def rest(self, seconds: float) -> None:
        """Be silent for that long."""
        self.feed(bytes(int(self._given * seconds) * _BYTES))

    def end(self) -> list[bytes]:
        """Return all packets; the page is over."""
        if self._taken:
            self._encode(self._resampler.resample(None))
        self._packets += [bytes(packet) for packet in self._context.encode(None)]
        return self._packets

    def _encode(self, frames: Sequence[av.AudioFrame]) -> None:
        for frame in frames:
            self._packets += [bytes(packet) for packet in self._context.encode(frame)]


def _set_up(context: AudioCodecContext, codec: Codec, rate: int) -> None:
    context.sample_rate = rate
    context.layout = "mono"
    context.format = codec.sample_format
    context.time_base = Fraction(1, rate)
    if codec.bits:
        context.bit_rate = codec.bits
    context.options = dict(codec.options)


def _lengths(sound: _Sound) -> Iterator[tuple[bytes, int]]:
    """Yield a page's packets with their samples."""
    for data in sound.packets:
        yield data, sound.frame or len(data) // _BYTES


def _coarse(headings: list[tuple[int, int, str]]) -> list[tuple[int, str]]:
    """Return the headings of as many levels as a player can list."""
    for deepest in sorted({level for _, level, _ in headings}, reverse=True):
        chosen = [(begin, text) for begin, level, text in headings if level <= deepest]
        if len(chosen) <= _MOST_CHAPTERS:
            return chosen
    highest = min((level for _, level, _ in headings), default=0)
    return [(begin, text) for begin, level, text in headings if level == highest]


def _as_chapters(chosen: list[tuple[int, str]], end: int, rate: int) -> list[av.container.Chapter]:
    ends = [begin for begin, _ in chosen[1:]] + [end]
    return [
        {
            "id": number,
            "start": begin * 1000 // rate,
            "end": until * 1000 // rate,
            "time_base": Fraction(1, 1000),
            "metadata": {"title": text},
        }
        for number, ((begin, text), until) in enumerate(zip(chosen, ends, strict=True))
    ]


def _comments(chapters: list[av.container.Chapter]) -> dict[str, str]:
    """Return chapters as Ogg players read them, wiki.xiph.org/Chapter_Extension."""
    told = {}
    for chapter in chapters:
        name = f"CHAPTER{chapter['id']:03d}"
        minutes, milliseconds = divmod(chapter["start"], 60_000)
        hours, minutes = divmod(minutes, 60)
        told[name] = f"{hours:02d}:{minutes:02d}:{milliseconds // 1000:02d}.{milliseconds % 1000:03d}"
        told[f"{name}NAME"] = chapter["metadata"]["title"]
    return told
