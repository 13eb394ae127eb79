"""Questions that need no big model, as people type them in Russian and Polish."""

from __future__ import annotations

from assistant.core.wording.question_words import Asked, Kind, QuestionWords

RU = QuestionWords(
    patterns={
        Asked.WHERE: "где [(находится/находятся/расположен/расположена/расположено/расположены/стоит/лежит/"
        "есть) ]{} | "
        "(найди/найдите/найти/отыщи/поищи/где найти/где мне найти) {} | (покажи/покажите)[,] где {}",
        Asked.HOW_MANY: "сколько {}[ (видно/видишь/ты видишь/есть)] | сколько (видно/видишь/ты видишь/есть) {}",
        Asked.IS_THERE: "есть ли {} | (видишь ли/видишь ли ты/ты видишь/видно ли/видишь) {} | "
        "(тут/здесь/на экране/на картинке/на фото/в окне) есть {} | есть (тут/здесь/там/на экране/на фото) {} | "
        "нет ли {} | имеется ли {}",
        Asked.TITLE: "какой [(тут/здесь/у окна) ](заголовок/заголовок окна/заголовок у окна) | "
        "как называется [это ]окно | что это за окно | какое это окно | заголовок[ окна] | название окна",
        Asked.READ: "что [(тут/здесь/там/на экране/на картинке/на фото) ]написано[ (тут/здесь/там/на экране/"
        "на картинке/на фото)] | "
        "(прочти/прочтите/прочитай/прочитайте/читай/читайте)[ (это/мне/текст/вслух/текст вслух/этот текст/всё)] | "
        "какой [(тут/здесь) ]текст | что за текст",
        Asked.DESCRIBE: "что это[ такое] | что [ты ]видишь | "
        "что [(тут/здесь) ]видно[ (на экране/на картинке/на фото)] | "
        "что [(изображено/ты видишь/видишь/есть) ](на экране/на картинке/на изображении/на фото) | "
        "опиши[те][ (экран/картинку/изображение/фото/это/это фото/эту картинку)]",
    },
    articles="какой-нибудь | какая-нибудь | какое-нибудь | какие-нибудь | какую-нибудь | какой-то | какая-то | "
    "хоть один | "
    "слово | (мой/моя/моё/мои/мою) | (этот/эта/это/эти/эту)",
    places="на экране | на картинке | на изображении | на фото | на фотографии | на снимке | в окне | "
    "на странице | здесь | "
    "тут | там",
    kinds={
        Kind.BUTTON: "кнопк(а/и/у/е/ой) | кнопок | кнопочк(а/у)",
        Kind.FIELD: "пол(е/я/ю/ем/ей) | пол(е/я/ю/ей) ввода | текстовое поле | текстовые поля",
        Kind.HEADING: "заголов(ок/ка/ки/ков/ком)",
        Kind.MENU: "меню",
        Kind.WINDOW: "ок(но/на/ну/ном/он)",
        Kind.PICTURE: "картин(ка/ки/ку/ок/кой) | изображени(е/я/й/ем) | фото | фотографи(я/и/ю/й)",
    },
    synonyms={
        "person": "человек[а/у/ом] | люд(и/ей/ям) | мужчин[а/ы/у] | женщин[а/ы/у] | реб(ёнок/ёнка) | дет(и/ей) | "
        "девушк(а/у/и) | "
        "девочк(а/у/и) | мальчик[а/и/ов] | кто-нибудь | кто-то",
        "bicycle": "велосипед",
        "car": "машин(а/ы/у) | машин | автомобил(ь/я/и/ей) | авто",
        "dog": "собак(а/и/у) | собак | пёс | пса | псов",
        "cat": "кошк(а/и/у) | кошек | кот | котик",
        "bird": "птиц(а/ы/у) | птиц | птичк(а/и/у)",
        "horse": "лошад(ь/и/ей) | кон(ь/я/и/ей)",
        "cup": "чашк(а/и/у) | чашек | кружк(а/и/у) | кружек",
        "bottle": "бутылк(а/и/у) | бутылок",
        "chair": "стул[а/у/ом] | стуль(я/ев)",
        "couch": "диван",
        "cell phone": "телефон | смартфон | мобильник",
        "dining table": "стол",
        "potted plant": "растени(е/я/й) | цвет(ок/ка) в горшке",
        "tv": "телевизор",
        "clock": "часы",
        "book": "книг(а/и/у) | книг",
        "motorcycle": "мотоцикл",
        "airplane": "самолёт",
        "boat": "лодк(а/и/у) | лодок | корабл(ь/я/и)",
        "truck": "грузовик",
        "train": "поезд",
        "traffic light": "светофор",
        "mouse": "мыш(ь/и/ью/ей) | мышк(а/и/у/ой)",
        "teddy bear": "мишк(а/и/у)",
        "hair drier": "фен",
        "tie": "галстук",
    },
    courtesies="пожалуйста | будь добр | будь добра | привет | спасибо | скажи | скажи мне | подскажи | подскажите",
    others="(я/ты/вы/мы/он/она/оно/они/мне)[ {}] | (можно/купить/взять/лучше) {} | это | всё | ничего | "
    "(что-нибудь/что-то)[ {}] | у (тебя/вас/меня/него/неё/нас/них) {} | ещё | ещё что-нибудь | время | времени",
    links="с (надписью/названием/именем/текстом) | под названием",
)

PL = QuestionWords(
    patterns={
        Asked.WHERE: "gdzie [(jest/są/znajduje się/znajdują się/stoi/leży/widzisz) ]{} | "
        "(znajdź/odszukaj/szukaj/poszukaj/wyszukaj) {} | gdzie {} (jest/są/się znajduje) | gdzie znajdę {}",
        Asked.HOW_MANY: "ile [(jest/widzisz/widać) ]{}[ (jest/widzisz/widać)] | "
        "ilu [(jest/widzisz/widać) ]{}[ (jest/widzisz/widać)]",
        Asked.IS_THERE: "czy (jest/są/widzisz/widać) {} | "
        "czy (tu/tutaj/na ekranie/na obrazku/na zdjęciu/w oknie) (jest/są/widać) {} | widzisz {}",
        Asked.TITLE: "jaki [jest ]tytuł[ okna] | jaki tytuł ma [to ]okno | jak nazywa się [to ]okno | "
        "jak się nazywa [to ]okno | "
        "co to za okno | [jakie ]to [jest ]okno | tytuł[ okna]",
        Asked.READ: "co (jest [tu/tutaj/tam] napisane/jest napisane/tu jest napisane/tu pisze/tutaj jest napisane/"
        "pisze)[ (tu/tutaj/tam/na ekranie)] | "
        "(przeczytaj/czytaj/odczytaj)[ (to/tekst/mi/mi to/mi tekst/na głos/ten tekst/wszystko)] | "
        "jaki jest tekst | jaki to tekst",
        Asked.DESCRIBE: "co to[ jest] | co widzisz[ (na ekranie/na obrazku/na zdjęciu/tu)] | "
        "co [tu ]widać[ (na ekranie/na obrazku/na zdjęciu)] | "
        "co jest na (ekranie/obrazku/zdjęciu) | opisz[ (ekran/obraz/obrazek/zdjęcie/to)]",
    },
    articles="jakiś | jakaś | jakieś | jakąś | jakichś | słowo | (mój/moja/moje/moją) | (ten/ta/to/te/tę)",
    places="na ekranie | na obrazie | na obrazku | na zdjęciu | na fotografii | w oknie | na stronie | tutaj | "
    "tu | tam",
    kinds={
        Kind.BUTTON: "przycisk[i/u/ów/iem] | guzik[i/a/ów]",
        Kind.FIELD: "pol(e/a) | pól | pol(e/a) tekstow(e/ego) | pól tekstowych",
        Kind.HEADING: "nagłów(ek/ka/ki/ków)",
        Kind.MENU: "menu",
        Kind.WINDOW: "okn(o/a) | okien",
        Kind.PICTURE: "obraz[y/u/ów/ek/ka/ki/ków] | zdjęci(e/a) | zdjęć | fotografi(a/e/i/ę)",
    },
    synonyms={
        "person": "osob(a/y/ę) | osób | człowiek[a] | ludzie | ludzi | mężczyzn[a/y/ę] | kobiet[a/y/ę] | "
        "dzieck(o/a) | dzieci | "
        "chłop(iec/ca/cy) | dziewczyn[a/y/ę] | ktoś",
        "bicycle": "rower",
        "car": "samoch(ód/odu/ody/odów) | auto",
        "dog": "pies | ps(a/y/em/ów) | pieski | piesek",
        "cat": "kot[a/y/ów]",
        "bird": "ptak",
        "horse": "ko(ń/nia/nie/ni)",
        "cup": "filiżank(a/i/ę) | filiżanek | kub(ek/ka/ki/ków)",
        "bottle": "butelk(a/i/ę) | butelek",
        "chair": "krzesł(o/a) | krzeseł",
        "couch": "kanap(a/y/ę) | sof(a/y/ę)",
        "cell phone": "telefon | komórk(a/i/ę) | smartfon",
        "dining table": "st(ół/ołu/oły/ołów)",
        "potted plant": "roślin(a/y/ę) | roślin | kwiatek",
        "tv": "telewizor",
        "clock": "zegar",
        "book": "książk(a/i/ę) | książek",
        "motorcycle": "motocykl | motor",
        "airplane": "samolot",
        "boat": "łód(ź/ki) | łódk(a/i/ę) | łodzi | statek | statk(i/ów)",
        "truck": "ciężarówk(a/i/ę) | ciężarówek",
        "train": "pociąg",
        "traffic light": "sygnalizator | światła drogowe",
        "mouse": "mysz[y/ą] | myszk(a/i/ę)",
        "wine glass": "kielisz(ek/ka/ki/ków)",
        "hair drier": "suszark(a/i/ę)",
        "tie": "krawat",
    },
    courtesies="proszę | proszę cię | cześć | dziękuję | dzięki | powiedz | powiedz mi",
    others="(ja/ty/my/on/ona/ono/oni/można/mogę/kupić)[ {}] | jestem | jesteś | jesteśmy | to | wszystko | nic | "
    "coś[ {}] | (zimno/ciepło/gorąco/ciemno/jasno/późno/dobrze/źle/bezpiecznie)[ {}] | jeszcze | jeszcze coś | "
    "pan | pani | czas[u]",
    links="z (napisem/nazwą/tekstem) | o nazwie",
)
