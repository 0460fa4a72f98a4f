"""The rules by which messages are understood: patterns of whole folded messages.

One rule a line, as a regular expression in which `{name}` stands for a word of VOCABULARY.
`{for}` ends with the title of a job; `{first}` and `{second}` name candidates.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

NUMBERS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth"),
    *("sixth", "seventh", "eighth", "ninth", "tenth"),
)
_COUNT = rf"([1-9]\d{{0,2}}|{'|'.join(NUMBERS)})"

VOCABULARY: Mapping[str, str] = {
    "for": r"( (for|in|on|at|to fill) (?P<job>.+))?",
    "job": r"(?P<job>.+)",
    "job?": r"(?P<job>.+?)",
    "surely-job": (
        r"(?P<job>(.+ )?(job|role|position|opening|vacancy|posting|search)( of .+)?|it|this|that)"
    ),
    "state": r"(?P<state>open|closed)",
    "first": r"(?P<first>.+?)",
    "second": r"(?P<second>.+?)",
    "before": rf"((?P<before>{_COUNT}) )?",
    "after": rf"( (?P<after>{_COUNT}))?",
    "people": (
        r"(people|persons?|candidates?|applicants?|applications?|resumes?|cvs?|profiles?|ones?"
        r"|match(es)?|fits?|talents?)"
    ),
    "best": (
        r"(best|top|strongest|leading|(most|best|highest)[ -]"
        r"(suitable|suited|qualified|promising|fitting|matching|ranked|ranking|scored|scoring))"
    ),
    "jobs": r"(jobs?|roles?|positions?|openings?|vacancy|vacancies|postings?)",
    "the": r"((the|our|my|all|all the|all our|these|those) )?",
    "what-is": r"(what( is|'s| are)|which( is| are)|list|explain|show)",
    "who-are": (r"(who( are| is|'s|'re)|which( are| is)|name|list|pick|choose|suggest|recommend)"),
    "meet": r"(interview|call|talk to|invite|consider|meet|see)",
    "who-is": r"(who|which( one| candidate)?)( is|'s)",
    # What of a person a question may name: "Amara's application".
    "of-one": r"('s? ((job )?application|resume|cv|profile)| (application|resume|cv|profile))?",
    "lack": r"(lack|miss|missing|lacking|not (have|meet|show|get)|fail( to meet)?)",
    "above": r"(better|above|ahead of|higher|before)( than)?",
    "asked": r"(musts?|requirements?|skills?|criteria|points)",
    "progress": r"(state|status|progress|situation|standing|pipeline)",
    "applied": (
        r"(are there|have applied|has applied|applied|are|did apply|do we have|did we get"
        r"|have we( got)?|came in|were (received|sent))"
    ),
    "stage": r"(applied|screening|interviews?|offer|hired|rejected|withdrawn)",
}

HELP = r"""
    help( me)?|hi|hello|hey|good (morning|afternoon|evening)
    what can (you|i) (do|answer|ask|tell)( (me|you|here|for me))?( about)?
    (what|which) (questions )?(do|can|could) (i|you) (ask|answer|know)( you)?
    how (can|do) (you help( me)?|i use (you|this)|you work)|how does this work
    (who|what) are you|are you (an ai|a bot|a robot|human|a human|a person)
"""
COMPARE_BEST_TWO = r"""
    compare {the}(top|best|first|strongest|leading) (two|2)( {people})?{for}
    compare {the}(two|2) (top|best|first|strongest|leading)( {people})?{for}
"""
COMPARE = r"""
    (a )?(compare|comparison of) {first},? (and|with|to|against|vs\.?|versus|&) {second}{for}
    (a )?comparison between {first} (and|&) {second}{for}
    ({what-is} )?(the )?differences? between {first} (and|&) {second}{for}
    {who-is} (the )?(better|stronger)( {people})? for {job?}[,:] {first} or {second}
    {who-is} (the )?(better|stronger)( {people})?[,:]? {first} or {second}{for}
    how (does|do|would) {first} compare (to|with|against) {second}{for}
    why (is|was) {first} (ranked |placed )?{above} {second}{for}
    why (does|did) {first} (rank|score) {above} {second}{for}
    {first} (vs\.?|versus) {second}{for}
"""
MISSING = r"""
    what(( is|'s| are) missing| misses| lacks) (in|from|for|with|of) {first}{of-one}{for}
    what (does|do|did|is|are) {first}{of-one} {lack}{for}
    ({what-is} )?(the )?gaps? (of|in|from|for|with) {first}{of-one}{for}
    ({what-is} )?(the )?(weakness|weaknesses|shortcomings?) (of|in) {first}{of-one}{for}
    ({what-is} )?(the )?missing {asked} (of|in|from|for|with) {first}{of-one}{for}
    (what|which) {asked} (does|do|did|is|are) {first}{of-one} {lack}{for}
    (what|which) {asked}( is| are)? missing (in|from|for) {first}{of-one}{for}
    where (does|do|did) {first}{of-one} (fall|come|fell) short{for}
    why (does|do|did) {first}{of-one} not (get|have|reach) (all|full)( the)? points{for}
    why (does|do|did|has|have) {first}{of-one} (lose|lost)( any)? points{for}
"""
JOBS = r"""
    (list|display)?( ?(all|the|our|my|every))*( ?{state})? ?{jobs}( list| there are| we have)?
    (what|which) ({state} )?{jobs}( (are there|do we have|exist|are available|there are|we have))?
    (what|which) ({state} )?{jobs} (can i (see|apply (for|to))|do you (have|know))
    (what|which) {jobs} (are|is)( (still|now))? {state}
    (what|which) (are|is) {the}({state} )?{jobs}
    (are there|do we have|have we)( any)? ({state} )?{jobs}
    how many ({state} )?{jobs}( (are there|do we have|exist))?
    how many {jobs} are {state}
"""
STATE = r"""
    ({what-is} )?(the )?(current |present )?{progress} (of|for|on|with|in) {job}
    how( is|'s) (the )?(current |present )?{progress} (of|for|on|with|in) {job}
    ({what-is} )?(the )?(applications?|stages?) (for|of|to|on) {job}
    {surely-job}('s)? ({progress}|applications)
    how many {people}( {applied})?( (for|to|in|on) {job})?
    how many (have |has )?applied( (for|to) {job})?
    how many {people} (does|did|has) {job?} (have|get|got|receive|received)
    how many {people} (are |were )?((in|at) )?(the )?{stage}( stage)?( (for|to|in|on) {job})?
    how many (are |were )((in|at) )?(the )?{stage}( stage)?( (for|to|in|on) {job})?
    (is|was) {job?} (still )?(open|closed|filled|over)( or (open|closed))?
    (has|have|did) (anyone|anybody|someone|somebody|people) (applied|apply)( (for|to) {job})?
    how( is|'s) {surely-job} (going|doing|coming along|progressing|looking)
    how far (is|are we (with|in|on)) {surely-job}
    where (are we|do we stand) (with|on|in) {surely-job}
"""
BEST = r"""
    ({who-are} )?{the}{before}{best}{after}( {people})?{for}
    (what|which)( are| is|'s) {the}{before}{best}{after} {people}{for}
    (({who-are}|(which|what)( are| is|'s)) )?{the}{before}{best}{after} {job?} {people}
    (rank|shortlist|short-list|sort|order) {the}{before}((best|top) )?{people}{for}
    (rank|shortlist|short-list) {the}(best|top){after} {people}{for}
    (rank|shortlist|short-list) (for|on) {job}
    (a |the )?(ranking|shortlist|short list|short-list)( of {the}{people})? (for|on|of) {job}
    who (fits|suits|matches) {job?}( (the )?(best|most))?
    who( is|'s| are) (the )?(most|best) (suited|suitable|qualified|fitted)( for {job})?
    (who|whom) should (i|we) {meet}( first| next)?( for {job})?
    which {before}{people} (is|are) (the )?{best}( {people})?{for}
    which {before}{people} (fits?|suits?|match(es)?) {job?}( (the )?(best|most))?
"""
_NAMED = re.compile(r"\{([a-z-]+\??)\}")


def rules(lines: str) -> tuple[str, ...]:
    """Return the regular expressions of rules, one for each line."""
    return tuple(_filled(line.strip()) for line in lines.splitlines() if line.strip())


def _filled(rule: str) -> str:
    return _NAMED.sub(lambda found: VOCABULARY[found[1]], rule)
