//! Each rule with its example sentences; "|" marks where sentences end.

use crate::article::Article;
use crate::span::Span;
use crate::text::read;

/// Asserts that the text, without its " | ", is split where they stand.
#[track_caller]
fn check(marked: &str) {
    let text = marked.replace(" | ", " ").replace('|', "");
    let expected: Vec<&str> = marked.split('|').map(str::trim).collect();
    let article = Article { text, ..Article::default() };
    let document = read(&article);
    let spans: Vec<Span> = document.sentences.iter().map(|s| s.span).collect();
    let found: Vec<&str> = spans.iter().map(|span| span.of(&article.text)).collect();
    assert_eq!(found, expected);
}

#[test]
fn titles_and_initials_belong_to_the_name() {
    check("Mr. Marsh met Sen. Ida Lee and Gov. T. K. Odum. | They talked.");
    check("The book is by J. R. Elm. | He wrote it in May.");
    check("Maj. Gen. Paul Roe and Lt. Col. Lee were there.");
    check("It was Dr. Lee’s idea, said Rep. Ann Roe (R-Ariz.) in a note.");
    check("Plan B failed. | Nobody had a plan C. | The mayor left.");
    check("It was only she and I. | Nobody else came.");
    check("Susan N. Roe wrote to former Rep. Howard P. “Buck” Lee.");
}

#[test]
fn acronyms_end_a_sentence_only_before_a_word_that_begins_one() {
    check("He lives in the U.S. | The house is old.");
    check("He works for the U.S. Treasury in Washington, D.C. | She does not.");
    check("The U.K. Parliament met. | Ida Roe, Ph.D., spoke at J.C. Hall.");
    check("Nobody in the E.U. likes it. | But in the U.S. most do.");
}

#[test]
fn companies_months_and_places() {
    check("Elm Inc. Chief Executive Ida Lee left on Jan. 5. | She had joined Roe Co. in 2019.");
    check("She sued Elm Corp. | The company did not answer.");
    check("He lives at 5 Elm St. | His sister lives in St. Mary, Mo., near the river.");
    check("Ida Lee Jr.’s boat sank off Miami, Fla. | Nobody was hurt.");
    check("ELM INC. sold its boats. | They were old.");
}

#[test]
fn abbreviations_before_numbers() {
    check("It is on p. 12 of vol. 3. | The rest is in No. 7.");
    check("She said no. | Nobody asked why. | Chapter No. 4 is next.");
}

#[test]
fn times_of_day() {
    check("It began at 5 p.m. | Marsh was late.");
    check("It began at 5 p.m. Tuesday and ended at 9 a.m. Eastern time.");
    check("At 7:30 a.m. Mayor Lee left the house.");
    check("The doors close at 6 P.M. | Nobody gets in at 7 p.m. or later.");
}

#[test]
fn latin_abbreviations_go_on() {
    check("Bring tools, e.g. a saw, i.e. Grandpa’s, for Roe vs. Lee. | That is all.");
    check("Boats, bikes, etc. were sold. | Cars, vans, etc. | They kept the rest.");
}

#[test]
fn numbers_addresses_and_names() {
    check("It cost $4.50 or 3.6 percent more. | Version 2.0 is free.");
    check("See www.elm.example/a.b?c=D.E for more. | Write to ida.lee@elm.example. | Thank you.");
    check("Read it on Elm.com today. | She works at Yahoo! in Elm.");
    check("It fell by 5. | 20 people left. | $5 is enough.");
}

#[test]
fn a_missing_space_is_no_obstacle() {
    check("The vote was put off.|Nobody knew why.|“We waited,” she said.");
    check("He owes 1,000.|That is a lot.");
}

#[test]
fn marks_in_a_row() {
    check("What?! | No!! | Really?? | Yes.");
    check("The ad (“Buy now!”) ran for weeks. | It failed.");
}

#[test]
fn ellipses() {
    check("I was ... well, what I meant . . . see for yourself.");
    check("We waited… | Nobody came.");
    check("They never said.... | She left.");
    check("We will not go. | ... They cannot make us.");
    check("The plan ... I think it is good.");
    check("He spoke of “the end of all things. . . .”");
    check("“The law [...] is clear [. . .] and just,” she said.");
}

#[test]
fn a_quotation_is_not_cut_from_who_said_it() {
    check("“Really?” she asked.");
    check("“Really?” Ms. Lee asked the mayor. | “Why?”");
    check("“No way!” President Ida Lee Roe tweeted on Friday.");
    check("'Never.' she said. | 'Not once.'");
    check("“I won’t go.” Marsh said. | Nobody believed him.");
    check("« Jamais ! » dit-il. | Il partit.");
}

#[test]
fn a_quotation_is_split_as_anything_else() {
    check("“We went. | We saw. | We left,” she said.");
    check("She called it “a mess.” | He left.");
    check("“Why?” | Lee said he was tired. | “Because.”");
    check("“We went.” | “So did we.”");
    check("‘Why not?’ | The mayor did not say.");
    check("„Wir gehen.“ | Das war alles.");
}

#[test]
fn brackets_within_a_sentence_hold_together() {
    check("He teaches (He was a baker. Then he was not.) at the school.");
    check("He was a baker. | (He is not now. | He teaches.) | She knew.");
    check("It was a shock.[12] | Nobody knew.");
}

#[test]
fn list_items_in_one_line() {
    check("1. Roofs and walls | 2. Gardens | 3. Bridges");
    check("a) Roofs | b) Gardens | c) Bridges");
    check("We sell: | • Roofs | • Gardens");
    check("There are two: (1) roofs, (2) gardens and (3) bridges.");
}

#[test]
fn datelines_and_signatures() {
    check("ELMSWORTH, Nov. 5 (ENS) — The council met. | It was late.");
    check("“It was late.” — Ida Lee, mayor of St. Mary");
}

#[test]
fn full_stops_of_other_scripts() {
    check("我们走了。|他们没有。");
    check("यह सच है। | वह गया।");
}
