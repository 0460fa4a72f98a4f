"""Headings in Romanian, Italian, Portuguese, Dutch and Polish, a language a line."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

RESUMES: Final = MappingProxyType(
    {
        "CONTACT": (
            "date de contact|informații de contact"
            "|contatti|recapiti|informazioni di contatto"
            "|contato|contatos|contacto|contactos|informações de contato"
            "|contactgegevens"
            "|dane kontaktowe"
        ),
        "PERSONAL": (
            "date personale|informații personale"
            "|dati personali|dati anagrafici|informazioni personali"
            "|dados pessoais|informações pessoais"
            "|persoonlijke gegevens|personalia"
            "|dane osobowe|informacje osobiste"
        ),
        "SUMMARY": (
            "rezumat|rezumat profesional|sinteză|sinteză profesională|sumar|profil profesional"
            "|despre mine|obiectiv|obiectiv profesional|obiective"
            "|profilo|profilo professionale|sommario|riepilogo|chi sono|su di me|obiettivo"
            "|obiettivo professionale"
            "|resumo|resumo profissional|perfil profissional|sobre mim|objetivo profissional"
            "|profiel|persoonlijk profiel|samenvatting|over mij"
            "|podsumowanie|podsumowanie zawodowe|profil zawodowy|o mnie|cel zawodowy"
        ),
        "EXPERIENCE": (
            "experiență|experiența|experiență profesională|experiența profesională"
            "|experiență de lucru|experiența de lucru|experiență de muncă|experiența de muncă"
            "|istoric profesional|istoricul muncii|istoric de muncă|locuri de muncă|carieră"
            "|esperienza|esperienze|esperienza professionale|esperienze professionali"
            "|esperienza lavorativa|esperienze lavorative|esperienze di lavoro"
            "|experiência|experiências|experiência profissional|experiências profissionais"
            "|histórico profissional|trajetória profissional|percurso profissional"
            "|ervaring|werkervaring|professionele ervaring|loopbaan|arbeidsverleden"
            "|doświadczenie|doświadczenie zawodowe|przebieg kariery|historia zatrudnienia"
        ),
        "EDUCATION": (
            "educație|educația|educație și formare|studii|studiile|formare|formarea profesională"
            "|formare profesională|pregătire academică|parcurs academic"
            "|istruzione|istruzione e formazione|formazione|titoli di studio|studi"
            "|percorso di studi|formazione accademica"
            "|educação|formação|formação acadêmica|formação académica|escolaridade"
            "|educação e formação|habilitações|habilitações literárias|habilitações académicas"
            "|opleiding|opleidingen|onderwijs|scholing|opleiding en training"
            "|wykształcenie|edukacja|wykształcenie i szkolenia"
        ),
        "SKILLS": (
            "abilități|abilitățile|aptitudini|competențe|competențele|competențe cheie"
            "|abilități tehnice|competențe tehnice|competențe profesionale|aptitudini tehnice"
            "|abilități cheie|calificări|cunoștințe"
            "|competenze|competenze tecniche|competenze professionali|competenze chiave"
            "|capacità|capacità e competenze|abilità|conoscenze|conoscenze informatiche"
            "|competenze informatiche|competenze digitali"
            "|competências|competências técnicas|aptidões|conhecimentos|habilidades"
            "|habilidades técnicas|conhecimentos técnicos|qualificações"
            "|vaardigheden|competenties|technische vaardigheden|kennis|kennis en vaardigheden"
            "|umiejętności|umiejętności techniczne|kompetencje|kwalifikacje"
            "|umiejętności zawodowe"
        ),
        "LANGUAGES": (
            "limbi|limbi străine|limbi vorbite|competențe lingvistice"
            "|lingue|lingue straniere|conoscenze linguistiche|competenze linguistiche"
            "|línguas|idiomas|línguas estrangeiras"
            "|talen|talenkennis"
            "|języki|języki obce|znajomość języków|znajomość języków obcych"
        ),
        "PROJECTS": (
            "proiecte|proiecte personale|proiecte relevante"
            "|progetti|progetti personali"
            "|projetos|projetos pessoais|projectos"
            "|projecten"
            "|projekty|projekty własne"
        ),
        "VOLUNTEER": (
            "voluntariat|activități de voluntariat|afilieri|afilieri profesionale"
            "|volontariato|attività di volontariato"
            "|voluntariado|trabalho voluntário"
            "|vrijwilligerswerk"
            "|wolontariat|działalność społeczna"
        ),
        "CERTIFICATES": (
            "certificări|certificare|certificarea|certificări și licențe|licențe"
            "|cursuri|cursuri și certificări|dezvoltare profesională|formări"
            "|certificazioni|certificati|corsi|corsi e certificazioni|attestati"
            "|certificações|certificados|cursos e certificações|licenças"
            "|certificaten|certificeringen|cursussen|trainingen"
            "|certyfikaty|kursy|szkolenia|kursy i szkolenia|szkolenia i certyfikaty|uprawnienia"
        ),
        "REFERENCES": "referințe|referenze|referências|referenties|referencje",
        "OTHER": (
            "premii|distincții|publicații|hobby|hobby-uri|interese|pasiuni"
            "|informații suplimentare|alte informații|realizări|diverse"
            "|premi|riconoscimenti|pubblicazioni|interessi|altre informazioni"
            "|informazioni aggiuntive|ulteriori informazioni"
            "|prêmios|prémios|publicações|interesses|informações adicionais|outras informações"
            "|prijzen|publicaties|interesses|hobby's|overige informatie|overig"
            "|nagrody|publikacje|zainteresowania|hobby|dodatkowe informacje|osiągnięcia"
        ),
    }
)
"""By the names of the kinds of sections of a resume."""

ADVERTS: Final = MappingProxyType(
    {
        "MUST": (
            "cerințe|cerințele|cerințe obligatorii|cerințele postului|cerințe minime"
            "|competențe necesare|competențele necesare|abilități necesare|abilitățile necesare"
            "|aptitudini necesare|aptitudinile necesare|despre aptitudinile necesare"
            "|despre abilitățile necesare|despre competențele necesare|calificări"
            "|calificări necesare|calificările necesare|experiență necesară|profilul candidatului"
            "|candidatul ideal|profilul tău|ce căutăm|ce așteptăm de la tine|ce ai nevoie"
            "|requisiti|requisiti richiesti|requisiti minimi|competenze richieste|profilo"
            "|profilo ricercato|il tuo profilo|cosa cerchiamo|chi cerchiamo|il candidato ideale"
            "|requisitos obrigatórios|requisitos da vaga|qualificações|qualificações necessárias"
            "|competências necessárias|perfil do candidato|o que procuramos|o que esperamos"
            "|o que você precisa|habilidades necessárias"
            "|functie-eisen|functievereisten|vereisten|wat wij vragen|wat vragen wij|wie ben jij"
            "|jouw profiel|wat breng je mee|wij vragen|gevraagd|profiel|wat je meebrengt"
            "|wymagania|wymagania niezbędne|oczekiwania|nasze oczekiwania|wymagane umiejętności"
            "|czego oczekujemy|kogo szukamy|twój profil|oczekujemy|wymagamy|profil kandydata"
        ),
        "SHOULD": (
            "constituie un avantaj|reprezintă un avantaj|avantaj|avantaje pentru candidat"
            "|calificări preferate|cerințe opționale|de dorit|ar fi un plus|un plus"
            "|requisiti preferenziali|costituisce titolo preferenziale|titoli preferenziali"
            "|sarà un plus|nice to have"
            "|diferenciais|desejável|será um diferencial|requisitos desejáveis|valorizamos"
            "|pré|pluspunten|een pre|dat is mooi meegenomen"
            "|mile widziane|dodatkowe atuty|dodatkowym atutem będzie|będzie atutem|atutem będzie"
        ),
        "DUTIES": (
            "responsabilități|responsabilitățile|responsabilitățile esențiale"
            "|responsabilități cheie"
            "|responsabilitățile cheie|responsabilitățile postului|responsabilități principale"
            "|atribuții|sarcini|ce vei face|ce veți face|rolul tău"
            "|responsabilità|mansioni|attività|cosa farai|attività principali|compiti"
            "|responsabilidades|atividades|atribuições|principais atividades|o que você vai fazer"
            "|funções|responsabilidades e atribuições"
            "|taken|taken en verantwoordelijkheden|verantwoordelijkheden|wat ga je doen"
            "|jouw taken|werkzaamheden|jouw rol"
            "|obowiązki|zakres obowiązków|twój zakres obowiązków|zadania|twoje zadania"
            "|czym będziesz się zajmować|opis stanowiska pracy"
        ),
        "NOTHING": (
            "ce oferim|oferim|ce vă oferim|ce îți oferim|beneficii|pachet salarial|despre noi"
            "|despre companie|cine suntem|cum se aplică|cum aplici|cum să aplici|cum aplicați"
            "|contact|declarație privind egalitatea de șanse|egalitate de șanse"
            "|declarație de egalitate de șanse|salariu|program de lucru"
            "|cosa offriamo|offriamo|si offre|benefit|vantaggi|chi siamo|l'azienda"
            "|come candidarsi|contatti|pari opportunità|retribuzione"
            "|o que oferecemos|oferecemos|benefícios|sobre nós|sobre a empresa|quem somos"
            "|como se candidatar|contato|igualdade de oportunidades|remuneração|salário"
            "|wat bieden wij|wij bieden|wat wij bieden|ons aanbod|arbeidsvoorwaarden|over ons"
            "|wie zijn wij|solliciteren|interesse|salaris|bedrijfsprofiel"
            "|oferujemy|co oferujemy|to oferujemy|nasza oferta|benefity|o nas|o firmie|kim jesteśmy"
            "|jak aplikować|wynagrodzenie|kontakt"
        ),
        "PROSE": (
            "despre rol|despre post|descriere|descrierea postului|introducere|rezumat|locație"
            "|despre job|rolul|prezentare generală"
            "|descrizione|descrizione della posizione|il ruolo|la posizione|sede"
            "|descrição|descrição da vaga|sobre a vaga|sobre o cargo|a vaga|local|localização"
            "|functieomschrijving|over de functie|de functie|locatie|standplaats"
            "|opis stanowiska|o stanowisku|opis|lokalizacja|miejsce pracy"
        ),
    }
)
"""By the names of the parts of a job text."""
