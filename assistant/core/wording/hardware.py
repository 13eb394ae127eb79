"""Which model at which precision on which device, and why."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.wording.forms import Message, text, text_in


class HardwareMessages:
    """Which model at which precision on which device, and why."""

    PLAN = Message(
        # Translators: {model} is e.g. "PaliGemma 2 3B mix at 448 pixels", {precision} e.g. "4 bits", {device} e.g.
        # "NVIDIA GeForce RTX 4060"; gigabytes of its memory are free.
        text("{model} in {precision} on the {device}, because {free} of {total} gigabytes are free."),
        # Translators: brief: which model, how precise its numbers are, and the device that runs it.
        text("{model} in {precision} on the {device}."),
    )
    PLAN_PROCESSOR = Message(
        # Translators: no graphics card can run the model, the computer's main processor does; {seconds} is a number.
        text(
            "{model} in {precision} on the processor, because no graphics card here can run it; "
            "the first word takes about {seconds} seconds."
        ),
        # Translators: brief: the model runs on the computer's main processor.
        text("{model} in {precision} on the processor."),
    )
    PLAN_WISHED = Message(
        # Translators: the settings name the model, the precision or the device; {device} is e.g. "Intel Arc A770" or
        # "processor".
        text("{model} in {precision} on the {device}, as the settings ask; it takes {need} of {free} free gigabytes."),
        # Translators: brief: which model, how precise its numbers are, and the device that runs it.
        text("{model} in {precision} on the {device}."),
    )
    PLAN_SMALLER = Message(
        # Translators: a smaller form of the model is loaded from now on; {precision} is e.g. "4 bits".
        text("{model} in {precision} on the {device}, because the memory ran out."),
    )
    PROCESSOR = Message(
        # Translators: the computer's main processor, inside a sentence: "on the processor".
        text_in("device", "processor"),
    )
    AT_PIXELS = Message(
        # Translators: {model} is a model's name; it looks at pictures squeezed to {pixels} by {pixels} pixels.
        text("{model} at {pixels} pixels"),
    )
    EMBEDDED = Message(
        # Translators: {why} is a sentence that says why no large model can run here.
        text("The built-in engine answers alone. {why}"),
    )
    NO_MODEL = Message(
        # Translators: no large model was downloaded yet; don't translate the command.
        text("No model is installed; “seesay models list” shows which there are."),
    )
    PART_MODEL = Message(
        # Translators: a part that is tested: the large model and what runs it.
        text_in("part", "Model"),
    )
    DEVICES = Message(
        # Translators: what can run a model here; {devices} is a list such as "NVIDIA RTX 4060 (8.6 GB) and processor".
        text("What could run one: {devices}."),
    )
    DEVICE = Message(
        # Translators: a graphics card or processor in a list; both are gigabytes of memory.
        text("{device} with {free} of {total} gigabytes free"),
    )
    PROBE_FAULT = Message(
        # Translators: {fault} is a technical word for a part that was tried and does not work, e.g. "bitsandbytes".
        text("What was tried and does not work: {fault}."),
    )


PRECISIONS: Mapping[str, Message] = MappingProxyType(
    {
        # Translators: how precisely a model's numbers are kept, inside "in 4 bits on the processor".
        "nf4": Message(text_in("precision", "4 bits")),
        "int8": Message(text_in("precision", "8 bits")),
        "bf16": Message(text_in("precision", "16 bits")),
        "fp16": Message(text_in("precision", "16 bits")),
        "fp32": Message(text_in("precision", "32 bits")),
    }
)
