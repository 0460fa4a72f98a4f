"""Which words name a job, an employer or a place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from taxonomy.taxonomy import Taxonomy

_ROLE = re.compile(
    r"(?:engineer|developer|programmer|designer|architect|analyst|scientist|manager"
    r"|administrator|consultant"
    r"|specialist|coordinator|supervisor|researcher|entwickler|ingenieur|leiter"
    r"|berater|betreuer|verkäufer"
    r"|sachbearbeiter|techniker|mechaniker|elektriker|pfleger|kaufmann|kauffrau|fachwirt|meister"
    r"|referent|assistent|lehrer|erzieher|informatiker|mechatroniker|elektroniker|tischler|monteur"
    r"|fahrer|buchhalter|schlosser|disponent|kellner|friseur"
    r"|referendar|werkstudent|praktikant|geschäftsführer|therapist|ologist|[^\W\d_]ician"
    r"|leitung)(?:in|s)?s?\b"
    r"|\b(?:lead|leader|director|head|chief|officer|president|vp|ceo|cto|cfo|coo|cio|cmo|founder"
    r"|co-?founder|owner|partner"
    r"|principal|assistant|associate|intern|trainee|apprentice|clerk|accountant|auditor"
    r"|bookkeeper|teller|banker|broker"
    r"|agent|representative|advisor|adviser|counselor|attorney|lawyer|paralegal|teacher|tutor"
    r"|instructor|lecturer"
    r"|professor|educator|trainer|coach|nurse|doctor|surgeon|pharmacist"
    r"|caregiver|paramedic"
    r"|chef|cook|waiter|waitress|server|bartender|barista|host|hostess|cashier|salesperson"
    r"|(?:sales|business|handy|fire|police|chair|spokes|crafts)(?:man|woman|person)|merchandiser"
    r"|buyer|planner|scheduler|recruiter|editor|writer|author|journalist|copywriter|translator"
    r"|photographer|artist"
    r"|animator|producer|operator|driver|pilot|mechanic|plumber|welder|carpenter"
    r"|machinist|fore(?:man|woman)|inspector"
    r"|estimator|surveyor|receptionist|secretary|volunteer|freelancer|contractor|strategist"
    r"|evangelist|sdet|devops|sre|tester|dba"
    r"|executive|generalist|controller|treasurer|underwriter|actuary|economist"
    r"|chemist|librarian|dentist|hygienist|nutritionist|midwife|phlebotomist|radiographer"
    r"|sonographer|veterinarian|rn|lpn|cna|emt"
    r"|rep|tech|attendant|aide|worker|washer|polisher|keyholder|handler|picker|packer|loader"
    r"|stocker|sergeant|biller|collector|transporter|crew member|cleaner|guard|firefighter"
    r"|stylist|tailor|seamstress|drafter|fellow|postdoc|resident"
    r"|student|creator|maintainer|captain|expert"
    r"|ingenier[oa]|desarrollador|desarrolladora|programador|programadora|gerente|director[a]"
    r"|analista|consultor|consultora"
    r"|jef[ea]|responsable|encargad[oa]|técnic[oa]|administrativ[oa]|auxiliar|asistente"
    r"|becari[oa]|profesor|profesora|maestr[oa]"
    r"|enfermer[oa]|contable|vendedor|vendedora|camarer[oa]|cociner[oa]|abogad[oa]|arquitect[oa]"
    r"|diseñador|diseñadora|comercial"
    r"|développeu[rs]e?|ingénieure?|chargée?|cheffe?|directeur|directrice|consultante?"
    r"|assistante?|stagiaire|apprentie?|alternante?"
    r"|technicienne?|vendeu[rs]e?|comptable|professeure?|enseignante?|infirmi[eè]re?|gestionnaire"
    r"|conseill[eè]re?|serveu[rs]e?"
    r"|analyste|architecte|concepteur|conceptrice|formateur|formatrice|secrétaire|cuisini[eè]re?"
    r"|avocate?|juriste|notaire|auditeur|auditrice|contrôleu[rs]e?|électricienn?e?|boulang[eè]re?"
    r"|pharmacienne?|aide-soignante?|chauffeur|éducat(?:eur|rice)|maçon|magasini[eè]re?"
    r"|orientadora?|pasante|procuradora?|asesora?|monitora?|conductora?|farmacéutic[oa]|electricista"
    r"|supervisora|coordinadora?|mecánic[oa]|mozo|dependient[ea]|cajer[oa]|repartidora?|periodista"
    r"|koch|köchin|lehrer|lehrerin|arzt|ärztin|anwalt|anwältin|buchhalter|buchhalterin"
    r"|(?:inginer|programator|dezvoltator|analist|asistent|casier|contabil|vânzător|reprezentant|coordonator"
    r"|consilier|ofițer|lider|operator|tehnician|avocat|bucătar|ospătar|recepționer|șofer|electrician"
    r"|mecanic|lucrător|educator|infirmier|farmacist|proiectant|instructor|formator|traducător"
    r"|cercetător|arhitect|economist|supraveghetor)(?:[ăe]|ul|ului|a|ei)?|(?:învățăt|profes|direct)(?:or|oare|orul|oarea)"
    r"|medic(?:ul)?|șef(?:ul|ă)?"
    r"|ingegnere|sviluppat(?:ore|rice)|impiegat[oa]|diret(?:tore|trice)|commess[oa]|infermier[ea]"
    r"|insegnante|cuoc[oa]|camerier[ea]|ragionier[ea]|tirocinante|autista|operai[oa]|magazzinier[ea]"
    r"|avvocat[oa]|medico|addett[oa]|segretari[oa]|venditore|capo|progettista"
    r"|engenheir[oa]|desenvolvedora?|estagiári[oa]|enfermeir[oa]|vendedora?|contadora?|cozinheir[oa]"
    r"|motorista|advogad[oa]|médic[oa]|secretári[oa]|operadora?|assistente|diretora?|estagiária"
    r"|ontwikkelaar|medewerk(?:er|ster)|verpleegkundige|leraar|lerares|docent|boekhouder|verkoper"
    r"|stagiaire?|adviseur|beheerder|leidinggevende|consulent|bedrijfsleider|teamleider"
    r"|inżynier|programist[ak]a?|specjalist[ak]a?|kierownik|dyrektor|nauczyciel(?:ka)?|księgow[ya]"
    r"|sprzedawca|kierowca|pielęgniar(?:ka|z)|kucharz|asystent(?:ka)?|analityk|doradca"
    r"|przedstawiciel|praktykant(?:ka)?|stażyst[ak]a?|pracownik|lekarz|technik|magazynier|kasjer(?:ka)?"
    r"|konsultant(?:ka)?|koordynator(?:ka)?"
    r"|auszubildende[r]?"
    r"|mitarbeiter|mitarbeiterin|projektleitung|teamleitung|bürokraft|hilfskraft|aushilfe)s?\b",
    re.IGNORECASE,
)
_SENIORITY = re.compile(
    r"^(?:senior|sr\.?|junior|jr\.?|lead|principal|staff|head|chief|assistant|associate|vice"
    r"|executive|interim)\b",
    re.IGNORECASE,
)
_EMPLOYER = re.compile(
    r"\b(?:inc|llc|ltd|limited|gmbh|ag|kg|se|s\.?a|s\.?l|s\.?a\.?s|sarl|plc|corp|corporation|co"
    r"|company|companyname|group|grupo"
    r"|gruppe|groupe|holdings?|university|universität|universidad|université|college|school"
    r"|institute|hospital|clinic"
    r"|klinik|bank|banco|banque|sparkasse|labs?|laboratories|technologies|solutions|systems"
    r"|services|partners|associates"
    r"|agency|agentur|studios?|foundation|stiftung|ministry|department of|council|restaurant"
    r"|hotel|café|freelance|self-employed)\b",
    re.IGNORECASE,
)
_COUNTRY = (
    r"usa?|u\.s\.a?\.?|united states|uk|u\.k\.|united kingdom|england|scotland|wales|ireland"
    r"|germany|deutschland|france|spain|españa"
    r"|italy|italia|portugal|netherlands|belgium|austria|österreich|switzerland|schweiz|suisse"
    r"|sweden|norway|denmark|finland"
    r"|poland|czech republic|romania|bulgaria|greece|türkiye|turkey|ukraine|russia|india|pakistan"
    r"|bangladesh|china|japan"
    r"|singapore|malaysia|indonesia|philippines|vietnam|thailand|australia|new zealand|canada"
    r"|mexico|méxico|brazil|brasil"
    r"|argentina|chile|colombia|peru|perú|egypt|nigeria|kenya|south africa|israel|uae"
    r"|united arab emirates|saudi arabia"
    r"|hungary|slovakia|slovenia|croatia|serbia|estonia|latvia|lithuania|luxembourg|europe"
)
_STATE = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM"
    "|NY|NC|ND|OH|OK|OR|PA"
    "|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|ON|QC|BC|AB|NSW|VIC|QLD"
)
_REGION = (
    "alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia"
    "|hawaii|idaho|illinois|indiana"
    "|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi"
    "|missouri|montana|nebraska"
    "|nevada|new hampshire|new jersey|new mexico|new york|north carolina|north dakota|ohio"
    "|oklahoma|oregon|pennsylvania"
    "|rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington"
    "|west virginia|wisconsin"
    "|wyoming|ontario|quebec|alberta|british columbia|manitoba|saskatchewan|nova scotia"
    "|new brunswick|queensland|new south wales|tasmania|western australia|south australia"
    "|andalucía|cataluña|galicia|país vasco|île-de-france|occitanie|bretagne|normandie"
    "|bayern|hessen|baden-württemberg|nordrhein-westfalen|sachsen|state"
)
_CITY = (
    "san francisco|new york|london|berlin|munich|münchen|hamburg|köln|frankfurt(?: am main)?"
    "|stuttgart|paris|lyon|marseille"
    "|toulouse|madrid|barcelona|valencia|sevilla|bilbao|vienna|wien|zürich|zurich|geneva|genève"
    "|amsterdam|brussels|bruxelles"
    "|dublin|lisbon|lisboa|rome|milan|milano|warsaw|prague|budapest|kyiv|kiev|moscow|istanbul"
    "|dubai|mumbai|bangalore"
    "|bengaluru|delhi|new delhi|hyderabad|chennai|pune|beijing|shanghai|hong kong|tokyo|sydney"
    "|melbourne|toronto|vancouver"
    "|montreal|chicago|boston|seattle|austin|los angeles|mexico city|buenos aires|bogotá|lima"
    "|santiago|são paulo|city|bremen|leipzig|dresden|hannover|nürnberg|dortmund|düsseldorf|bonn"
    "|münster|karlsruhe|mannheim|aachen|freiburg|graz|linz|salzburg|basel|bern|lausanne|nantes"
    "|lille|bordeaux|rennes|strasbourg|montpellier|grenoble|málaga|malaga|zaragoza|murcia|granada"
    "|alicante|valladolid|sevilla|bogota|medellín|monterrey|guadalajara|ciudad de méxico|quito"
    "|calgary|ottawa|edmonton|winnipeg|brisbane|adelaide|auckland|manchester|birmingham|leeds"
    "|glasgow|edinburgh|bristol|liverpool|sheffield|cardiff|belfast|dallas|philadelphia"
    "|san diego|san jose|denver|portland|atlanta|miami|minneapolis|detroit|nashville|pittsburgh"
    "|st\\. louis|salt lake city|raleigh|kansas city|baltimore|sacramento|las vegas|copenhagen"
    "|stockholm|oslo|helsinki|athens|bucharest|sofia|zagreb|belgrade|cairo|lagos|nairobi|seoul"
    "|taipei|bangkok|jakarta|manila|kolkata|ahmedabad|karachi|lahore|dhaka"
)
_PLACE = re.compile(
    rf"[^\W\d][\w .'\u2019/-]{{1,35}}\s?,\s*(?:(?:{_STATE}|(?i:{_REGION}))\s?,\s*)?"
    rf"(?:{_STATE}|(?i:{_COUNTRY}|{_REGION}))(?:\s+\d{{5}})?"
    rf"|(?i:{_CITY})(?:\s?,\s*\w[\w ]{{1,25}})?|(?i:{_COUNTRY}|{_REGION}|(?:fully )?remote|hybrid"
    rf"|on-?site)"
)
_ONLY_CITY = re.compile(rf"(?i:{_CITY})")
_CITY_AND_STATE = re.compile(rf"(?i:{_CITY}|{_REGION})\s?,\s*(?:{_STATE})")
_SHORT_PLACE = re.compile(rf"(?:{_STATE}|(?i:{_COUNTRY}|{_REGION}|{_CITY}|remote|hybrid))\.?")


def title_score(text: str, taxonomy: Taxonomy) -> int:
    """Return how much `text` looks like a job title: 0 not at all, 3 and more surely."""
    if not text or len(text) > 90:
        return 0
    score = 2 if _ROLE.search(text) else 0
    score += 1 if _SENIORITY.match(text) else 0
    if score < 3 and taxonomy.occupation_of(text) is not None:
        score += 2
    return score


def has_role(text: str) -> bool:
    """Say whether `text` has a word for somebody who works."""
    return _ROLE.search(text) is not None


def is_employer_like(text: str) -> bool:
    """Say whether `text` has a word that companies and institutions have in their names."""
    return _EMPLOYER.search(text) is not None


def is_place(text: str) -> bool:
    """Say whether the whole of `text` reads as a town, state or country."""
    return _PLACE.fullmatch(text) is not None


def is_city_and_state(text: str) -> bool:
    """Say whether `text` is a city named like a state or known by itself, and letters of a state.

    What stands before it, as in "Hotel Meridia, New York, NY", is not a place.
    """
    return _CITY_AND_STATE.fullmatch(text) is not None


def is_short_place(text: str) -> bool:
    """Say whether `text` is a state's letters or a country: the end of a place."""
    return _SHORT_PLACE.fullmatch(text) is not None


def is_city(text: str) -> bool:
    """Say whether `text` is a town that is known by its name alone."""
    return _ONLY_CITY.fullmatch(text) is not None
