"""Questions that need no big model, as people type them in English and German."""

from __future__ import annotations

from assistant.core.wording.question_words import Asked, Kind, QuestionWords

EN = QuestionWords(
    patterns={
        Asked.WHERE: "where is {} | where are {} | where's {} | find {} | where do i find {} | where can i find {}",
        Asked.HOW_MANY: "how many {} are there | how many {} do you see | how many {} | number of {} | count {}",
        Asked.IS_THERE: "is there {} | are there {} | do you see {} | can you see {} | does it show {}",
        Asked.TITLE: (
            "what is the title | what's the title | what is the title of the window | what window is this | "
            "which window is this | what is the window called | what is the name of the window | title"
        ),
        Asked.READ: (
            "what does it say | what does this say | what is written | what is written here | what is the text "
            "| read | read it | read this | read the text | read it to me | read it aloud"
        ),
        Asked.DESCRIBE: (
            "what is this | what's this | what is on the screen | what's on the screen | what is on my screen | "
            "what do you see | what is in the picture | what's in the picture | describe | describe it | "
            "describe the picture | describe the screen | describe this"
        ),
    },
    articles="the | a | an | any | some | my | the word[s]",
    places=(
        "on the screen | on my screen | in the picture | in the photo | in this picture | in the window | on "
        "this page | here | there | visible"
    ),
    kinds={
        Kind.BUTTON: "button | buttons",
        Kind.FIELD: "field | fields | input field | input fields | text field | text fields",
        Kind.HEADING: "heading | headings",
        Kind.MENU: "menu | menus",
        Kind.WINDOW: "window | windows",
        Kind.PICTURE: "picture | pictures | image | images | photo | photos",
    },
    synonyms={
        "person": "people | man | men | woman | women | child | children | human | humans | somebody | anybody",
        "bicycle": "bike | bikes",
        "motorcycle": "motorbike | motorbikes",
        "airplane": "plane | planes | aircraft",
        "couch": "sofa | sofas",
        "tv": "tv | tvs",
        "cell phone": "phone | phones | cell phone | smartphone",
        "dining table": "table | tables",
        "potted plant": "plant | plants",
        "traffic light": "traffic lights",
        "refrigerator": "fridge",
        "mouse": "mouse",
        "sports ball": "ball | balls",
        "truck": "lorry | lorries",
    },
    courtesies="please | hello | hi | thanks | thank you | tell me",
    others="(i/you/we)[ {}] | he | she | it | they | this | that | everything | (something/anything/nothing)[ {}] | "
    "more | time",
    links="called | named | labelled | labeled | with the text",
)

DE = QuestionWords(
    patterns={
        Asked.WHERE: "wo ist {} | wo sind {} | wo finde ich {} | (wo befindet sich/wo befinden sich) {} | "
        "wo steht {} | wo liegt {} | finde {} | suche {}",
        Asked.HOW_MANY: "wie viele {} gibt es | wie viele {} sind | wie viele {} siehst du | wie viele {} | "
        "wieviele {}",
        Asked.IS_THERE: "gibt es {} | ist da {} | sind da {} | (ist hier/sind hier) {} | "
        "(ist/sind) (auf dem bildschirm/auf dem bild/im fenster) {} | siehst du {} | sieht man {}",
        Asked.TITLE: (
            "was ist der titel | wie ist der titel | wie lautet der titel | wie heisst das fenster | welches "
            "fenster ist das | titel"
        ),
        Asked.READ: (
            "was steht da | was steht hier | was steht dort | was steht auf dem bildschirm | lies vor | lies | "
            "lies es vor | lies den text | lies den text vor | was ist der text"
        ),
        Asked.DESCRIBE: (
            "was ist das | was ist auf dem bildschirm | was ist auf dem bild | was siehst du | was ist zu sehen "
            "| was sieht man | beschreibe | beschreibe das bild | beschreibe den bildschirm | beschreib das"
        ),
    },
    articles=(
        "der | die | das | den | dem | des | ein | eine | einen | einem | einer | irgendein | irgendeine | "
        "irgendwelche | mein | meine | das wort"
    ),
    places="auf dem bildschirm | auf dem bild | im bild | im fenster | auf dem foto | hier | da | dort | zu sehen",
    kinds={
        Kind.BUTTON: "schaltflache | schaltflachen | knopf | knopfe | button | buttons",
        Kind.FIELD: "feld | felder | eingabefeld | eingabefelder | textfeld | textfelder",
        Kind.HEADING: "uberschrift | uberschriften",
        Kind.MENU: "menu | menus",
        Kind.WINDOW: "fenster",
        Kind.PICTURE: "bild | bilder | foto | fotos",
    },
    synonyms={
        "person": "person | personen | mensch | menschen | mann | manner | frau | frauen | kind | kinder | leute | "
        "jemand",
        "bicycle": "fahrrad | fahrrader | rad",
        "car": "auto | autos | wagen",
        "dog": "hund | hunde",
        "cat": "katze | katzen",
        "bird": "vogel",
        "horse": "pferd | pferde",
        "cup": "tasse | tassen | becher",
        "bottle": "flasche | flaschen",
        "chair": "stuhl | stuhle",
        "couch": "sofa | sofas",
        "cell phone": "handy | handys | telefon | smartphone",
        "dining table": "tisch | tische",
        "potted plant": "pflanze | pflanzen",
        "tv": "fernseher",
        "clock": "uhr | uhren",
        "book": "buch | bucher",
        "motorcycle": "motorrad | motorrader",
        "airplane": "flugzeug | flugzeuge",
        "boat": "boot | boote | schiff | schiffe",
        "truck": "lastwagen | lkw",
        "train": "zug | zuge",
        "traffic light": "ampel | ampeln",
        "tie": "krawatte",
    },
    courtesies="bitte | hallo | danke | sag mir",
    others="(ich/du/wir)[ {}] | er | sie | es | man | das | dies | alles | "
    "(etwas/was/irgendwas/irgendetwas/nichts)[ {}] | mehr",
    links="namens | mit der aufschrift | mit dem namen | mit dem text",
)
