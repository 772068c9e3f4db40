"""Masking: what is found, what stays, and what holds for every text."""

import pickle
import time
from concurrent.futures import ProcessPoolExecutor

import pytest

from trygghetsrutan.opendata.privacy.text import IDENTIFIERS, KINDS, SENSITIVE, Masker, mask_all, mask_spans

PLACES = ("Karlskogahem", "Bofors", "Nobelmuseet", "Bregårdsskolan", "Tallbackens äldreboende", "Holmen")


@pytest.fixture(scope="module")
def masker() -> Masker:
    return Masker(PLACES)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("pnr 850709-2386", "pnr [personnummer]"),
        ("19850709-2386", "[personnummer]"),
        ("850709+2386", "[personnummer]"),
        ("8507092386", "[personnummer]"),
        ("85 07 09-2386", "[personnummer]"),
        ("850709–2386", "[personnummer]"),
        ("850709-2387", "[personnummer]"),  # the check digit is wrong: still somebody
        ("900161-2381", "[samordningsnummer]"),
        ("900061-2390", "[samordningsnummer]"),  # the month is unknown
        ("19900165 2387", "[samordningsnummer]"),
        ("900101-T238", "[interimsnummer]"),
        ("19900101R238", "[interimsnummer]"),
        ("900101-XXXX", "[personnummer]"),
        ("ring 070-1740605", "ring [telefon]"),
        ("0701740605", "[telefon]"),
        ("+46 (0)70 174 06 05", "[telefon]"),
        ("031-390 06 12 eller 08-465 004 11", "[telefon] eller [telefon]"),
        ("0 7 0 1 7 4 0 6 0 5", "[telefon]"),
        ("070–174\u00a006\u00a005", "[telefon]"),
        ("tel 390 06 12", "tel [telefon]"),
        ("+47 22 12 34 56", "[telefon]"),
        ("anna@exempel.se", "[e-post]"),
        ("anna (at) exempel.se", "[e-post]"),
        ("anna snabel-a exempel punkt se", "[e-post]"),
        ("anna at gmail com", "[e-post]"),
        ("anna@exempel", "[e-post]"),
        ("se @nisse_hult", "se [konto]"),
        ("insta: nisse.hult", "insta: [konto]"),
        ("https://www.facebook.com/nisse.hult!", "[webbadress]!"),
        ("SE45 5000 0000 0583 9825 7466", "[iban]"),
        ("bg 5050-1055", "bg [bankgiro]"),
        ("plusgiro 90 20 03-3", "plusgiro [plusgiro]"),
        ("kontonr 8327-9, 123 456 789-1", "kontonr [bankkonto]"),
        ("4111 1111 1111 1111", "[kortnummer]"),
        ("bilen ABC 123", "bilen [regnummer]"),
        ("abc12d", "[regnummer]"),
        ("Storgatan 12 B lgh 1102", "[adress]"),
        ("storgatan 12", "[adress]"),
        ("Karl Johans gata 4", "[adress]"),
        ("lägenhet 1102", "[lägenhet]"),
        ("Bråten 1:23", "[fastighet]"),
        ("691 31 Karlskoga", "[postadress]"),
        ("född 1985-07-09", "född [födelsedatum]"),
        ("Anna Lind, 850709", "[namn], [födelsedatum]"),
        ("Anna (1985-07-09) ringde", "[namn] ([födelsedatum]) ringde"),
        ("kvinna 470512 ringde", "kvinna [födelsedatum] ringde"),
        ("Ekvägen 9A 3 tr", "[adress]"),
        ("Jag bor på Rävåsen", "Jag bor på [adress]"),
        ("Anna Lindblom ringde", "[namn] ringde"),
        ("ring kalle svensson", "ring [namn]"),
        ("MVH KERSTIN", "MVH [namn]"),
        ("jag heter xyrth", "jag heter [namn]"),
        ("Det är mörkt. /Lisa", "Det är mörkt. /[namn]"),
        ("min granne Björn", "min granne [namn]"),
        ("HEJ JAG HETER PER OLSSON", "HEJ JAG HETER [namn]"),
        ("Maria af Trolle och Carl von Essen", "[namn] och [namn]"),
        ("A. Persson", "[namn]"),
        ("ring O7O-174 O6 O5", "ring [telefon]"),
        ("maila anna.berg2gmail.com", "maila [e-post]"),
        ("Bilen hette Adam Bertil Cesar 1 2 3", "Bilen hette [regnummer]"),
        ("Storgatan 5, 691 31", "[adress], [postadress]"),
    ],
)
def test_masks_at_once(masker: Masker, text: str, masked: str) -> None:
    assert masker.mask(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "Karlskogahem och Bregårdsskolan vid Bofors, nära Nobelmuseet",
        "bakom Tallbackens äldreboende och Holmen",
        "Björn har setts vid spåret",
        "Sten ligger på gångbanan",
        "Per person",
        "Stig inte av bussen",
        "i maj och juni",
        "Alfred Nobels väg är mörk",
        "Karl Johans gata är nedskräpad",
        "Storgatan är mörk",
        "på storgatan 2 gånger i veckan",
        "2021-05-17 14:30",
        "Ärende 2021-00345, dnr KS 2021-00123",
        "org nr 556677-8899",
        "kl 08.15-09.30",
        "ring 112 eller 11414 eller 1177",
        "den 2021-05-17 och 20210518",
        "väg 205 och buss 502",
        "hus 12, rum 101 och lampa 123",
        "en budget på 1 250 000 kr",
        "59.3268, 14.5236",
        "läs mer på www.karlskoga.se/trygghet",
        "MÖRKT PÅ STORGATAN OCH I PARKEN",
        "mvh en orolig medborgare",
        "Jag heter inget särskilt",
        "[telefon] [namn] [text]",
        "",
    ],
)
def test_leaves_what_is_nobody(masker: Masker, text: str) -> None:
    assert masker.mask(text).text == text


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("grannen på 4:an knarkar", "brottsmisstanke", "knarkar"),
        ("min man har epilepsi", "hälsa", "epilepsi"),
        ("det är romerna vid affären", "etnicitet", "romerna"),
        ("hon är muslim", "religion", "muslim"),
        ("min son är 8 år", "barn", "8 år"),
        ("min dotter går i klass 3B", "barn", "3B"),
        ("jag såg Xyzzy springa", "namn", "Xyzzy"),
        ("Jag bor i Aggerud", "adress", "Aggerud"),
        ("moped kbt 200", "regnummer", "kbt 200"),
        ("hon är född 1985 tror jag", "födelsedatum", "1985"),
        ("Anna från Sandviken, 070-174 06 05", "adress", "Sandviken"),
    ],
)
def test_lists_for_review(masker: Masker, text: str, kind: str, words: str) -> None:
    found = [(finding.kind, text[finding.start : finding.end], finding.tier) for finding in masker.find(text)]
    assert (kind, words, 2) in found or (kind, words, 1) in found


def test_sensitive_content_is_never_masked_by_itself(masker: Masker) -> None:
    text = "grannen är alkoholist, muslim och knarkar"
    assert masker.mask(text).text == text
    assert {finding.kind for finding in masker.find(text)} == {"hälsa", "religion", "brottsmisstanke"}


def test_a_crime_without_anybody_near_it_is_no_flag(masker: Masker) -> None:
    assert masker.find("droger säljs öppet i parken") == []


def test_a_finding_says_kind_span_tier_confidence_and_reason(masker: Masker) -> None:
    (finding,) = masker.find("ring 070-1740605 nu")
    assert (finding.kind, finding.start, finding.end, finding.tier) == ("telefon", 5, 16, 1)
    assert 0 < finding.confidence <= 1
    assert finding.reason


def test_the_check_digit_raises_confidence(masker: Masker) -> None:
    (right,) = masker.find("811218-9876")
    (wrong,) = masker.find("811218-9875")
    assert right.confidence > wrong.confidence


def test_of_overlapping_findings_the_longest_stands(masker: Masker) -> None:
    (finding,) = masker.find("anna.svensson.0701740605@exempel.se")
    assert finding.kind == "e-post"


def test_a_date_of_a_report_and_its_hour_is_only_listed(masker: Masker) -> None:
    assert [finding.tier for finding in masker.find("20210517 1430")] == [2]


def test_invisible_letters_do_not_hide_a_number(masker: Masker) -> None:
    assert masker.mask("ring 070\u200b-174\u00ad06 05!").text == "ring [telefon]!"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("İbrahim min granne är deprimerad och knarkar", ["İbrahim", "deprimerad", "knarkar"]),
        ("I\u0307brahim Yilmaz är deprimerad", ["I\u0307brahim Yilmaz", "deprimerad"]),
        ("grannen İİ, en\u00ad man, är deprimerad", ["deprimerad"]),
    ],
)
def test_a_letter_that_is_longer_in_lower_case_moves_nothing(masker: Masker, text: str, found: list[str]) -> None:
    assert [text[finding.start : finding.end] for finding in masker.find(text)] == found


def test_decomposed_letters_do_not_hide_a_name(masker: Masker) -> None:
    assert masker.mask("A\u030asa O\u0308berg ringde").text == "[namn] ringde"


def test_wide_digits_do_not_hide_a_number(masker: Masker) -> None:
    assert masker.mask("８５０７０９－２３８６").text == "[personnummer]"


def test_places_of_the_campaign_are_not_persons() -> None:
    text = "vi satt vid Xyzzy i går"
    assert Masker(["Xyzzy"]).find(f"jag såg {text}") == []


@pytest.mark.parametrize(
    ("text", "masked"),
    [("mörkt i Nora", "mörkt i Nora"), ("Nora Lindblom ringde", "[namn] ringde"), ("min granne Nora", "min granne [namn]")],
)
def test_a_place_that_is_a_name_too_is_told_by_its_neighbours(masker: Masker, text: str, masked: str) -> None:
    assert masker.mask(text).text == masked


def test_a_masker_can_be_sent_to_other_processes(masker: Masker) -> None:
    again = pickle.loads(pickle.dumps(masker))
    assert again.find("bakom Tallbackens äldreboende bor Anna") == masker.find("bakom Tallbackens äldreboende bor Anna")
    with ProcessPoolExecutor(1) as pool:
        assert pool.submit(masker.mask, "ring Anna").result() == masker.mask("ring Anna")


def test_many_texts_are_masked_each_by_itself() -> None:
    one, other = mask_all(["ring 070-1740605", "mörkt"])
    assert one.text == "ring [telefon]"
    assert (other.text, other.findings) == ("mörkt", ())


def test_kinds_have_a_meaning() -> None:
    assert set(KINDS) == {*IDENTIFIERS, *SENSITIVE, "text"}


def test_a_text_of_nothing_but_names_is_masked_as_a_whole(masker: Masker) -> None:
    assert masker.mask("Anna Andersson, " * 2000).text == "[text]"


def test_overlapping_spans_are_replaced_together(masker: Masker) -> None:
    findings = masker.find("ring 070-1740605")
    assert mask_spans("ring 070-1740605", [*findings, findings[0]._replace(start=0, end=8)]) == "[telefon]"


@pytest.mark.parametrize(
    "part",
    ["a", "0-1-", "a@", "bor på ", "SE45 5000 "],
)  # fmt: skip
def test_a_megabyte_takes_no_time_to_speak_of(masker: Masker, part: str) -> None:
    text = (part * 1_000_000)[:1_000_000]
    start = time.process_time()
    masker.mask(text)
    assert time.process_time() - start < 20  # a guard against hanging; scripts/benchmark_masking.py has the figures


@pytest.mark.parametrize("after", [" till banken", " SE45 5000 0000 0583 9825 7466", ".", ""])
def test_an_account_number_ends_where_its_country_says(masker: Masker, after: str) -> None:
    assert masker.mask("SE45 5000 0000 0583 9825 7466" + after).text.startswith("[iban]")


@pytest.mark.parametrize(
    "odd",
    [
        "GB82 WEST 1234 5698 7654 3\u212a",
        "GB82 WE\u017fT 1234 5698 7654 32",
        "\u0130stanbul \u0130",
        "\ud800",
        "²³ ½ ٣٤٥٦٧٨٩٠",
        "\x00\x1c\ue000",
    ],
)
def test_odd_letters_do_no_harm(masker: Masker, odd: str) -> None:
    once = masker.mask(odd).text
    assert masker.mask(once).text == once


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("hej kim här, är rädd", "hej [namn] här, är rädd"),
        ("Tuula från Karlsdal ringde", "[namn] från [adress] ringde"),
        ("Hälsn. A.K., snart 90", "Hälsn. [namn], snart 90"),
        ("Siv, 231204+2399, bor själv", "[namn], [personnummer], bor själv"),
        ("Skyttegatan 2 1103 691 41 Karlskoga", "[adress] [lägenhet] [postadress]"),
        ("På vägen hem till Hultvägen", "På vägen hem till [adress]"),
        ("Gerd f 12 april 1938", "[namn] f [födelsedatum]"),
        ("vår kassör tar emot bidrag, 5509-1839", "vår kassör tar emot bidrag, [bankgiro]"),
        ("han kallar sig kung_av_torget, kung_av_torget!", "han kallar sig [konto], [konto]!"),
        ("Såg ni på kameran? Livrädd att ramla", "Såg ni på kameran? Livrädd att ramla"),
        ("vid Café Linnea och mellan Ekbacken och Lindhagen", "vid Café Linnea och mellan Ekbacken och Lindhagen"),
        ("Läs Brå 2023:9, vandring i Brickebacken 2 maj", "Läs Brå 2023:9, vandring i Brickebacken 2 maj"),
        ("Ref 070-2024-118 enligt brev", "Ref 070-2024-118 enligt brev"),
        ("Förskolan heter Viola", "Förskolan heter Viola"),
    ],
)
def test_what_stands_beside_decides(text: str, masked: str) -> None:
    assert Masker().mask(text).text == masked


def test_a_thousand_initials_are_read() -> None:
    Masker().mask("A.B. " * 2000)
