"""Assistant: questions about the hiring, answered from data, within what the caller may see.

Owns the `assistant` database: sessions and what was said in them, sealed for the person who
said it. Announces what candor.assistant.v1 lists in its events.proto. Reads Ingest and
Matcher with the caller's own token and has none of its own.

Invariants, each with a test:
- Every answer begins by saying that an AI system answers.
- A number in an answer comes from a tool; a statement about a candidate has a citation.
- What the caller may not see elsewhere, no answer tells.
- A question and its answer are stored together or not at all.
- Text of a resume is quoted, never obeyed.
"""
