"""A PaliGemma that says what a test wants, token by token of a real tokenizer; without torch and transformers.

`FakeLoop` stands in for the part with torch in it; all around it is the real thing. What it was asked is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.vision.paligemma.model import Cancelled, Features, IsCancelled, PaliGemmaModel, Precision, Token

_CORPUS = [
    "a cat sits on the mat . the red square and a blue circle , where is it ? what color is the dog",
    "Ein Hund liegt auf dem Sofa . Das Bild zeigt einen Kreis . สวัสดีชาวโลก 안녕하세요 你好世界",
]
_SPECIALS = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>"]


class FakeTokenizer:
    """A byte-fallback BPE tokenizer as Gemma's, with `<loc>`, `<seg>` and `<image>`."""

    bos_token_id = 2
    eos_token_id = 1

    def __init__(self) -> None:
        from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

        made = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
        made.normalizer = normalizers.Replace(" ", "▁")
        made.pre_tokenizer = pre_tokenizers.Split("▁", behavior="merged_with_next")
        made.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
        first = [*_SPECIALS, "\n", *(f"<0x{value:02X}>" for value in range(256))]
        made.train_from_iterator(
            _CORPUS, trainers.BpeTrainer(vocab_size=520, special_tokens=first, show_progress=False)
        )
        # Bytes and the newline are ordinary pieces of the vocabulary, not control tokens.
        made = Tokenizer.from_str(
            _without_added(made.to_str(), keep=set(_SPECIALS)),
        )
        made.add_tokens([f"<loc{n:04d}>" for n in range(1024)] + [f"<seg{n:03d}>" for n in range(128)])
        made.add_special_tokens([AddedToken("<image>", special=True)])
        self.backend_tokenizer: Any = made

    def encode(self, text: str, *, add_special_tokens: bool, split_special_tokens: bool) -> list[int]:
        assert split_special_tokens
        return list(self.backend_tokenizer.encode(text, add_special_tokens=add_special_tokens).ids)

    def decode(self, token_ids: Sequence[int], skip_special_tokens: bool = False) -> str:
        return str(self.backend_tokenizer.decode(list(token_ids), skip_special_tokens=skip_special_tokens))

    def convert_tokens_to_ids(self, tokens: str) -> int:
        return int(self.backend_tokenizer.token_to_id(tokens))

    def ids(self, text: str) -> list[int]:
        """Return the ids of a text, without the beginning and the end."""
        return list(self.backend_tokenizer.encode(text, add_special_tokens=False).ids)


def _without_added(text: str, keep: set[str]) -> str:
    import json

    data = json.loads(text)
    data["added_tokens"] = [added for added in data["added_tokens"] if added["content"] in keep]
    return json.dumps(data)


@cache
def fake_tokenizer() -> FakeTokenizer:
    """Return the one tokenizer of the tests."""
    return FakeTokenizer()


Answer = str | Callable[[NDArray[np.uint8]], str]


class FakeLoop:
    """Answers by prompt: `answers` maps a prompt, or its first word, to a text, or to a function of the pixels.

    `probability` is that of every token; `before_token` is called before each, to cancel or to raise. `asked` are the
    prompts that came, `shown` the sizes of the parts that were looked at, `batches` how many prompts came together.
    """

    def __init__(
        self,
        answers: Mapping[str, Answer],
        *,
        probability: float = 0.9,
        before_token: Callable[[], None] = lambda: None,
    ) -> None:
        self.tokenizer = fake_tokenizer()
        self.answers = dict(answers)
        self.probability = probability
        self.before_token = before_token
        # Tokens that answer every prompt, in place of a text.
        self.scripted: list[int] | None = None
        self.asked: list[str] = []
        self.shown: list[tuple[int, int]] = []
        self.batches: list[int] = []

    def features(self, pixels: NDArray[np.uint8], is_cancelled: IsCancelled) -> Features:
        if is_cancelled():
            raise Cancelled
        self.shown.append((pixels.shape[1], pixels.shape[0]))
        return Features(pixels)

    def generate(
        self, features: Features, ids: Sequence[int], limit: int, is_cancelled: IsCancelled
    ) -> Iterator[Token]:
        assert ids[0] == self.tokenizer.bos_token_id
        prompt = self.tokenizer.decode(ids[1:])
        assert prompt.endswith("\n")
        self.asked.append(prompt[:-1])
        for token_id in self._ids(prompt[:-1], features.rows)[:limit]:
            if is_cancelled():
                raise Cancelled
            self.before_token()
            yield Token(token_id, self.probability)

    def generate_batch(
        self, features: Sequence[Features], ids: Sequence[Sequence[int]], limit: int, is_cancelled: IsCancelled
    ) -> list[list[Token]]:
        self.batches.append(len(ids))
        return [
            list(self.generate(seen, prompt, limit, is_cancelled)) for seen, prompt in zip(features, ids, strict=True)
        ]

    def _ids(self, prompt: str, pixels: NDArray[np.uint8]) -> list[int]:
        if self.scripted is not None:
            return self.scripted
        return self.tokenizer.ids(self._answer(prompt, pixels))

    def _answer(self, prompt: str, pixels: NDArray[np.uint8]) -> str:
        found = self.answers.get(prompt, self.answers.get(prompt.partition(" ")[0], ""))
        return found if isinstance(found, str) else found(pixels)


def fake_model(
    loop: FakeLoop, *, resolution: int = 224, device: str = "cpu", precision: Precision = "fp32"
) -> PaliGemmaModel:
    """Return the model around a scripted loop."""
    return PaliGemmaModel(
        loop,
        loop.tokenizer,
        name="fake",
        resolution=resolution,
        image_tokens=(resolution // 14) ** 2,
        precision=precision,
        device=device,
    )
