"""The questions that need no big model, as people type them, a table for each language.

These are words to recognise, not to say: they belong to no catalogue, and a language without a table asks in English.
`{}` stands for the thing; everything is in lower case and without accents or question marks, as the parser folds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Asked(StrEnum):
    """What is wanted of a thing, or of the whole picture."""

    WHERE = "where"
    HOW_MANY = "how many"
    IS_THERE = "is there"
    TITLE = "title"
    READ = "read"
    DESCRIBE = "describe"


class Kind(StrEnum):
    """A kind of thing on a screen that can be asked for as such."""

    BUTTON = "button"
    FIELD = "field"
    HEADING = "heading"
    MENU = "menu"
    WINDOW = "window"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """One language: patterns of questions, words that are dropped around the thing, words for kinds and classes."""

    patterns: Mapping[Asked, tuple[str, ...]]
    articles: tuple[str, ...]
    endings: tuple[str, ...]
    kinds: Mapping[Kind, tuple[str, ...]]
    synonyms: Mapping[str, tuple[str, ...]]


def _words(text: str) -> tuple[str, ...]:
    """Split "a | b | c"."""
    return tuple(part.strip() for part in text.split("|"))


_EN = QuestionWords(
    patterns={
        Asked.WHERE: _words(
            "where is {} | where are {} | where's {} | find {} | where do i find {} | where can i find {}"
        ),
        Asked.HOW_MANY: _words(
            "how many {} are there | how many {} do you see | how many {} | number of {} | count {}"
        ),
        Asked.IS_THERE: _words("is there {} | are there {} | do you see {} | can you see {} | does it show {}"),
        Asked.TITLE: _words(
            "what is the title | what's the title | what is the title of the window | what window is this | "
            "which window is this | what is the window called | what is the name of the window | title"
        ),
        Asked.READ: _words(
            "what does it say | what does this say | what is written | what is written here | what is the text "
            "| read | read it | read this | read the text | read it to me | read it aloud"
        ),
        Asked.DESCRIBE: _words(
            "what is this | what's this | what is on the screen | what's on the screen | what is on my screen | "
            "what do you see | what is in the picture | what's in the picture | describe | describe it | "
            "describe the picture | describe the screen | describe this"
        ),
    },
    articles=_words("the | a | an | any | some | my"),
    endings=_words(
        "on the screen | on my screen | in the picture | in the photo | in this picture | in the window | on "
        "this page | here | there | visible | please"
    ),
    kinds={
        Kind.BUTTON: _words("button | buttons"),
        Kind.FIELD: _words("field | fields | input field | input fields | text field | text fields"),
        Kind.HEADING: _words("heading | headings"),
        Kind.MENU: _words("menu | menus"),
        Kind.WINDOW: _words("window | windows"),
        Kind.PICTURE: _words("picture | pictures | image | images | photo | photos"),
    },
    synonyms={
        "person": _words("people | man | men | woman | women | child | children | human | humans | somebody | anybody"),
        "bicycle": _words("bike | bikes"),
        "motorcycle": _words("motorbike | motorbikes"),
        "airplane": _words("plane | planes | aircraft"),
        "couch": _words("sofa | sofas"),
        "tv": _words("tv | tvs"),
        "cell phone": _words("phone | phones | cell phone | smartphone"),
        "dining table": _words("table | tables"),
        "potted plant": _words("plant | plants"),
        "traffic light": _words("traffic lights"),
        "refrigerator": _words("fridge"),
        "mouse": _words("mouse"),
        "sports ball": _words("ball | balls"),
        "truck": _words("lorry | lorries"),
    },
)

_DE = QuestionWords(
    patterns={
        Asked.WHERE: _words(
            "wo ist {} | wo sind {} | wo finde ich {} | wo steht {} | wo liegt {} | finde {} | suche {}"
        ),
        Asked.HOW_MANY: _words(
            "wie viele {} gibt es | wie viele {} sind | wie viele {} siehst du | wie viele {} | wieviele {}"
        ),
        Asked.IS_THERE: _words("gibt es {} | ist da {} | sind da {} | ist hier {} | siehst du {} | sieht man {}"),
        Asked.TITLE: _words(
            "was ist der titel | wie ist der titel | wie lautet der titel | wie heisst das fenster | welches "
            "fenster ist das | titel"
        ),
        Asked.READ: _words(
            "was steht da | was steht hier | was steht dort | was steht auf dem bildschirm | lies vor | lies | "
            "lies es vor | lies den text | lies den text vor | was ist der text"
        ),
        Asked.DESCRIBE: _words(
            "was ist das | was ist auf dem bildschirm | was ist auf dem bild | was siehst du | was ist zu sehen "
            "| was sieht man | beschreibe | beschreibe das bild | beschreibe den bildschirm | beschreib das"
        ),
    },
    articles=_words(
        "der | die | das | den | dem | des | ein | eine | einen | einem | einer | irgendein | irgendeine | "
        "irgendwelche | mein | meine"
    ),
    endings=_words(
        "auf dem bildschirm | auf dem bild | im bild | im fenster | auf dem foto | hier | da | dort | zu sehen | bitte"
    ),
    kinds={
        Kind.BUTTON: _words("schaltflache | schaltflachen | knopf | knopfe | button | buttons"),
        Kind.FIELD: _words("feld | felder | eingabefeld | eingabefelder | textfeld | textfelder"),
        Kind.HEADING: _words("uberschrift | uberschriften"),
        Kind.MENU: _words("menu | menus"),
        Kind.WINDOW: _words("fenster"),
        Kind.PICTURE: _words("bild | bilder | foto | fotos"),
    },
    synonyms={
        "person": _words(
            "person | personen | mensch | menschen | mann | manner | frau | frauen | kind | kinder | leute | jemand"
        ),
        "bicycle": _words("fahrrad | fahrrader | rad"),
        "car": _words("auto | autos | wagen"),
        "dog": _words("hund | hunde"),
        "cat": _words("katze | katzen"),
        "bird": _words("vogel"),
        "horse": _words("pferd | pferde"),
        "cup": _words("tasse | tassen | becher"),
        "bottle": _words("flasche | flaschen"),
        "chair": _words("stuhl | stuhle"),
        "couch": _words("sofa | sofas"),
        "cell phone": _words("handy | handys | telefon | smartphone"),
        "dining table": _words("tisch | tische"),
        "potted plant": _words("pflanze | pflanzen"),
        "tv": _words("fernseher"),
        "clock": _words("uhr | uhren"),
        "book": _words("buch | bucher"),
        "motorcycle": _words("motorrad | motorrader"),
        "airplane": _words("flugzeug | flugzeuge"),
        "boat": _words("boot | boote | schiff | schiffe"),
        "truck": _words("lastwagen | lkw"),
        "train": _words("zug | zuge"),
        "traffic light": _words("ampel | ampeln"),
        "tie": _words("krawatte"),
    },
)

_FR = QuestionWords(
    patterns={
        Asked.WHERE: _words("ou est {} | ou sont {} | ou se trouve {} | ou se trouvent {} | trouve {} | cherche {}"),
        Asked.HOW_MANY: _words(
            "combien de {} y a-t-il | combien y a-t-il de {} | combien d'{} y a-t-il | combien de {} | combien d'{}"
        ),
        Asked.IS_THERE: _words("y a-t-il {} | est-ce qu'il y a {} | il y a {} | vois-tu {} | voyez-vous {}"),
        Asked.TITLE: _words(
            "quel est le titre | quel est le titre de la fenetre | comment s'appelle la fenetre | titre"
        ),
        Asked.READ: _words(
            "qu'est-ce qui est ecrit | que dit le texte | qu'est-ce que ca dit | lis | lis le texte | lisez | "
            "lire le texte | quel est le texte"
        ),
        Asked.DESCRIBE: _words(
            "qu'est-ce que c'est | que vois-tu | que voit-on | qu'y a-t-il a l'ecran | qu'y a-t-il sur l'image "
            "| decris | decris l'image | decris l'ecran"
        ),
    },
    articles=_words("le | la | les | l' | un | une | des | du | de | d' | mon | ma | mes"),
    endings=_words(
        "a l'ecran | sur l'ecran | sur l'image | dans l'image | sur la photo | dans la fenetre | ici | la | "
        "visible | s'il te plait | s'il vous plait"
    ),
    kinds={
        Kind.BUTTON: _words("bouton | boutons"),
        Kind.FIELD: _words("champ | champs | champ de saisie | champs de saisie"),
        Kind.HEADING: _words("titre de section | titres de section | intertitre | intertitres"),
        Kind.MENU: _words("menu | menus"),
        Kind.WINDOW: _words("fenetre | fenetres"),
        Kind.PICTURE: _words("image | images | photo | photos"),
    },
    synonyms={
        "person": _words(
            "personne | personnes | homme | hommes | femme | femmes | enfant | enfants | gens | quelqu'un"
        ),
        "bicycle": _words("velo | velos | bicyclette"),
        "car": _words("voiture | voitures"),
        "dog": _words("chien | chiens"),
        "cat": _words("chat | chats"),
        "bird": _words("oiseau | oiseaux"),
        "horse": _words("cheval | chevaux"),
        "cup": _words("tasse | tasses"),
        "bottle": _words("bouteille | bouteilles"),
        "chair": _words("chaise | chaises"),
        "couch": _words("canape | canapes"),
        "cell phone": _words("telephone | telephones | portable"),
        "dining table": _words("table | tables"),
        "potted plant": _words("plante | plantes"),
        "tv": _words("television | tele"),
        "clock": _words("horloge | horloges"),
        "book": _words("livre | livres"),
        "motorcycle": _words("moto | motos"),
        "airplane": _words("avion | avions"),
        "boat": _words("bateau | bateaux"),
        "truck": _words("camion | camions"),
        "train": _words("train | trains"),
        "tie": _words("cravate"),
    },
)

_ES = QuestionWords(
    patterns={
        Asked.WHERE: _words(
            "donde esta {} | donde estan {} | donde se encuentra {} | donde hay {} | busca {} | encuentra {}"
        ),
        Asked.HOW_MANY: _words("cuantos {} hay | cuantas {} hay | cuantos {} | cuantas {}"),
        Asked.IS_THERE: _words("hay {} | ves {} | se ve {} | se ven {}"),
        Asked.TITLE: _words("cual es el titulo | cual es el titulo de la ventana | como se llama la ventana | titulo"),
        Asked.READ: _words(
            "que dice | que dice aqui | que pone | que pone aqui | que esta escrito | lee | lee el texto | "
            "leelo | cual es el texto"
        ),
        Asked.DESCRIBE: _words(
            "que es esto | que ves | que se ve | que hay en la pantalla | que hay en la imagen | describe | "
            "describe la imagen | describe la pantalla | describelo"
        ),
    },
    articles=_words("el | la | los | las | un | una | unos | unas | algun | alguna | mi | mis"),
    endings=_words("en la pantalla | en la imagen | en la foto | en la ventana | aqui | ahi | alli | por favor"),
    kinds={
        Kind.BUTTON: _words("boton | botones"),
        Kind.FIELD: _words("campo | campos | campo de entrada | campos de entrada"),
        Kind.HEADING: _words("encabezado | encabezados"),
        Kind.MENU: _words("menu | menus"),
        Kind.WINDOW: _words("ventana | ventanas"),
        Kind.PICTURE: _words("imagen | imagenes | foto | fotos"),
    },
    synonyms={
        "person": _words("persona | personas | hombre | hombres | mujer | mujeres | nino | ninos | gente | alguien"),
        "bicycle": _words("bicicleta | bicicletas | bici"),
        "car": _words("coche | coches | carro | auto"),
        "dog": _words("perro | perros"),
        "cat": _words("gato | gatos"),
        "bird": _words("pajaro | pajaros | ave"),
        "horse": _words("caballo | caballos"),
        "cup": _words("taza | tazas"),
        "bottle": _words("botella | botellas"),
        "chair": _words("silla | sillas"),
        "couch": _words("sofa | sofas"),
        "cell phone": _words("telefono | telefonos | movil | celular"),
        "dining table": _words("mesa | mesas"),
        "potted plant": _words("planta | plantas"),
        "tv": _words("television | televisor"),
        "clock": _words("reloj | relojes"),
        "book": _words("libro | libros"),
        "motorcycle": _words("moto | motos | motocicleta"),
        "airplane": _words("avion | aviones"),
        "boat": _words("barco | barcos"),
        "truck": _words("camion | camiones"),
        "train": _words("tren | trenes"),
        "tie": _words("corbata"),
    },
)

QUESTIONS: Mapping[str, QuestionWords] = MappingProxyType({"en": _EN, "de": _DE, "fr": _FR, "es": _ES})
