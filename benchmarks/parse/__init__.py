"""`make eval-parse`: how much of a resume comes out right, field by field.

A reading is compared with the truth of its file value by value. Values are equal when their
letters and digits are, case, accents' encoding, punctuation and spaces apart.

- name: equal, but for a title before it (Dr., Prof.).
- email: equal, but for case.
- phone: the digits of one end with those of the other, at least seven, trunk zeros apart.
- location: names the town, and no word that the truth does not have.
- links: each address once, without scheme, `www.` and a last slash.
- employment: readings are assigned to jobs one to one, so that most values agree. Title and
  employer are equal. Start and end are of the same month, or year where the truth has only a
  year. `employment_current` asks for the jobs that go on, and for no others.
- education: assigned likewise. Level is one of five (see `degrees`), field of study and
  institution are equal, the end is of the same year.
- skills: the listed ones, each once. A reading counts as the label that the parser gives it or
  as the words it was found by. One found in the list that is no whole item of it is wrong;
  so is one that the document does not have. Words of running text are no list: whether they
  are skills the truth does not say, so that they count neither for nor against, and are
  counted apart.
- languages: by code (ISO 639). `language_level` is the pair of language and level (CEFR, or
  native), where the truth tells one; "fluent" is C1 or C2, and so on (see `tongues`).
- certifications and projects: the names, with or without the issuer and the date after them.

A value that is missing counts as not found, one that is wrong as both not found and wrong, one
that the truth does not have as wrong. Precision, recall and F1 are over all files of a row.
The mean field F1 is that of the fields that the files have, each counting once. The target is
0.95 on files with a text layer, and 2 % for the character error of scans (see `scans`).

A field is asked of a file when the file has it: a folder's truth may hold more than was
rendered, so that a field of which no value's letters and digits are in the file is left out,
whatever was read into it.
"""
