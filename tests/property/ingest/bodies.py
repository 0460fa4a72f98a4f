"""Resumes with places for a person in them: a way to begin, and the work that follows.

Each part tells who somebody is in its own ways; any beginning goes with any work.
"""

from __future__ import annotations

_BEGINNINGS = (
    "{first} {last}\n{address} | {email} | {phone}\nlinkedin.com/in/{handle} | github.com/{handle}\n\n",
    (
        "Lebenslauf\nName: {first} {last}\nAnschrift: {address}\nE-Mail: {email}\n"
        "Geburtsdatum: {geboren}\nGeburtsort: {birthplace}\nStaatsangeh\u00f6rigkeit: {nation_de}\n"
        "Familienstand: {verheiratet}\nGeschlecht: {weiblich}\n\n"
    ),
    "{FIRST} J. {LAST}, MBA\n{phone} \u2022 {email}\n{address}\nDate of birth: {born} ({age} years old)\n\n",
    (
        "Mr & Mrs are not for me: {pronouns}\n{first} {last} ({pronouns})\n{email} / {phone}\n"
        "Nationality: {nation} | Marital status: {marital} | Gender: {gender}\n\n"
    ),
    "{LAST}, {first}\n{email}\nPlace of birth: {birthplace}, {country}\nVisa status: citizen of {country}\n\n",
    "{first} {last}\n{email}\n[Photo of {first} {last}]\nAge: {age}\nReligion: {faith}\n\n",
    (
        "Datos personales\n{first} {last}\n{email}\n{nacido} el {born} en {birthplace}\n"
        "Nacionalidad: {nation_es}\nEstado civil: {casado}\n\n"
    ),
    (
        "{first} {LAST}\n{address}\n{email}\n{ne} le {geboren} \u00e0 {birthplace}\n"
        "Nationalit\u00e9 : {nation_fr}, {marie}, {age} ans\n\n"
    ),
    "RESUME OF {first} {last}\nE-mail: {email}\nhttps://{handle}.example.com\nn\u00e9e {maiden}\n\n",
    "Curriculum Vitae \u2013 {first} {last}\n{address}\n{phone}, {email}\nBorn {born} in {birthplace}\n\n",
)
_WORKS = (
    (
        "Summary\n{mr} {last} has shipped software for years; {his} teams trust {him}.\n\n"
        "Experience\nSenior Backend Engineer, Northwind Traders    Jan 2019 - Present\n"
        "\u2022 Built payment services in Python and PostgreSQL; {he} led the move to Kubernetes\n"
        "\u2022 {first} {last} presented the results at PyCon\n"
        "Software Engineer at Contoso Ltd, 06/2015 - 12/2018\n\u2022 Wrote REST APIs in Java\n\n"
        "Education\nMaster of Science in Computer Science, Technical University, {graduated}\n\n"
        "Skills\nPython, Java, Docker, Kubernetes\n\nReferences\nDr. Ann {last}, {phone}\n"
        "{first} {last} - 1/1\n"
    ),
    (
        "Profile\nRegistered nurse and {parent} of {children}, {age} years old. {He} cares for {himself} last.\n\n"
        "Work History\nHead {waiter} \u2013 Harbor Grill, 2012 - 2014\nRegistered Nurse, St. Vincent Hospital"
        "\tMar 2015 - present\n\u2022 Patients like {him}: {first} is kind\n"
        "\u2022 Volunteer at {faith}\n\nEducation\nBachelor of Science in Nursing, {graduated}\n"
        "Class of {graduated}\n\nLanguages\nEnglish (native), Spanish B2\n"
    ),
    (
        "Berufserfahrung\n03/2019 \u2013 heute  {leiter}, Siemens AG, M\u00fcnchen\n"
        "\u2022 {herr} {last} leitete ein Team von 12 Personen\n"
        "01/2015 \u2013 02/2019  {ingenieur} bei Bosch GmbH\n\u2022 SAP und Python\n\n"
        "Ausbildung\nDiplom Maschinenbau, Universit\u00e4t Stuttgart, {graduated}\n\n"
        "Kenntnisse\nSAP, Python, Java\n\nSprachen\nDeutsch (Muttersprache), Englisch C1\n"
        "{birthplace}, den 3. Mai 2024\n{first} {last}\n"
    ),
    (
        "Perfil\n{ingeniero} de software de nacionalidad {nation_es}, {casado}, {age} a\u00f1os.\n\n"
        "Experiencia laboral\n{desarrollador} de software \u2014 Telef\u00f3nica, Madrid\n"
        "marzo de 2019 \u2013 actualidad\n\u2022 {sr} {last} lider\u00f3 el equipo de Java\n\n"
        "Formaci\u00f3n\nGrado en Inform\u00e1tica, Universidad de Sevilla, {graduated}\n\n"
        "Idiomas\nEspa\u00f1ol (nativo), Ingl\u00e9s C1\n"
    ),
    (
        "Profil\n{directeur} technique, {age} ans, {marie}, {children} enfants.\n\n"
        "Exp\u00e9riences professionnelles\nDepuis sept. 2019 : {developpeur} chez Capgemini, Lyon\n"
        "\u2022 {mme} {last} a dirig\u00e9 une \u00e9quipe Java\n2016 \u2013 2019 : {infirmier} \u00e0 l'h\u00f4pital Saint-Louis\n\n"
        "Formation\nMaster en informatique, Universit\u00e9 de Lyon, {graduated}\n\n"
        "Langues\nFran\u00e7ais (langue maternelle), Anglais B2\n"
    ),
    (
        "Projects\npaygate\thttps://github.com/{handle}/paygate\n\u2022 A gateway in Go\n"
        "See {handle}.github.io/notes or @{handle}99 on Twitter\n\n"
        "Publications\n{last}, {f}., & Smith, J. (2019). Ledgers at scale. Proc. of Systems.\n"
        "{f}. {last} and J. Smith. Trees of hashes. 2020.\n\n"
        "Experience\nResearch Engineer | Example Labs | 2018 - 2021\n\u2022 Rust and PostgreSQL\n\n"
        "Education\nPhD in Computer Science, Example University, {graduated}\n"
    ),
    (
        "About\n{first} {last} is a marketing manager. {He} lives with {his} {spouse} and {his} {child} in "
        "{birthplace}.\nA {nation} citizen, {he} is {age} and was born in {country}.\n\n"
        "Experience\nMarketing Manager, Globex Inc.\n2016 - 2020\n{first} doubled the leads; {mrs} {last} won a prize.\n"
        "{Chairman}, Students' Union, 2010 - 2012\n\nActivities\nPresident of the {society}\n"
        "Military service: completed\nChurch: {faith}\n"
    ),
    (
        "Teaching Experience\nMath Teacher, Lincoln High School, Aug 2014 - June 2020\n"
        "\u2022 Pupils knew me as {mr} {last}\n\u2022 Formerly {first} {maiden}\n"
        "{salesman}, Corner Market, 2009 - 2011\n\nEducation\nB.A. Mathematics, Ohio State University\t{graduated}\n\n"
        "Certifications\nState Teaching License, Ohio Department of Education, 2014\n\n"
        "Signed, {first} {last}\n{first} {last} | Page 1 of 2\n"
    ),
    (
        "Skills\nExcel, SAP, bookkeeping\n\nEmployment\nAccountant\nAcme Ltd\tJan 2010 - Dec 2015\n"
        '- Reports at example.com/team/{handle}\n- Praised: "{first} is the best" \u2014 the CFO\n'
        "Bookkeeper, Globex, 2005 to 2009\n\nLanguages: English (fluent), French (basic)\n\n"
        "Personal details\nName: {first} {last}\nDate of birth: {born}\nChildren: {children}\n"
        "Driving licence: B\nContact\n{email}\n{phone}\n"
    ),
    (
        "Objective\nI am a {age}-year-old {nation} {salesman} looking for work in sales.\n\n"
        "Work Experience\nSales Associate\nBlue Harbor Books, Portland, OR\nJune 2017 \u2013 Present\n"
        "\u2022 {first}'s numbers were the best of the shop\n\u2022 Contact {him} at {email}\n"
        "{Waiter}\nCosta Coffee\nMay 2015 \u2013 May 2017\n\nEducation\nHigh School Diploma, {graduated}\n\n"
        "References\n{first} is great, said {his} boss\n"
    ),
)
RESUMES = tuple(beginning + work for work in _WORKS for beginning in _BEGINNINGS)
