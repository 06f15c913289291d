"""Names by the part of the world that a family came from: first names and last names that go together."""

import random
import unicodedata

FIRST, LAST = 0, 1

NORWEGIAN = (
    """Anne Inger Kari Marit Ingrid Liv Eva Berit Astrid Bjørg Hilde Nina Solveig Marianne Elisabeth Kristin Tone Heidi
    Silje Camilla Ida Emma Nora Sara Maria Hanne Lene Trine Mette Randi Gunn Turid Wenche Siri Marte Julie Thea Karoline
    Henriette Vilde Frida Maren Ragnhild Sigrid Gro Unni Grete Anita Linda Monica Stine Tonje Guro Eline Amalie Jan Per
    Bjørn Ole Lars Kjell Knut Svein Arne Thomas Hans Geir Tor Morten Terje Odd Erik Martin Andreas John Anders Rune
    Trond Tore Daniel Jon Kristian Marius Magnus Stian Espen Øyvind Håkon Sindre Vegard Eirik Jonas Henrik Mathias Emil
    Sander Oskar Petter Roar Steinar Dag Leif Harald Gunnar Sverre Einar Ivar Olav Torbjørn Frode Roger Kenneth Robert
    Ørjan Asbjørn Kåre Torstein Audun Brage Jostein""",
    """Hansen Johansen Olsen Larsen Andersen Pedersen Nilsen Kristiansen Jensen Karlsen Johnsen Pettersen Eriksen Berg
    Haugen Hagen Johannessen Andreassen Jacobsen Dahl Jørgensen Halvorsen Henriksen Lund Sørensen Jakobsen Moen
    Gundersen Iversen Svendsen Strand Solberg Martinsen Paulsen Knutsen Eide Bakken Kristoffersen Mathisen Lie Amundsen
    Rasmussen Lunde Solheim Berge Moe Nygård Bakke Fredriksen Holm Lien Hauge Andresen Christensen Nielsen
    Evensen Knudsen Sæther Aas Hanssen Myhre Haugland Thomassen Simonsen Sivertsen Berntsen Danielsen Rønning Arnesen
    Sandvik Næss Antonsen Haug Ellingsen Thorsen Edvardsen Vik Isaksen Birkeland Gulbrandsen Ruud Aasen Strøm Myklebust
    Tangen Ødegård Eliassen Helland Bøe Jenssen Aune Mikkelsen Brekke Tveit Engen Sunde Brattli Fjeld Grønli Hovland
    Kvamme Lerdal Nordbø Opdal Rygg Skogstad Tunheim Urdal Vassbotn Wiik Ytrehus Åsheim""",
)
NAMES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    origin: (tuple(first.split()), tuple(last.split()))
    for origin, (first, last) in {
        "norwegian": NORWEGIAN,
        # Last names that are the same for women and men; the Baltic first names are men's, as their last names are.
        "polish": (
            """Agnieszka Katarzyna Małgorzata Joanna Magdalena Monika Ewa Beata Dorota Aleksandra Karolina Justyna Paweł
            Piotr Krzysztof Tomasz Marcin Michał Łukasz Grzegorz Wojciech Rafał Jakub Mateusz Dariusz Zbigniew""",
            """Nowak Wójcik Kowalczyk Woźniak Mazur Krawczyk Kaczmarek Król Wieczorek Wróbel Stępień Dudek Pawlak Sikora
            Walczak Baran Michalak Szewczyk Pietrzak Marciniak Duda Zając Bąk Włodarczyk Borowiec Urban Kubiak Kania
            Sobczak Czyż""",
        ),
        "baltic": (
            "Mantas Darius Vytautas Andris Jānis Kristaps Tomas Gintaras Rolandas Edgars Mārtiņš Aivars",
            "Kazlauskas Petrauskas Jankauskas Stankevičius Butkus Bērziņš Kalniņš Ozoliņš Žukauskas Balčiūnas",
        ),
        "sami": (
            "Ánde Máret Biret Niillas Jovnna Elle Ravdna Issát Sunná Áilu Risten Mikkel-Ánte",
            "Gaup Sara Utsi Hætta Somby Eira Buljo Bongo Valkeapää Nutti Skum Oskal",
        ),
        "vietnamese": (
            "Thuy Linh Anh Minh Huong Lan Tuan Hung Mai Phuong Duc Khanh",
            "Nguyen Tran Le Pham Huynh Hoang Phan Vu Dang Bui Ngo Duong",
        ),
        "somali": (
            "Amina Hodan Ayan Fadumo Sahra Ifrah Yusuf Abdi Ahmed Mohamed Hassan Omar Liban Mahad",
            "Warsame Hersi Farah Jama Abdullahi Nur Osman Ismail Adan Elmi Duale Mohamud",
        ),
        "southasian": (
            "Priya Kavitha Sana Ayesha Nadia Arun Rajesh Bilal Imran Usman Suresh Farhan Meera Tahir",
            "Khan Ahmad Malik Hussain Sivakumar Kumar Rajaratnam Chaudhry Iqbal Butt Selvarajah Sharma",
        ),
        "eritrean": (
            "Selam Rahel Senait Helen Yonas Filmon Samuel Dawit Mehret Tesfay",
            "Tekle Haile Ghebremedhin Woldu Kidane Berhane Tesfamariam Habte Mengis Asfaha",
        ),
    }.items()
}
FOLDED = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ł": "l", "đ": "d"})
# Enough tries to find one of the last free pairs; after that a number tells namesakes apart.
TRIES = 40


class NameGiver:
    """Hands out names, each once; when they are used up, with a number."""

    def __init__(self, rng: random.Random, taken: set[str]) -> None:
        self._rng = rng
        self._taken = taken

    def name(self, origin: str) -> str:
        """Return a name that nobody has."""
        first, last = NAMES[origin]
        for _try in range(TRIES):
            name = f"{self._rng.choice(first)} {self._rng.choice(last)}"
            if name not in self._taken:
                break
        else:
            number = next(n for n in range(2, len(self._taken) + 3) if f"{name} {n}" not in self._taken)
            name = f"{name} {number}"
        self._taken.add(name)
        return name


def username_of(name: str) -> str:
    """Return "kari-anne.mikkelborg" for "Kari-Anne Mikkelborg": the first word and the last name, without accents."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(FOLDED)).encode("ascii", "ignore").decode()
    words = plain.split()
    return ".".join([words[0], *words[1:][-2:]]) if words[-1].isdigit() else f"{words[0]}.{words[-1]}"
