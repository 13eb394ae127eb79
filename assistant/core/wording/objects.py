"""Names of things that the detector knows: the 80 classes of COCO, with one and with many.

ImageNet's thousand labels are not translated: they are told as they are, as English words.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from assistant.core.wording.forms import Plural, counted_in

_OBJECTS = {
    "person": Plural(counted_in("thing", "a person", "{n} people")),
    "bicycle": Plural(counted_in("thing", "a bicycle", "{n} bicycles")),
    "car": Plural(counted_in("thing", "a car", "{n} cars")),
    "motorcycle": Plural(counted_in("thing", "a motorcycle", "{n} motorcycles")),
    "airplane": Plural(counted_in("thing", "an aeroplane", "{n} aeroplanes")),
    "bus": Plural(counted_in("thing", "a bus", "{n} buses")),
    "train": Plural(counted_in("thing", "a train", "{n} trains")),
    "truck": Plural(counted_in("thing", "a truck", "{n} trucks")),
    "boat": Plural(counted_in("thing", "a boat", "{n} boats")),
    "traffic light": Plural(counted_in("thing", "a traffic light", "{n} traffic lights")),
    "fire hydrant": Plural(counted_in("thing", "a fire hydrant", "{n} fire hydrants")),
    "stop sign": Plural(counted_in("thing", "a stop sign", "{n} stop signs")),
    "parking meter": Plural(counted_in("thing", "a parking meter", "{n} parking meters")),
    "bench": Plural(counted_in("thing", "a bench", "{n} benches")),
    "bird": Plural(counted_in("thing", "a bird", "{n} birds")),
    "cat": Plural(counted_in("thing", "a cat", "{n} cats")),
    "dog": Plural(counted_in("thing", "a dog", "{n} dogs")),
    "horse": Plural(counted_in("thing", "a horse", "{n} horses")),
    "sheep": Plural(counted_in("thing", "a sheep", "{n} sheep")),
    "cow": Plural(counted_in("thing", "a cow", "{n} cows")),
    "elephant": Plural(counted_in("thing", "an elephant", "{n} elephants")),
    "bear": Plural(counted_in("thing", "a bear", "{n} bears")),
    "zebra": Plural(counted_in("thing", "a zebra", "{n} zebras")),
    "giraffe": Plural(counted_in("thing", "a giraffe", "{n} giraffes")),
    "backpack": Plural(counted_in("thing", "a backpack", "{n} backpacks")),
    "umbrella": Plural(counted_in("thing", "an umbrella", "{n} umbrellas")),
    "handbag": Plural(counted_in("thing", "a handbag", "{n} handbags")),
    # Translators: a necktie.
    "tie": Plural(counted_in("thing", "a tie", "{n} ties")),
    "suitcase": Plural(counted_in("thing", "a suitcase", "{n} suitcases")),
    "frisbee": Plural(counted_in("thing", "a frisbee", "{n} frisbees")),
    "skis": Plural(counted_in("thing", "a pair of skis", "{n} pairs of skis")),
    "snowboard": Plural(counted_in("thing", "a snowboard", "{n} snowboards")),
    "sports ball": Plural(counted_in("thing", "a sports ball", "{n} sports balls")),
    # Translators: the toy that flies on a string.
    "kite": Plural(counted_in("thing", "a kite", "{n} kites")),
    "baseball bat": Plural(counted_in("thing", "a baseball bat", "{n} baseball bats")),
    "baseball glove": Plural(counted_in("thing", "a baseball glove", "{n} baseball gloves")),
    "skateboard": Plural(counted_in("thing", "a skateboard", "{n} skateboards")),
    "surfboard": Plural(counted_in("thing", "a surfboard", "{n} surfboards")),
    "tennis racket": Plural(counted_in("thing", "a tennis racket", "{n} tennis rackets")),
    "bottle": Plural(counted_in("thing", "a bottle", "{n} bottles")),
    "wine glass": Plural(counted_in("thing", "a wine glass", "{n} wine glasses")),
    "cup": Plural(counted_in("thing", "a cup", "{n} cups")),
    "fork": Plural(counted_in("thing", "a fork", "{n} forks")),
    "knife": Plural(counted_in("thing", "a knife", "{n} knives")),
    "spoon": Plural(counted_in("thing", "a spoon", "{n} spoons")),
    "bowl": Plural(counted_in("thing", "a bowl", "{n} bowls")),
    "banana": Plural(counted_in("thing", "a banana", "{n} bananas")),
    "apple": Plural(counted_in("thing", "an apple", "{n} apples")),
    "sandwich": Plural(counted_in("thing", "a sandwich", "{n} sandwiches")),
    # Translators: the fruit, not the colour.
    "orange": Plural(counted_in("thing", "an orange", "{n} oranges")),
    "broccoli": Plural(counted_in("thing", "a piece of broccoli", "{n} pieces of broccoli")),
    "carrot": Plural(counted_in("thing", "a carrot", "{n} carrots")),
    "hot dog": Plural(counted_in("thing", "a hot dog", "{n} hot dogs")),
    "pizza": Plural(counted_in("thing", "a pizza", "{n} pizzas")),
    "donut": Plural(counted_in("thing", "a doughnut", "{n} doughnuts")),
    "cake": Plural(counted_in("thing", "a cake", "{n} cakes")),
    "chair": Plural(counted_in("thing", "a chair", "{n} chairs")),
    "couch": Plural(counted_in("thing", "a couch", "{n} couches")),
    "potted plant": Plural(counted_in("thing", "a potted plant", "{n} potted plants")),
    "bed": Plural(counted_in("thing", "a bed", "{n} beds")),
    "dining table": Plural(counted_in("thing", "a dining table", "{n} dining tables")),
    "toilet": Plural(counted_in("thing", "a toilet", "{n} toilets")),
    "tv": Plural(counted_in("thing", "a television", "{n} televisions")),
    "laptop": Plural(counted_in("thing", "a laptop", "{n} laptops")),
    # Translators: the device, not the animal.
    "mouse": Plural(counted_in("thing", "a computer mouse", "{n} computer mice")),
    "remote": Plural(counted_in("thing", "a remote control", "{n} remote controls")),
    "keyboard": Plural(counted_in("thing", "a keyboard", "{n} keyboards")),
    "cell phone": Plural(counted_in("thing", "a mobile phone", "{n} mobile phones")),
    "microwave": Plural(counted_in("thing", "a microwave", "{n} microwaves")),
    "oven": Plural(counted_in("thing", "an oven", "{n} ovens")),
    "toaster": Plural(counted_in("thing", "a toaster", "{n} toasters")),
    "sink": Plural(counted_in("thing", "a sink", "{n} sinks")),
    "refrigerator": Plural(counted_in("thing", "a refrigerator", "{n} refrigerators")),
    "book": Plural(counted_in("thing", "a book", "{n} books")),
    "clock": Plural(counted_in("thing", "a clock", "{n} clocks")),
    "vase": Plural(counted_in("thing", "a vase", "{n} vases")),
    "scissors": Plural(counted_in("thing", "a pair of scissors", "{n} pairs of scissors")),
    "teddy bear": Plural(counted_in("thing", "a teddy bear", "{n} teddy bears")),
    "hair drier": Plural(counted_in("thing", "a hair dryer", "{n} hair dryers")),
    "toothbrush": Plural(counted_in("thing", "a toothbrush", "{n} toothbrushes")),
}

OBJECTS: Mapping[str, Plural] = MappingProxyType(_OBJECTS)
