"""Questions that need no big model, as people type them in French, Spanish, Italian and Portuguese."""

from __future__ import annotations

from assistant.core.wording.question_words import Asked, Kind, QuestionWords

FR = QuestionWords(
    patterns={
        Asked.WHERE: "ou est {} | ou sont {} | "
        "(ou est-ce que se trouve/ou est-ce que se trouvent/ou se trouve/ou se trouvent) {} | trouve[-moi] {} | "
        "cherche {}",
        Asked.HOW_MANY: "combien de {} y a-t-il | combien y a-t-il de {} | combien d'{} y a-t-il | combien de {} | "
        "combien d'{} | il y a combien (de {}/d'{})",
        Asked.IS_THERE: "(y a-t-il/y a t-il/y a t il) {} | est-ce qu'il y a {} | il y a {} | vois-tu {} | "
        "voyez-vous {}",
        Asked.TITLE: "quel est le titre | quel est le titre de la fenetre | comment s'appelle la fenetre | titre",
        Asked.READ: (
            "qu'est-ce qui est ecrit | que dit le texte | qu'est-ce que ca dit | lis[-moi] | lis[-moi] le texte | "
            "lisez | "
            "lire le texte | quel est le texte"
        ),
        Asked.DESCRIBE: (
            "qu'est-ce que c'est | que vois-tu | que voit-on | qu'y a-t-il a l'ecran | qu'y a-t-il sur l'image "
            "| decris | decris l'image | decris l'ecran"
        ),
    },
    articles="le | la | les | l' | un | une | des | du | de | d' | mon | ma | mes | le mot | les mots",
    places=(
        "a l'ecran | sur l'ecran | sur l'image | dans l'image | sur la photo | dans la fenetre | ici | la |  visible"
    ),
    kinds={
        Kind.BUTTON: "bouton | boutons",
        Kind.FIELD: "champ | champs | champ de saisie | champs de saisie",
        Kind.HEADING: "titre de section | titres de section | intertitre | intertitres",
        Kind.MENU: "menu | menus",
        Kind.WINDOW: "fenetre | fenetres",
        Kind.PICTURE: "image | images | photo | photos",
    },
    synonyms={
        "person": "personne | personnes | homme | hommes | femme | femmes | enfant | enfants | gens | quelqu'un",
        "bicycle": "velo | velos | bicyclette",
        "car": "voiture | voitures",
        "dog": "chien | chiens",
        "cat": "chat | chats",
        "bird": "oiseau | oiseaux",
        "horse": "cheval | chevaux",
        "cup": "tasse | tasses",
        "bottle": "bouteille | bouteilles",
        "chair": "chaise | chaises",
        "couch": "canape | canapes",
        "cell phone": "telephone | telephones | portable",
        "dining table": "table | tables",
        "potted plant": "plante | plantes",
        "tv": "television | tele",
        "clock": "horloge | horloges",
        "book": "livre | livres",
        "motorcycle": "moto | motos",
        "airplane": "avion | avions",
        "boat": "bateau | bateaux",
        "truck": "camion | camions",
        "train": "train | trains",
        "tie": "cravate",
    },
    courtesies="s'il te plait | s'il vous plait | stp | svp | bonjour | merci | dis-moi | dites-moi",
    others="je | tu | vous | nous | on | il | elle | ca | cela | tout | rien | quelque chose[ {}] | "
    "(combien/longtemps/moyen)[ {}] | plus",
    links="de | nomme | appele | intitule | avec le texte",
)

ES = QuestionWords(
    patterns={
        Asked.WHERE: "donde esta {} | donde estan {} | donde se encuentra {} | donde hay {} | "
        "(donde queda/donde puedo encontrar/donde encuentro) {} | busca {} | encuentra {}",
        Asked.HOW_MANY: "cuantos {} hay | cuantas {} hay | cuantos {} | cuantas {}",
        Asked.IS_THERE: "hay {} | ves {} | se ve {} | se ven {}",
        Asked.TITLE: "cual es el titulo | cual es el titulo de la ventana | como se llama la ventana | titulo",
        Asked.READ: (
            "que dice | que dice aqui | que pone | que pone aqui | que esta escrito | lee | lee el texto | "
            "leelo | cual es el texto"
        ),
        Asked.DESCRIBE: (
            "que es esto | que ves | que se ve | que hay en la pantalla | que hay en la imagen | describe | "
            "describe la imagen | describe la pantalla | describelo"
        ),
    },
    articles="el | la | los | las | un | una | unos | unas | algun | alguna | mi | mis | la palabra",
    places="en la pantalla | en la imagen | en la foto | en la ventana | aqui | ahi | alli",
    kinds={
        Kind.BUTTON: "boton | botones",
        Kind.FIELD: "campo | campos | campo de entrada | campos de entrada",
        Kind.HEADING: "encabezado | encabezados",
        Kind.MENU: "menu | menus",
        Kind.WINDOW: "ventana | ventanas",
        Kind.PICTURE: "imagen | imagenes | foto | fotos",
    },
    synonyms={
        "person": "persona | personas | hombre | hombres | mujer | mujeres | nino | ninos | gente | alguien",
        "bicycle": "bicicleta | bicicletas | bici",
        "car": "coche | coches | carro | auto",
        "dog": "perro | perros",
        "cat": "gato | gatos",
        "bird": "pajaro | pajaros | ave",
        "horse": "caballo | caballos",
        "cup": "taza | tazas",
        "bottle": "botella | botellas",
        "chair": "silla | sillas",
        "couch": "sofa | sofas",
        "cell phone": "telefono | telefonos | movil | celular",
        "dining table": "mesa | mesas",
        "potted plant": "planta | plantas",
        "tv": "television | televisor",
        "clock": "reloj | relojes",
        "book": "libro | libros",
        "motorcycle": "moto | motos | motocicleta",
        "airplane": "avion | aviones",
        "boat": "barco | barcos",
        "truck": "camion | camiones",
        "train": "tren | trenes",
        "tie": "corbata",
    },
    courtesies="por favor | hola | gracias | dime | oye",
    others="yo | tu | usted | nosotros | el | ella | esto | eso | todo | nada | algo[ {}] | mas | que[ {}]",
    links="de | del | llamado | llamada | con el texto | que dice",
)

IT = QuestionWords(
    patterns={
        Asked.WHERE: "dove (è/sono/si trova/si trovano/sta/stanno/posso trovare/vedi) {} | dov'è {} | "
        "(trova/trovami/cerca/cercami) {}",
        Asked.HOW_MANY: "(quanti/quante) {}[ (ci sono/vedi/si vedono/sono)] | (quanti/quante) (ci sono/vedi) {}",
        Asked.IS_THERE: "(c'è/ci sono/vedi/si vede/si vedono) {} | (riesci a vedere/puoi vedere) {}",
        Asked.TITLE: "(qual è/qual'è/quale è/dimmi) il titolo[ della finestra] | "
        "come si chiama (la/questa) finestra | "
        "che finestra è[ questa] | titolo[ della finestra]",
        Asked.READ: "(che/cosa/che cosa) (dice/c'è scritto/è scritto)[ qui] | leggi[ (il testo/questo/tutto/qui)] | "
        "leggilo | leggimelo | leggi ad alta voce | qual è il testo",
        Asked.DESCRIBE: "(che/cosa/che cosa) (è questo/è/vedi/si vede/mostra/c'è)[ (sullo schermo/nell'immagine/"
        "nella foto)] | "
        "[che ]cos'è[ questo] | descrivi[ (lo schermo/l'immagine/la foto/questo)] | descrivilo",
    },
    articles="il | lo | la | l' | i | gli | le | un | uno | una | un' | dei | degli | delle | qualche | alcuni | "
    "alcune | "
    "la parola | il mio | la mia | i miei | le mie",
    places="sullo schermo | sulla schermata | nell'immagine | nella foto | nella finestra | nella pagina | qui | "
    "lì | là",
    kinds={
        Kind.BUTTON: "pulsant(e/i) | botton(e/i) | tast(o/i)",
        Kind.FIELD: "camp(o/i) | camp(o/i) di testo | casell(a/e) di testo",
        Kind.HEADING: "intestazion(e/i)",
        Kind.MENU: "menu | menù",
        Kind.WINDOW: "finestr(a/e)",
        Kind.PICTURE: "immagin(e/i) | foto | fotografi(a/e)",
    },
    synonyms={
        "person": "person(a/e) | uom(o/ini) | donn(a/e) | bambin(o/a/i/e) | ragazz(o/a/i/e) | gente | qualcuno",
        "bicycle": "biciclett(a/e) | bici",
        "car": "automobil(e/i) | macchin(a/e) | auto",
        "dog": "can(e/i)",
        "cat": "gatt(o/a/i/e)",
        "bird": "uccell(o/i)",
        "horse": "cavall(o/i)",
        "cup": "tazz(a/e) | tazzin(a/e)",
        "bottle": "bottigli(a/e)",
        "chair": "sedi(a/e)",
        "couch": "divan(o/i)",
        "cell phone": "telefon(o/i) | cellular(e/i) | telefonin(o/i) | smartphone",
        "dining table": "tavol(o/i)",
        "potted plant": "piant(a/e)",
        "tv": "television(e/i) | televisor(e/i) | tv",
        "clock": "orologi | orologio",
        "book": "libr(o/i)",
        "motorcycle": "moto | motociclett(a/e)",
        "airplane": "aere(o/i)",
        "boat": "barc(a/he) | nav(e/i)",
        "truck": "camion",
        "train": "tren(o/i)",
        "traffic light": "semafor(o/i)",
        "tie": "cravatt(a/e)",
    },
    courtesies="per favore | per piacere | per cortesia | ciao | grazie | dimmi | scusa",
    others="io | tu | lui | lei | noi | voi | questo | quello | tutto | niente | nulla | "
    "(qualcosa/scritto/niente)[ {}] | altro",
    links="di | del | della | per | con scritto | con il testo | chiamat(o/a)",
)

PT = QuestionWords(
    patterns={
        Asked.WHERE: "(onde/aonde) (está/estão/fica/ficam/se encontra/se encontram/há/tem/é) {} | cadê {} | "
        "(encontra/encontre/procura/procure/localiza/localize/ache) {}",
        Asked.HOW_MANY: "(quantos/quantas) {}[ (há/existem/tem/vês/você vê/estão/aparecem)] | "
        "(quantos/quantas) (há/existem/são) {}",
        Asked.IS_THERE: "há {} | tem (um/uma/algum/alguma/alguns/algumas/uns/umas) {} | "
        "(existe/existem/vês/você vê/consegues ver/consegue ver/vê-se/veem-se) {}",
        Asked.TITLE: "qual é o título[ da janela] | (como se chama/qual é) (a/esta) janela | "
        "que janela é (esta/essa) | "
        "título[ da janela]",
        Asked.READ: "(o que/que) (diz/está escrito)[ (aqui/no ecrã/na tela/na imagem)] | "
        "o que é que (diz/está escrito)[ aqui] | "
        "(lê/leia/ler)[ (o texto/isto/isso/tudo/para mim/o texto para mim/em voz alta/o texto em voz alta)] | "
        "qual é o texto",
        Asked.DESCRIBE: "(o que/que/o que é que) (é isto/é isso/vês/você vê/se vê/mostra) | "
        "(o que/o que é que) (há/tem/está/aparece/vês/você vê) (no ecrã/na tela/na imagem/na foto/aqui) | "
        "(descreve/descreva/descrever)[ (o ecrã/a tela/a imagem/a foto/isto/isso)]",
    },
    articles="o | a | os | as | um | uma | uns | umas | algum | alguma | alguns | algumas | a palavra | o meu | "
    "a minha | "
    "meu | minha",
    places="no ecrã | na tela | na imagem | na foto | na fotografia | na janela | na página | nesta imagem | "
    "aqui | aí | ali",
    kinds={
        Kind.BUTTON: "botão | botões",
        Kind.FIELD: "campo[s] | campo[s] de texto | caixa[s] de texto",
        Kind.HEADING: "cabeçalho[s]",
        Kind.MENU: "menu[s]",
        Kind.WINDOW: "janela[s]",
        Kind.PICTURE: "imagem | imagens | foto[s] | fotografia[s]",
    },
    synonyms={
        "person": "pessoa[s] | homem | homens | mulher[es] | criança[s] | menin(o/a)[s] | gente | alguém",
        "bicycle": "bicicleta[s] | bike[s]",
        "car": "carro[s] | automóvel | automóveis",
        "dog": "cão | cães | cachorro[s]",
        "cat": "gat(o/a)[s]",
        "bird": "pássaro[s] | ave[s]",
        "horse": "cavalo[s]",
        "cup": "chávena[s] | xícara[s] | caneca[s]",
        "bottle": "garrafa[s]",
        "chair": "cadeira[s]",
        "couch": "sofá[s]",
        "cell phone": "telefone[s] | telemóvel | telemóveis | celular[es]",
        "dining table": "mesa[s]",
        "potted plant": "planta[s]",
        "tv": "televisão | televisões | televisor[es] | tv",
        "clock": "relógio[s]",
        "book": "livro[s]",
        "motorcycle": "moto[s] | motocicleta[s] | mota[s]",
        "airplane": "avião | aviões",
        "boat": "barco[s] | navio[s]",
        "truck": "camião | camiões | caminhão | caminhões",
        "train": "comboio[s] | trem | trens",
        "traffic light": "semáforo[s]",
        "tie": "gravata[s]",
    },
    courtesies="por favor | se faz favor | olá | oi | obrigad(o/a) | diz-me | diga-me | me diga",
    others="eu | tu | você | nós | ele | ela | isto | isso | tudo | nada | (algo/alguma coisa)[ {}] | "
    "(quanto/muito/pouco/que)[ {}] | {} (anos/dias/horas/meses/semanas/tempo) | mais",
    links="de | do | da | chamad(o/a) | com o texto",
)
