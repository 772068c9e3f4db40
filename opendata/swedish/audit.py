"""The audit: what it finds, in the auditor's own Swedish, and the ledger."""

WORDS: dict[str, str] = {
    "has another partition than the campaign's earlier release": "har en annan indelning än kampanjens tidigare utgåva",
    "make it with the partition of the first release": "gör den med den första utgåvans indelning",
    "no noise on a count of {} has expectation 0 and variance {}": "inget brus på talet {} har väntevärdet 0 och variansen {}",
    "deviation, variance and lowest count do not fit": "avvikelse, varians och minsta tal passar inte ihop",
    "the secret is too short": "hemligheten är för kort",
    "use at least {} random bytes": "använd minst {} slumpade byte",
    "is no folder": "är ingen mapp",
    "name the folder that holds the ledger": "ange mappen där liggaren finns",
    "names an entry that is not the newest": "nämner en post som inte är den senaste",
    "restore the ledger from its copy": "återställ liggaren från kopian",
    "does not follow the entry before it": "följer inte på posten före",
    "is not the release that was recorded": "är inte den utgåva som fördes in",
    "is no list of withdrawals": "är ingen lista över tillbakadragna utgåvor",
    "is no entry of a ledger": "är ingen post i en liggare",
    "the linear program found no end": "ekvationerna kunde inte lösas",
    "report this release to the makers of the program": "rapportera den här utgåvan till dem som gör programmet",
    "tables that are linked in a ring need scipy, which is missing here": "tabeller som hänger ihop i en ring kräver scipy, som saknas här",
    "does not state k, width and chain": "anger inte k, bredd och rutstorlekar",
    "make the release anew with this program": "gör om utgåvan med det här programmet",
    "holds other types than a release does": "innehåller andra typer än en utgåva gör",
    "no counts satisfy these sums": "inga tal stämmer med de här summorna",
    "check the figures": "kontrollera talen",
    "{} says {} m, but its container is {} m": "{} säger {} m, men den ligger i en ruta på {} m",
    "{} excludes {}, which is no part of its container": "{} undantar {}, som inte är en del av den",
    "{} excludes the same ground twice": "{} undantar samma mark två gånger",
    "{} names {}, which is no cell id": "{} nämner {}, som inte är id på en ruta",
    "{} names a cell of {} m in EPSG:{}, which is not on the chain of the release": (
        "{} nämner en ruta på {} m i EPSG:{}, som inte hör till utgåvans rutstorlekar"
    ),
    "{} lies outside the grid": "{} ligger utanför rutnätet",
    "{} shows {}, and its hidden cells hold {} at most, at most {} each: {}; at least {} is required": (
        "{} har talet {}, och dess dolda rutor rymmer högst {}, högst {} var: {}; minst {} krävs"
    ),
    "Release {} of the same campaign has other cell sizes: together they cut each other": (
        "Leverans {} av samma kampanj har andra rutstorlekar: tillsammans skär de varandra"
    ),
    "Release {} cannot be read": "Leverans {} går inte att läsa",
    "{} was {} in release {} and is {} now: {} {}, fewer than {}": "{} var {} i leverans {} och är {} nu: {} har {}, färre än {}",
    "{} is not the region it was in release {}: a campaign's partition is frozen, or the difference can be located": (
        "{} är inte samma yta som i leverans {}: en kampanjs indelning ligger fast, annars kan skillnaden pekas ut"
    ),
    'The campaign\'s total of {} minus what is shown, with "other" in each region, gives {} in {}: {}': (
        "Kampanjens total för {} minus det som visas, tillsammans med övrigt i varje område, ger {} i {}: {}"
    ),
    "Theme regions that cut each other together give exactly {} for {} in {}": (
        "Temaområden som skär varandra ger tillsammans exakt {} för {} i {}"
    ),
    "The figures {} together give exactly {} for what lies in {} and in none of the others": (
        "Talen {} ger tillsammans exakt {} för det som ligger i {} och inte i de andra"
    ),
    "Not a cell of the grid: {}": "Ogiltig ruta: {}",
    "Table {} was changed after the audit: its checksum does not match": (
        "Tabellen {} är ändrad efter granskningen: kontrollsumman stämmer inte"
    ),
    "k = {} is too low; at least {}": "k = {} är för lågt; minst {}",
    "The protection width {} must be at least {} and at most k-1 = {}": "Skyddsbredden {} ska vara minst {} och högst k-1 = {}",
    "EPSG:{} is none of the grids": "EPSG:{} är inget av rutnäten",
    "The figures do not count people: one person with five answers can fill a cell alone": (
        "Talen räknar inte personer: en person med fem svar kan ensam fylla en ruta"
    ),
    "Cells of {} and {} m do not nest by doubling: the difference between them reveals strips": (
        "Rutor på {} och {} m ligger inte i varandra genom fördubbling: skillnaden mellan dem avslöjar remsor"
    ),
    "{} stands {} times in {}": "{} står {} gånger i {}",
    "{} in {} is neither published nor withheld": "{} i {} är varken visad eller dold",
    "{} is listed as withheld: that somebody is there is known then": "{} står med som dold: då vet man att någon finns där",
    "{} is shown as 0. Empty must not be told from hidden: the nought narrows its neighbours": (
        "{} visas som 0. Tomma rutor ska inte gå att skilja från dolda: nollan snävar in grannarna"
    ),
    "{} shows {}, fewer than k = {}": "{} visar {}, färre än k = {}",
    "{} and {} cover the same ground: the difference of the figures reveals the rest": (
        "{} och {} täcker samma mark: skillnaden mellan talen avslöjar resten"
    ),
    "{} excludes cells that are in no other region: they are thereby shown to be empty or small": (
        "{} utesluter rutor som inte hör till någon annan yta: de är därmed utpekade som tomma eller små"
    ),
    "{} is made of {}, which is no region of the release": "{} består av {}, som inte är en yta i leveransen",
    "{} is part of both {} and {}: another tree per theme lets the rest be worked out": (
        "{} ingår i både {} och {}: skild indelning per tema låter någon räkna ut resten"
    ),
    "{} has themes but is made of no regions": "{} har teman men består av inga ytor",
    "The themes of {} add up to {}, its regions to {}: the difference {} is a hidden count": (
        "Temana i {} summerar till {}, ytorna till {}: skillnaden {} är ett dolt tal"
    ),
    "In {} {} of {} are {}, and one of its regions has {}: there {} is {} to {}": (
        "I {} är {} av {} {}, och en av ytorna har {}: där är {} {}–{}"
    ),
    "{} is {} and lumps {} hidden values of at most {} people each: every one has {} to {}": (
        "{} är {} och rymmer {} dolda slag med högst {} personer var: varje slag har {}–{}"
    ),
    "{} adds up to {} but the regions to {}: the difference {} is what was to be withheld{}": (
        "{} summerar till {} men ytorna till {}: skillnaden {} är det som skulle hållas inne{}"
    ),
    "{} = {} shows {}; about people at least {} is required": "{} = {} visar {}; om personer krävs minst {}",
    "{} of {} have {} = {}: that is known of nearly everybody then": "{} av {} har {} = {}: då vet man det om nästan alla",
    "a cell excludes nothing and is its own container": "en ruta har inga undantag och är sin egen yta",
    "kind and id do not fit each other": "slag och id passar inte ihop",
    "everything is excluded": "allt är undantaget",
    "the drawn shape is not the cell minus what it excludes": "den ritade ytan är inte rutan minus undantagen",
    "allow more deviation, another variance, or smaller counts": "tillåt större avvikelse, en annan varians eller mindre tal",
    "use deviation >= 1, variance > 0, never >= 0": "använd avvikelse >= 1, varians > 0, lägsta tal >= 0",
    "install it (pip install scipy), or audit with the command line: trygghetsrutan audit": (
        "installera det (pip install scipy), eller granska från kommandoraden: trygghetsrutan audit"
    ),
    "tree = {}: the release builds on an earlier one that was neither given nor told of": (
        "tree = {}: leveransen bygger på en tidigare som varken angavs eller nämns"
    ),
    "{} is withheld among themes that are shown: the regions' figures minus the other themes are that very count": (
        "{} är dold bland visade teman: ytornas tal minus de andra temana är just det talet"
    ),
    "{} is withheld among totals that are shown: withhold {} as one row {}, or it is the rest": (
        "{} är dold bland visade summor: hela {} ska döljas, som raden {}, annars är talet resten"
    ),
    "{} is of {} m: a fixed grid has cells of {} m and rests of {} m": ("{} har {} m: ett fast rutnät har rutor på {} och rester på {} m"),
}
