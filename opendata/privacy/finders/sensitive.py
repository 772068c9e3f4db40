"""Sensitive content: what a person must look at although it is no identifier.

Lists the kinds of GDPR article 9 that such texts hold (health, ethnic origin, religion), suspicion of crime about somebody who can
be recognised (article 10), and children told apart by age, class or school. Never masked by itself: a human decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..finding import Finding

_PERSON = re.compile(
    r"\b(?:grann(?:e|en|ar|arna|ens)|min|mina|han|hon|hans|hennes|henne|honom|jag|mig|vår|son(?:en)?|dotter(?:n)?|mannen|kvinnan|killen|tjejen|gubben|tanten|"
    r"pojkvän(?:nen)?|exman|exfru|ex|sambo(?:n)?|kompis|kusin|bror|syster|pappa(?:n)?|mamma(?:n)?|familjen|lärare(?:n)?|rektorn|ägaren|personen|snubben|"
    r"typen|hyresgästen|herr|fru|bor på|på (?:nr|nummer) ?\d|\d:an|\d ?tr|vid namn|heter)\b",
    re.IGNORECASE,
)
_HEALTH = re.compile(
    r"\b(?:adhd|add|autis\w*|asperger\w*|schizofren\w*|psykos\w*|psykotisk\w*|bipolär\w*|deprimera\w*|depression\w*|självmord\w*|suicid\w*|ångest\w*|ptsd|panikattack\w*|"
    r"demen(?:t|s|ta|ssjuk\w*)|alzheimer\w*|parkinson\w*|stroke|cancer\w*|leukemi|epilep\w*|diabet\w*|astma|hiv|aids|kol-?sjuk\w*|ms-?sjuk|"
    r"psyksjuk\w*|psykiskt? (?:sjuk\w*|funktions\w*|instabil\w*)|sinnessjuk\w*|funktions(?:hind|neds|var)\w*|förståndshandikapp\w*|utvecklingsst\w*|handikappad\w*|"
    r"rullstol\w*|permobil\w*|rullator\w*|synskad\w*|blind|hörselskad\w*|döv|gravid\w*|abort\w*|missfall\w*|sjukskriv\w*|sjukpension\w*|förtidspension\w*|utbränd\w*|"
    r"utmattning\w*|alkoholist\w*|alkis\w*|alkad|missbruk\w*|pundar\w*|beroende av|medicinerar|mediciner|opererad\w*|amputera\w*|njursjuk\w*|hjärtsjuk\w*|"
    r"hjärtinfarkt\w*|hjärtproblem|psykakut\w*|rättspsyk\w*|lss|tvångsvård\w*|lpt|hjärnskad\w*|lungsjuk\w*|dialys\w*)\b",
    re.IGNORECASE,
)
_HEALTH_SURE = re.compile(
    r"^(?:adhd|autis|asperger|schizo|psyko|bipol|deprim|självmord|ptsd|demen|alz|parkin|cancer|leuk|epil|diabet|hiv|aids|psyksjuk|sinnes|förstånd|utvecklings)",
    re.IGNORECASE,
)
_CRIME = re.compile(
    r"\b(?:knarka\w*|lang(?:ar|at|ade|are|aren)|pundar\w*|säljer (?:knark|droger|hasch|narkotika|tabletter|sprit|hembränt)|dealar\w*|knarklangar\w*|stjäl|stulit|stal|snattar|snattat|"
    r"slår|slog|misshandla\w*|våldta\w*|våldtäkt\w*|pedofil\w*|blottar\w*|blottare\w*|antast\w*|ofreda\w*|tafsa\w*|hotar|hotat|hotade|rånar\w*|rånat|rånade|mörda\w*|mord\w*|häl(?:are|eri)|inbrottstjuv\w*|"
    r"tjuv\w*|kriminell\w*|dömd\w*|dömts|åtala\w*|häkta\w*|anhållen|suttit inne|sitter inne|fängelse\w*|polisanmäl\w*|anmäld|misstänk\w*|kör (?:full|rattfull|påtänd)|rattfull\w*|rattonykter\w*|"
    r"olovlig\w*|utan körkort|hustrumissh\w*|kvinnomissh\w*|trakassera\w*|förfölj\w*|stalka\w*|gängmedlem\w*|gängkriminell\w*|bränner hembränt|brinner sprit|bedragare|bedräg\w*|lurar av|"
    r"slår sina? |slår sin|vapen\w*|knivhugg\w*|skjutit|sålde (?:knark|droger)|droghandel|knarkhandel|knarkförsäljning|horar|prostitu\w*|bordell\w*|svartjobb\w*|bidragsfusk\w*)\b",
    re.IGNORECASE,
)
_ETHNIC = re.compile(
    r"\b(?:somalier\w*|romer(?:na)?|rom(?:sk|ska)|zigenar\w*|tattar\w*|arab(?:er|erna|en|isk|iska)?|araber\w*|kurd(?:er|erna|en|isk|iska)?|afghan\w*|syrier\w*|syrisk\w*|irakier\w*|irakisk\w*|iranier\w*|eritrean\w*|"
    r"afrikan\w*|invandrar\w*|utländsk\w*|utlänning\w*|svartskall\w*|blatt\w*|neger\w*|negrer\w*|mörkhyad\w*|svarta (?:män|killar|mannen)|färgad(?:e)?|nyanländ\w*|flykting\w*|ensamkommande|"
    r"same(?:r|rna|n)?|samisk\w*|polack\w*|rumän\w*|bulgar\w*|alban\w*|bosnier\w*|serb(?:er|erna|isk|iska)?|jugge\w*|turk(?:ar|arna|en|isk|iska)?|ryss(?:ar|en|arna)?|kines\w*|thailändsk\w*|finnjävel|mörk hy|hudfärg)\b",
    re.IGNORECASE,
)
_RELIGION = re.compile(
    r"\b(?:muslim\w*|islam\w*|jud(?:e|en|ar|arna|isk|iska)|judinna\w*|katolik\w*|katolsk\w*|ortodox\w*|jehovas?|pingstvän\w*|frikyrkl\w*|troende|slöj(?:a|or|an)|hijab\w*|burk(?:a|or|an)|niqab\w*|"
    r"kristen|kristna|sikh\w*|hindu\w*|buddhist\w*|mormon\w*|satanist\w*|koran\w*|salafist\w*|jihadist\w*)\b",
    re.IGNORECASE,
)
_CHILD = re.compile(
    r"\b(?:(?:min|mitt|mina|vår|vårt|våra|hans|hennes|deras|grannens)[ ](?:[\w-]{1,20}[ ]){0,2}?)?(?:son(?:en|s)?|dotter(?:n|s)?|barn(?:et|en)?|barnbarn|pojke(?:n)?|flicka(?:n)?|elev(?:en)?|tjej(?:en)?|kille(?:n)?|syskon|lillebror|lillasyster|kid)\b"
    r"[^.!?\n]{0,60}?(?P<age>\b(?:1[0-7]|[1-9])(?: ?år|[- ]?åring\w*)\b|\b(?:åk|årskurs|klass|går i)\.? ?(?:\d|F)(?:[:-]?(?:an|[a-d]))?\b|\b\d:an\b|\b(?:ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian|förskoleklass)\b)",
    re.IGNORECASE,
)
_CHILD_AGE = re.compile(
    r"\b(?P<age>(?:1[0-7]|[1-9])[- ]?årig\w*|(?:1[0-7]|[1-9])[- ]?åring\w*|(?:sex|sju|åtta|nio|tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton)[- ]?åri(?:g|ng)\w*)[ ]?(?:son|dotter|pojke|flicka|barn|kille|tjej)?\b",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Finding]:
    """Flags, all tier 2; surer where a person is named or pointed out in the same text."""
    person = _PERSON.search(text) is not None
    for match in _HEALTH.finditer(text):
        sure = _HEALTH_SURE.match(match[0]) is not None
        if sure or person:
            yield Finding("hälsa", match.start(), match.end(), 2, 0.7 if person else 0.4, "word for an illness or a disability")
    if person:
        for match in _CRIME.finditer(text):
            yield Finding("brottsmisstanke", match.start(), match.end(), 2, 0.6, "word for a crime beside a person who may be recognised")
    for match in _ETHNIC.finditer(text):
        yield Finding("etnicitet", match.start(), match.end(), 2, 0.6, "word for an origin")
    for match in _RELIGION.finditer(text):
        yield Finding("religion", match.start(), match.end(), 2, 0.6, "word for a faith")
    last = -1
    for match in _CHILD.finditer(text):
        last = match.end("age")
        yield Finding("barn", match.start("age"), last, 2, 0.7, "age or class of a child")
    for match in _CHILD_AGE.finditer(text):
        if match.start("age") >= last or last == -1:
            yield Finding("barn", match.start("age"), match.end("age"), 2, 0.5, "age of a child")
