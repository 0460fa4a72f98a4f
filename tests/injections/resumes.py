"""Honest resumes that words are planted into."""

from __future__ import annotations

RESUMES = (
    """\
Alex Example
alex@example.com
Summary
Backend engineer who has shipped payment services for years.
Experience
Senior Backend Engineer, Northwind Traders, Jan 2019 - Present
• Built payment services in Python and PostgreSQL for two million customers.
• Ranked search results for candidates and wrote instructions for staff.
Software Engineer, Contoso Ltd, June 2015 - December 2018
• Wrote REST APIs in Java and ignored nobody who asked for help.
Education
Master of Science in Computer Science, Technical University, 2015
Skills
Python, Java, Docker, PostgreSQL
Languages
English (native), German B2
""",
    """\
Marta Ejemplo
marta@example.com
Perfil
Enfermera con experiencia en urgencias y formación de equipos.
Experiencia laboral
Enfermera de urgencias, Hospital General, 03/2017 - actualidad
• Atención a pacientes críticos y seguimiento de las instrucciones médicas.
Enfermera, Clínica Norte, 01/2013 - 02/2017
• Administración de medicación y cuidados postoperatorios.
Formación
Grado en Enfermería, Universidad de Sevilla, 2012
Competencias
Primeros auxilios, Microsoft Excel
Idiomas
Español (nativo), inglés B2
""",
)
