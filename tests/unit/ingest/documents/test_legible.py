from __future__ import annotations

import random
import string

import pytest

from services.ingest.documents import legible
from services.ingest.documents.document import Document, Page
from services.ingest.documents.errors import TextUnreadable

ENGLISH = """\
Alex Example
Senior engineer with ten years of experience in payment services. Built the ledger that two
million customers rely on, in Python and Go, on Kubernetes and PostgreSQL. Mentored six people.
"""
SPANISH = """\
Ingeniera de software con diez años de experiencia en servicios de pago. Diseñé el libro mayor
que usan dos millones de clientes, en Python y Go. Enseñé a seis personas.
"""
GERMAN = """\
Softwareentwicklerin mit zehn Jahren Erfahrung in Zahlungsdiensten. Habe das Hauptbuch gebaut,
auf das sich zwei Millionen Kunden verlassen, und sechs Kolleginnen eingearbeitet. Größere
Umstrukturierungen, Geschäftsprozessoptimierung, Rechtsschutzversicherungen.
"""
FRENCH = """\
Ingénieure logiciel avec dix années d'expérience dans les services de paiement. J'ai conçu le grand
livre utilisé par deux millions de clients, en Python et Go, et formé six personnes.
"""
POLISH = """\
Inżynier oprogramowania z dziesięcioletnim doświadczeniem w usługach płatniczych. Zbudowałem
księgę główną, z której korzystają dwa miliony klientów, i przeszkoliłem sześć osób.
"""
RUSSIAN = """\
Инженер-программист десять лет работает в платёжных сервисах. Построил главную книгу,
которой пользуются два миллиона клиентов, на Python и Go.
"""
JAPANESE = (
    "決済サービスで十年の経験を持つソフトウェアエンジニア。二百万人の顧客が使う台帳をつくりました。"
)
SHORT = (
    "Jo Ng\njo@ng.io\nSQL, HTML, CSS, AWS, GCP, Kafka, dbt, NumPy, pytest\nQA analyst, 2019-2023"
)
INITIALS = """\
Administrator of systems and networks for three clinics
SQL, HTML, CSS, AWS, GCP, JVM, XML, DHCP, LDAP, VPN, DNS, HTTP, SNMP, PHP, SMTP, XSLT, KVM
GPO, RDP, MDM, WSUS, NTFS, CCNA, MCSA, SSH, KPI, BGP, MPLS, TCP, NFS, SFTP, WPF, GDPR, HPC
"""
SHOUTED = ENGLISH.upper()


def _document(text: str, *, pages: int = 1) -> Document:
    spans = [Page(number, 0, len(text)) for number in range(1, pages + 1)]
    return Document("application/pdf", text, tuple(spans))


def _signal(text: str, *, pages: int = 1) -> str:
    with pytest.raises(TextUnreadable) as refused:
        legible.check(_document(text, pages=pages))
    return refused.value.metadata["signal"]


def _enciphered(text: str, alphabet: str) -> str:
    letters = string.ascii_lowercase
    table = str.maketrans(letters + letters.upper(), alphabet + alphabet.upper())
    return text.translate(table)


@pytest.mark.parametrize(
    "text",
    [ENGLISH, SPANISH, GERMAN, FRENCH, POLISH, RUSSIAN, JAPANESE, SHORT, INITIALS, SHOUTED],
    ids=["en", "es", "de", "fr", "pl", "ru", "ja", "short", "initials", "capitals"],
)
def test_a_resume_in_any_language_is_readable(text: str) -> None:
    legible.check(_document(text))


def test_text_of_two_scripts_is_readable() -> None:
    legible.check(_document(RUSSIAN + ENGLISH))


@pytest.mark.parametrize("text", [ENGLISH, SPANISH, GERMAN, FRENCH], ids=["en", "es", "de", "fr"])
@pytest.mark.parametrize("shift", [1, 3, 13, 25])
def test_shifted_letters_as_of_a_font_without_a_map_are_unreadable(text: str, shift: int) -> None:
    letters = string.ascii_lowercase
    assert _signal(_enciphered(text, letters[shift:] + letters[:shift])) == "letter_pairs"


def test_letters_swapped_at_random_are_nearly_always_unreadable() -> None:
    refused = 0
    for seed in range(100):
        alphabet = list(string.ascii_lowercase)
        random.Random(seed).shuffle(alphabet)  # noqa: S311  # dice for a test
        try:
            legible.check(_document(_enciphered(ENGLISH * 3, "".join(alphabet))))
        except TextUnreadable:
            refused += 1
    assert refused >= 95


def test_random_letters_are_unreadable() -> None:
    dice = random.Random(7)  # noqa: S311  # dice for a test
    words = ["".join(dice.choices(string.ascii_lowercase, k=6)) for _ in range(60)]
    assert _signal(" ".join(words)) == "letter_pairs"


def test_a_page_number_or_a_scanners_stamp_is_no_text() -> None:
    assert _signal("1\n") == "no_text"
    assert _signal("Scanned by App\n" * 6, pages=6) == "no_text"


def test_characters_that_the_font_does_not_name_are_unreadable() -> None:
    assert _signal(ENGLISH.replace("e", "\ufffd")) == "replaced"
    assert _signal("\ufffd" * 400) == "replaced"


def test_one_unknown_character_does_no_harm() -> None:
    legible.check(_document(ENGLISH + "\ufffd"))


def test_signs_and_figures_alone_are_unreadable() -> None:
    assert _signal('!"#$% &/() =?*+ ' * 40 + ENGLISH) == "few_letters"


def test_letters_that_stand_apart_are_unreadable() -> None:
    assert _signal(" ".join(ENGLISH)) == "scattered"


def test_a_salad_of_scripts_is_unreadable() -> None:
    assert _signal("жαбβдγгδшεщζ" * 20) == "scripts"


@pytest.mark.parametrize("text", [ENGLISH * 2, RUSSIAN * 2], ids=["en", "ru"])
def test_bytes_paired_wrongly_are_unreadable(text: str) -> None:
    paired = text.encode()[: len(text) // 2 * 2].decode("utf-16-le", "ignore")
    assert _signal(paired) in ("characters", "scripts")


def test_chinese_and_korean_are_readable() -> None:
    chinese = (
        "我有十年的软件工程经验曾在银行负责支付系统的设计与开发并带领六人的团队完成了多个大型项目"
    )
    korean = "저는 십 년 동안 결제 시스템을 개발한 소프트웨어 엔지니어이며 여섯 명의 팀을 이끌고"
    korean += " 여러 개의 대규모 프로젝트를 완료했습니다"
    for text in (chinese, korean, JAPANESE):
        legible.check(_document(text))
