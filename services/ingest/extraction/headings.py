"""Headings of resumes in nine languages, folded and without spaces."""

from __future__ import annotations

from enum import Enum, auto
from types import MappingProxyType

from services.ingest.extraction import headings_abroad
from services.ingest.extraction.folding import fold


class SectionKind(Enum):
    """What a part of a resume is about."""

    HEADER = auto()  # before the first heading
    CONTACT = auto()
    PERSONAL = auto()  # birth, nationality, family
    SUMMARY = auto()
    EXPERIENCE = auto()
    EDUCATION = auto()
    SKILLS = auto()
    LANGUAGES = auto()
    PROJECTS = auto()
    VOLUNTEER = auto()
    CERTIFICATES = auto()
    REFERENCES = auto()
    OTHER = auto()


_WORDS: dict[SectionKind, str] = {
    SectionKind.CONTACT: (
        "contact|contact details|contact information|contact info|contact me|get in touch|links"
        "|address|social|profiles|online profiles|contacto|datos de contacto"
        "|información de contacto"
        "|kontakt|kontaktdaten|anschrift|adresse|coordonnées|contactez-moi|me contacter"
    ),
    SectionKind.PERSONAL: (
        "personal details|personal information|personal data|personal info|personal particulars"
        "|bio data"
        "|datos personales|información personal|persönliche daten|persönliches|zur person"
        "|angaben zur person"
        "|informations personnelles|données personnelles|état civil|renseignements personnels"
    ),
    SectionKind.SUMMARY: (
        "summary|professional summary|executive summary|career summary|summary of qualifications"
        "|profile"
        "|professional profile|personal profile|about|about me|objective|career objective|overview"
        "|objective statement|summary statement"
        "|executive profile|career focus|career profile|qualifications summary|career overview"
        "|professional overview|personal statement|introduction|highlights|career highlights"
        "|resumen|resumen profesional|perfil|perfil profesional|sobre mí|acerca de mí|objetivo"
        "|objetivo profesional|profil|kurzprofil|über mich|zusammenfassung|berufsprofil|berufsziel"
        "|résumé|résumé professionnel|profil professionnel|à propos|à propos de moi|objectif"
        "|objectif professionnel"
    ),
    SectionKind.EXPERIENCE: (
        "experience|work experience|professional experience|employment|employment history"
        "|employment experience"
        "|work history|job history|career history|career|professional background"
        "|relevant experience|experiences"
        "|professional history|positions held|career experience|industry experience"
        "|employment record"
        "|work|professional career|experience summary|military experience|internships"
        "|internship experience|teaching experience"
        "|experiencia|experiencia laboral|experiencia profesional|trayectoria profesional"
        "|historial laboral"
        "|berufserfahrung|beruflicher werdegang|berufliche erfahrung|berufspraxis"
        "|berufliche laufbahn|praxiserfahrung"
        "|beruflicher hintergrund|werdegang|praktika|expérience|expériences"
        "|expérience professionnelle"
        "|expériences professionnelles|parcours professionnel|carrière|stages"
    ),
    SectionKind.EDUCATION: (
        "education|education and training|education history|educational background"
        "|academic background"
        "|academic qualifications|academic history|academics|qualifications"
        "|educational qualifications|studies"
        "|academic education|education details|schooling|degrees|educación|formación"
        "|formación académica"
        "|estudios|estudios académicos|educación y formación|titulación|ausbildung|bildung"
        "|schulbildung|studium"
        "|bildungsweg|akademische ausbildung|schulische ausbildung|ausbildung und studium"
        "|bildungsgang"
        "|akademischer werdegang|hochschulbildung|formation|formations|études|éducation"
        "|parcours académique"
        "|formation académique|parcours scolaire|diplômes|formation et diplômes|cursus"
    ),
    SectionKind.SKILLS: (
        "skills|summary of skills|skills overview|technical skills|key skills|core skills"
        "|professional skills|soft skills|hard skills|skill set"
        "|skillset|skills summary|skills and tools|core competencies|competencies"
        "|technical competencies|expertise"
        "|areas of expertise|core strengths|strengths|technologies|tech stack|technical expertise"
        "|tools"
        "|technical proficiencies|technical summary|technical knowledge|computer skills|it skills"
        "|proficiencies"
        "|key competencies|core qualifications|skill highlights|other skills|additional skills"
        "|skills and expertise"
        "|my skills|programming languages|tools and technologies|skills and abilities"
        "|special skills"
        "|habilidades|competencias|aptitudes|conocimientos|habilidades técnicas"
        "|conocimientos técnicos"
        "|conocimientos informáticos|competencias técnicas|destrezas|tecnologías|informática"
        "|kenntnisse|fähigkeiten|kompetenzen|fachkenntnisse|edv-kenntnisse|it-kenntnisse"
        "|technische kenntnisse"
        "|besondere kenntnisse|qualifikationen|kenntnisse und fähigkeiten|weitere kenntnisse"
        "|technologien"
        "|compétences|compétences techniques|savoir-faire|compétences clés"
        "|compétences informatiques|outils|technologies"
    ),
    SectionKind.LANGUAGES: (
        "languages|language|language skills|language proficiency|languages known|spoken languages"
        "|foreign languages"
        "|idiomas|lenguas|idiomas extranjeros|sprachen|sprachkenntnisse|fremdsprachen|langues"
        "|langues étrangères"
        "|langues parlées|connaissances linguistiques|compétences linguistiques"
    ),
    SectionKind.PROJECTS: (
        "projects|personal projects|key projects|side projects|academic projects"
        "|selected projects|portfolio"
        "|open source|open source projects|notable projects|featured projects|proyectos"
        "|proyectos destacados|ausgewählte projekte|eigene projekte|projets personnels"
        "|projets sélectionnés|principaux projets|proyectos personales|projekte"
        "|persönliche projekte|projets|réalisations"
    ),
    SectionKind.VOLUNTEER: (
        "volunteer|volunteering|volunteer experience|volunteer work|community service"
        "|community involvement"
        "|leadership and activities|extracurricular activities|extracurriculars|activities"
        "|leadership"
        "|voluntariado|ehrenamt|ehrenamtliche tätigkeit|ehrenamtliches engagement|engagement"
        "|bénévolat|engagement associatif|affiliations|professional affiliations|memberships"
        "|professional memberships"
    ),
    SectionKind.CERTIFICATES: (
        "certifications|certificates|certification|licenses|licenses and certifications|training"
        "|trainings|courses"
        "|coursework|relevant coursework|professional development|licences"
        "|certifications and licenses|continuing education"
        "|certificaciones|cursos|certificados|cursos y certificaciones|formación complementaria"
        "|zertifikate"
        "|zertifizierungen|habilitations|weiterbildungen und zertifikate"
        "|accreditations|credentials|licencias|acreditaciones|weiterbildung|weiterbildungen"
        "|fortbildungen|fortbildung|certificats"
        "|formations complémentaires"
    ),
    SectionKind.REFERENCES: (
        "references|referees|professional references|referencias|referenzen|références"
    ),
    SectionKind.OTHER: (
        "awards|honors|honours|awards and honors|honors and awards|selected honors|achievements"
        "|accomplishments"
        "|key achievements|publications|selected publications|patents|invited talks|talks"
        "|presentations|conferences"
        "|interests|hobbies|hobbies and interests|interests and hobbies|additional information"
        "|additional|miscellaneous"
        "|other information|declaration|other|military service|test scores|research"
        "|research interests|premios|publicaciones"
        "|intereses|aficiones|otros|otros datos|información adicional|auszeichnungen"
        "|veröffentlichungen|publikationen"
        "|interessen|hobbys|sonstiges|distinctions|centres d'intérêt|loisirs|divers|prix"
    ),
}


def squeezed(text: str) -> str:
    """Return `text` folded, letters and digits only."""
    return "".join(filter(str.isalnum, fold(text)))


HEADINGS = MappingProxyType(
    {
        **{
            squeezed(words): SectionKind[name]
            for name, group in headings_abroad.RESUMES.items()
            for words in group.split("|")
        },
        **{squeezed(words): kind for kind, group in _WORDS.items() for words in group.split("|")},
    }
)
LONGEST = max(map(len, HEADINGS)) + 12
