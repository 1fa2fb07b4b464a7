//! The whole stage on small articles. Sources are marked: `⟦Mr. Okoro⟧ said {no}.` is one attribution with its content;
//! so are cues where they matter: `⟦Mr. Okoro⟧ <denied> {it}.`

use super::*;
use crate::attribution::Kind;
use crate::text;
use proptest::prelude::*;

/// The text without its marks, and its attributions: each content belongs to the source nearest before or after it
/// in its paragraph, in order.
fn unmark(marked: &str) -> (String, Vec<Attribution>) {
    let mut plain = String::new();
    let mut attributions: Vec<Attribution> = Vec::new();
    let mut contents: Vec<(usize, Span)> = Vec::new();
    let (mut opened, mut line) = (Vec::new(), 0);
    let mut sources: Vec<(usize, Span)> = Vec::new();
    let mut cues: Vec<(usize, Span)> = Vec::new();
    for c in marked.chars() {
        match c {
            '⟦' | '{' | '<' => opened.push(plain.len()),
            '⟧' => sources.push((line, Span::new(opened.pop().unwrap(), plain.len()))),
            '>' => cues.push((line, Span::new(opened.pop().unwrap(), plain.len()))),
            '}' => contents.push((line, Span::new(opened.pop().unwrap(), plain.len()))),
            _ => {
                line += usize::from(c == '\n');
                plain.push(c);
            }
        }
    }
    for (n, &(line, content)) in contents.iter().enumerate() {
        let earlier = contents[..n].iter().filter(|(l, _)| *l == line).count();
        let of_line =
            |list: &[(usize, Span)]| list.iter().filter(|(l, _)| *l == line).nth(earlier).map(|(_, s)| *s);
        let (source, cue) = (of_line(&sources), of_line(&cues));
        let quoted = content.of(&plain).starts_with(['“', '"']);
        attributions.push(Attribution {
            kind: if quoted { Kind::Direct } else { Kind::Indirect },
            source: source.into_iter().collect(),
            cue: cue.into_iter().collect(),
            content: vec![content],
            confidence: 1.0,
            ..Attribution::default()
        });
    }
    (plain, attributions)
}

pub(super) fn resolve_marked(marked: &str, authors: &[&str]) -> Speakers {
    let (text, attributions) = unmark(marked);
    let authors = authors.iter().map(|a| (*a).to_owned()).collect();
    let article = Article { text, authors, ..Article::default() };
    resolve(&article, &text::read(&article), &attributions)
}

/// The names of the speakers, "?" for unknown; joint speakers are parted by "+".
pub(super) fn who(marked: &str) -> Vec<String> {
    let speakers = resolve_marked(marked, &[]);
    let name = |s: &Speaker| s.entity.map_or("?".to_owned(), |e| speakers.entities[e].name.clone());
    speakers.of_attribution.iter().map(|list| list.iter().map(name).collect::<Vec<_>>().join("+")).collect()
}

pub(super) fn only(marked: &str) -> Speaker {
    resolve_marked(marked, &[]).of_attribution.pop().unwrap().remove(0)
}

#[test]
fn the_only_one_who_is_called_so_may_be_named_in_what_is_reported() {
    let marked = |content: &str| {
        format!(
            "Hamas has ruled the strip for years. On Friday envoys of Hamas met Mr. Brandt.\nThe plan needs {content}, steps ⟦the militant group⟧ is resisting."
        )
    };
    assert_eq!(who(&marked("{the disarmament of Hamas}")), ["Hamas"]);
    // Two are called so.
    assert_eq!(who(&marked("{the disarmament of Hamas and Hezbollah}")), ["militant group"]);
}

#[test]
fn pronouns_go_back_to_whoever_spoke() {
    assert_eq!(
        who(
            "Minister Jens Brandt met Lucía Ferrer in Oslo.\n⟦Brandt⟧ said {the ferry was safe}.\n⟦He⟧ added {that tests went on}."
        ),
        ["Jens Brandt", "Jens Brandt"]
    );
    assert_eq!(
        who(
            "Minister Jens Brandt met the chairwoman, Lucía Ferrer, in Oslo.\n⟦Brandt⟧ said {the ferry was safe}.\n⟦She⟧ said {it was not}."
        ),
        ["Jens Brandt", "Lucía Ferrer"]
    );
    assert_eq!(
        who("{“We will appeal,”} said ⟦Amina Diallo, a lawyer in Dakar⟧.\n{“It is not over,”} ⟦she⟧ said."),
        ["Amina Diallo", "Amina Diallo"]
    );
}

#[test]
fn a_pronoun_that_fits_nobody_is_unknown() {
    let speaker = only("The ferry sank on Monday.\n⟦She⟧ said {it was old}.");
    assert_eq!((speaker.entity, speaker.known_by), (None, KnownBy::Pronoun));
    assert!(speaker.reason.contains("nobody was named"), "{}", speaker.reason);
}

#[test]
fn descriptions_go_back_to_whoever_holds_the_role() {
    let text = "Sheikh Karim bin Faisal Al Nouri, Qatar’s Prime Minister and Foreign Minister, met Hungarian Foreign \
                Minister Zsófia Kertész.\n⟦The Qatari leader⟧ said {talks went on}.\n⟦The Hungarian minister⟧ said {they had not}.";
    assert_eq!(who(text), ["Sheikh Karim bin Faisal Al Nouri", "Zsófia Kertész"]);
    assert_eq!(
        who("Sen. Leilani Kealoha of Hawaii voted no.\n⟦The senator⟧ said {it was late}."),
        ["Leilani Kealoha"]
    );
    assert_eq!(
        who("Hamas rejected the plan of Israel.\n⟦The militant group⟧ said {it was unfair}."),
        ["Hamas"]
    );
    assert_eq!(
        who("The Health Ministry of Ruritania closed two wards.\n⟦The ministry⟧ said {they were old}."),
        ["Health Ministry of Ruritania"]
    );
}

#[test]
fn whom_a_content_names_hardly_says_it() {
    assert_eq!(
        who(
            "Mayor Hugo Ferrer met Jens Brandt.\n⟦Ferrer⟧ said {the port was late}.\n⟦He⟧ said {Brandt lied}."
        ),
        ["Hugo Ferrer", "Hugo Ferrer"]
    );
    assert_eq!(
        who("⟦Hugo Ferrer⟧ said {Jens Brandt took money}.\n⟦He⟧ said {Ferrer was lying}."),
        ["Hugo Ferrer", "Jens Brandt"]
    );
}

#[test]
fn the_accused_denies() {
    // Who is on the scene says nothing here; the cue does.
    let (text, mut attributions) = unmark("⟦Hugo Ferrer⟧ said {Jens Brandt took money}. ⟦He⟧ denied {it}.");
    let denied = text.find("denied").unwrap();
    attributions[1].cue = vec![Span::new(denied, denied + 6)];
    let article = Article { text, ..Article::default() };
    let speakers = resolve(&article, &text::read(&article), &attributions);
    let name = |n: usize| speakers.of_attribution[n][0].entity.map(|e| speakers.entities[e].name.as_str());
    assert_eq!((name(0), name(1)), (Some("Hugo Ferrer"), Some("Jens Brandt")));
}

#[test]
fn roles_may_be_told_later() {
    assert_eq!(
        who("⟦A judge⟧ stopped {the sale} on Monday.\n⟦Judge Amina Diallo⟧ said {it was unfair}."),
        ["Amina Diallo", "Amina Diallo"]
    );
    assert_eq!(
        who("⟦The port’s spokesman⟧ said {no}.\nLater the port’s spokesman, Jens Brandt, left."),
        ["Jens Brandt"]
    );
    // Not anybody's spokesman.
    assert_eq!(
        who("⟦A spokesman for Ms. Ferrer⟧ said {no}.\n⟦Brandt spokesman Selim Arda⟧ said {yes}."),
        ["spokesman for Ms. Ferrer", "Selim Arda"]
    );
    assert_eq!(
        who("⟦A new poll⟧ shows {a tie}.\n⟦The Harbour News poll⟧ has {an error of two points}."),
        ["Harbour News poll", "Harbour News poll"]
    );
}

#[test]
fn his_campaign_has_its_owners_name() {
    let text = "The Brandt campaign spent much. Jens Brandt smiled.\n⟦His campaign⟧ said {it was enough}.";
    assert_eq!(who(text), ["Brandt campaign"]);
}

#[test]
fn both_are_those_who_were_named_together() {
    let text = "Jens Brandt and Amina Diallo met in Oslo.\n⟦Both⟧ said {it was late}.";
    assert_eq!(who(text), ["Jens Brandt+Amina Diallo"]);
}

#[test]
fn everyday_offices_are_known() {
    for office in
        ["Warden", "Rector", "Bailiff", "Vicar", "Ombudswoman", "Emissary", "Comptroller", "Undersecretary"]
    {
        let small = office.to_lowercase();
        let text =
            format!("{office} Ines Duarte met Kofi Diallo, a farmer.\n⟦The {small}⟧ said {{it was late}}.");
        assert_eq!(who(&text), ["Ines Duarte"], "{office}");
    }
    for said in ["envoy", "negotiator", "official"] {
        let text = format!(
            "Ines Duarte, the mediator, met Kofi Diallo, a farmer.\n⟦The {said}⟧ said {{it was late}}."
        );
        assert_eq!(who(&text), ["Ines Duarte"], "{said}");
    }
    assert_eq!(who("⟦Nils Warden⟧ said {no}.\n⟦Warden⟧ said {it was late}."), ["Nils Warden", "Nils Warden"]);
}

#[test]
fn both_are_the_two_persons_of_the_sentence_before() {
    for source in ["Both", "Both men", "The two men", "The two", "Neither man"] {
        let text = format!("Jens Brandt met Kofi Diallo in Oslo.\n⟦{source}⟧ said {{it was late}}.");
        assert_eq!(who(&text), ["Jens Brandt+Kofi Diallo"], "{source}");
    }
    assert_eq!(
        who("Jens Brandt met Kofi Diallo, and ⟦both⟧ said {it was late}."),
        ["Jens Brandt+Kofi Diallo"]
    );
    let text = "Mayor Jens Brandt met Mayor Kofi Diallo and Ada Moss.\n⟦Both mayors⟧ said {it was late}.";
    assert_eq!(who(text), ["Jens Brandt+Kofi Diallo"]);
    let text = "Jens Brandt met Kofi Diallo and Mrs. Ada Moss.\n⟦Both men⟧ said {it was late}.";
    assert_eq!(who(text), ["Jens Brandt+Kofi Diallo"]);
    // Those who were named last, in a list or not.
    let text = "Jens Brandt and Kofi Diallo met. Ada Moss saw Paola Rossi.\n⟦Both⟧ said {it was late}.";
    assert_eq!(who(text), ["Ada Moss+Paola Rossi"]);
}

#[test]
fn both_of_one_or_three_is_unknown() {
    let text = "Jens Brandt told Kofi Diallo what Ada Moss knew.\n⟦Both⟧ said {it was late}.";
    let speaker = only(text);
    assert_eq!((speaker.entity, speaker.candidates.len()), (None, 3));
    assert!(speaker.reason.contains("means two of Jens Brandt, Kofi Diallo, Ada Moss"), "{}", speaker.reason);
    let speaker = only("Jens Brandt met a neighbour.\n⟦Both men⟧ said {it was late}.");
    assert_eq!((speaker.entity, speaker.candidates.len()), (None, 1));
    // No persons are meant.
    for source in ["Both companies", "Both sides", "Both suspects", "Both the mayor"] {
        let text = format!("Jens Brandt met Kofi Diallo in Oslo.\n⟦{source}⟧ said {{it was late}}.");
        let speakers = resolve_marked(&text, &[]);
        assert_eq!(speakers.of_attribution[0].len(), 1, "{source}");
        assert!(speakers.of_attribution[0][0].entity.is_some(), "{source}");
    }
}

#[test]
fn a_sentence_that_opens_with_her_goes_on_with_her_name() {
    let text = "Paola Rossi left.\nIn ⟦her⟧ letter, Amina Diallo blamed {the port}.";
    assert_eq!(who(text), ["Amina Diallo"]);
}

#[test]
fn a_party_before_a_noun_is_its_members() {
    assert_eq!(who("It answered the ⟦Republican⟧ claim that {it was late}."), ["Republicans"]);
}

#[test]
fn companies_are_never_called_by_a_surname() {
    let text = "Halder Voss grew. Halder Voss built ships. Halder Voss hired.\n⟦Halder Voss⟧ said {no}.";
    assert_eq!(only(text).kind, SpeakerType::Organization);
    let text = "Halder Voss grew old. Voss built ships. Voss wept.\n⟦Halder Voss⟧ said {no}.";
    assert_eq!(only(text).kind, SpeakerType::Person);
}

#[test]
fn an_unknown_state_or_firm_is_no_person() {
    let kind = |text: &str| only(text).kind;
    assert_eq!(
        kind("Soldiers wait in Norlund.\n⟦Norlund⟧ said {it would close the pass}."),
        SpeakerType::Place
    );
    assert_eq!(kind("⟦Halvex⟧ denied {the claim}; its customers left."), SpeakerType::Organization);
    assert_eq!(kind("⟦Halvex⟧ denied {the claim}. Its shares fell."), SpeakerType::Organization);
    assert_eq!(kind("⟦Brandt⟧ said {it was late}."), SpeakerType::Person);
    assert_eq!(
        kind("Ada Norlund left. Norlund’s army fell.\n⟦Norlund⟧ said {it was late}."),
        SpeakerType::Person
    );
}

#[test]
fn an_apostrophe_inside_a_name() {
    assert_eq!(who("It moved ⟦St Mary’s Hospital⟧ that {wards closed}."), ["St Mary’s Hospital"]);
    assert_eq!(who("It moved ⟦the People’s Party⟧ that {wards closed}."), ["People’s Party"]);
}

#[test]
fn a_mayor_is_no_newspaper() {
    assert_eq!(
        who("{“We are late,”} said ⟦Harbour City Mayor Don Guardian⟧ on Monday.\n⟦The mayor⟧ said {yes}."),
        ["Don Guardian", "Don Guardian"]
    );
}

#[test]
fn a_bare_surname_is_whoever_was_called_so_alone() {
    let text = "Bernard Holt spoke. Holt smiled. Holt left. Holt slept. Later his wife, Jane Holt, came. Jane Holt sang.\n\
                ⟦Holt⟧ said {it was late}.";
    assert_eq!(who(text), ["Bernard Holt"]);
}

#[test]
fn a_title_that_two_people_hold_stays_open() {
    let speaker = only("Sen. Leilani Kealoha met Sen. Rufus Tarkington.\n⟦The senator⟧ said {it was late}.");
    let named = speaker.entity.is_some();
    assert!(!named || speaker.confidence < 0.9, "{speaker:?}");
    assert_eq!(speaker.candidates.len(), 2);
}

#[test]
fn described_sources_are_speakers() {
    let speakers = resolve_marked(
        "⟦Two officials briefed on the matter⟧ said {no}.\nAccording to ⟦a spokesman for Ms. Ferrer⟧ {it was late}.",
        &[],
    );
    let shown: Vec<(&str, &str)> =
        speakers.entities.iter().map(|e| (e.name.as_str(), e.kind.name())).collect();
    assert!(shown.contains(&("two officials briefed on the matter", "unnamed")), "{shown:?}");
    assert!(shown.contains(&("spokesman for Ms. Ferrer", "unnamed")), "{shown:?}");
}

#[test]
fn kinds_of_described_sources() {
    for (source, kind) in [
        ("The indictment", SpeakerType::Document),
        ("Protesters", SpeakerType::Group),
        ("The Ruritanian government", SpeakerType::Organization),
        ("The Ferrer campaign", SpeakerType::Organization),
        ("A woman in Dakar", SpeakerType::Unnamed),
        ("The Kremlin", SpeakerType::Place),
    ] {
        assert_eq!(only(&format!("⟦{source}⟧ said {{no}}.")).kind, kind, "{source}");
    }
}

#[test]
fn two_spokesmen_are_two_but_officials_are_the_same() {
    let text = "⟦A spokesman⟧ said {no}.\nLater ⟦a spokesman⟧ said {yes}.";
    let speakers = resolve_marked(text, &[]);
    let entity = |n: usize| speakers.of_attribution[n][0].entity;
    assert_ne!(entity(0), entity(1));
    let speakers = resolve_marked("⟦Police officials⟧ said {no}.\n⟦Police officials⟧ said {yes}.", &[]);
    assert_eq!(speakers.of_attribution[0][0].entity, speakers.of_attribution[1][0].entity);
}

#[test]
fn spokesmen_and_lawyers_keep_whom_they_speak_for() {
    let speakers = resolve_marked(
        "⟦A spokeswoman for the Ruritanian Farmers Union⟧ said {no}.\n⟦Ferrer’s lawyer, Selim Arda,⟧ said {yes}.\n\
         ⟦Amina Diallo, a lawyer in Dakar,⟧ said {yes}.",
        &[],
    );
    let whom = |n: usize| {
        let entity = speakers.of_attribution[n][0].entity.and_then(|e| speakers.entities[e].speaks_for);
        entity.map(|e| speakers.entities[e].name.as_str())
    };
    assert_eq!((whom(0), whom(1)), (Some("Ruritanian Farmers Union"), Some("Ferrer")));
}

#[test]
fn an_act_is_its_owners() {
    assert_eq!(who("Jens Brandt left.\n⟦His response⟧ was {that it was late}."), ["Jens Brandt"]);
    assert_eq!(who("⟦Jens Brandt’s latest remarks⟧ suggested {that it was late}."), ["Jens Brandt"]);
}

#[test]
fn the_candidate_is_whoever_the_sentence_before_is_about() {
    let text = "Hugo Ferrer opened the market in Oban on Monday. Ferrer shook hands.\n⟦The candidate⟧ said {it was late}.";
    assert_eq!(who(text), ["Hugo Ferrer"]);
}

#[test]
fn a_noun_means_a_person_only_if_the_article_says_so() {
    let text = "⟦Hugh Hill, a doctor,⟧ said {he was tired}.\n⟦The minister⟧ said {no}.\n⟦The nurse⟧ said {yes}.\n\
                ⟦The candidate⟧ said {no}.\n⟦The physician⟧ said {it was late}.";
    assert_eq!(who(text), ["Hugh Hill", "minister", "nurse", "candidate", "Hugh Hill"]);
    let text = "⟦Jana Ruud, a spokeswoman,⟧ said {no}.\n⟦The president⟧ said {he was proud}.\n⟦The judge⟧ said {yes}.";
    assert_eq!(who(text), ["Jana Ruud", "president", "judge"]);
    // Of whom nothing is said, an office may be meant, and no trade.
    let text = "⟦Jens Brandt⟧ said {no}. Brandt left. Few knew Brandt.\n⟦The mayor⟧ said {yes}.";
    assert_eq!(who(text), ["Jens Brandt", "Jens Brandt"]);
    assert_eq!(who("Jens Brandt was fined.\n⟦The mayor⟧ said {yes}."), ["mayor"]);
    for trade in ["judge", "doctor", "officer", "surveyor", "detective", "driver", "chairman", "commander"] {
        let text = format!("⟦Jens Brandt⟧ said {{no}}.\n⟦The {trade}⟧ said {{yes}}.");
        assert_eq!(who(&text), ["Jens Brandt", trade]);
    }
    // Who leads is no president, but a president leads.
    let text = "Opposition leader Jens Brandt left Oslo.\n⟦The president⟧ said {yes}.";
    assert_eq!(who(text), ["president"]);
    let text = "President Jens Brandt left Oslo.\n⟦The leader⟧ said {yes}.";
    assert_eq!(who(text), ["Jens Brandt"]);
    let text = "Sen. Jens Brandt left Oslo.\n⟦The lawmaker⟧ said {yes}.";
    assert_eq!(who(text), ["Jens Brandt"]);
}

#[test]
fn a_thing_is_nobody() {
    let text = "⟦Bo Olsen, the mayor,⟧ said {no}.\n⟦The number⟧ shows {it}.\n⟦The incident⟧ showed {that}.\n\
                ⟦The plaque⟧ says {so}.";
    assert_eq!(who(text), ["Bo Olsen", "number", "incident", "plaque"]);
}

#[test]
fn a_family_name_before_a_given_name_with_a_hyphen_is_a_short_form() {
    let text = "⟦Kim Min-ho⟧ said {no}.\n⟦Kim⟧ said {more}.\n⟦North Korean leader Kim Min-Ho⟧ said {it was late}. ⟦He⟧ said {so}.";
    assert_eq!(who(text), ["Kim Min-ho"; 4]);
}

#[test]
fn former_and_outgoing_holders_of_an_office() {
    for office in ["President", "Prime Minister", "Senator", "Mayor"] {
        for when in ["Former", "Outgoing"] {
            let (office_small, when_small) = (office.to_lowercase(), when.to_lowercase());
            let text = format!(
                "⟦{when} {office} Bo Anker⟧ said {{no}}.\n⟦The {when_small} {office_small}⟧ said {{yes}}."
            );
            assert_eq!(who(&text), ["Bo Anker", "Bo Anker"], "{text}");
        }
    }
    let text = "⟦President Bo Anker⟧ said {no}.\n⟦The outgoing president⟧ said {yes}.";
    assert_eq!(who(text), ["Bo Anker", "Bo Anker"]);
    let text = "⟦Former President Bo Anker⟧ said {no}.\n⟦The sitting president⟧ said {yes}.";
    assert_eq!(who(text), ["Bo Anker", "sitting president"]);
    let text = "Sen. Jens Brandt met former Gov. Amina Diallo.\n⟦The former governor⟧ said {yes}.";
    assert_eq!(who(text), ["Amina Diallo"]);
}

#[test]
fn father_and_son_of_one_name() {
    let text = "Carl Hadley Sr. and Carl Hadley Jr. met in Oslo.\n⟦The elder Hadley⟧ said {no}.\n\
                ⟦The younger Hadley⟧ said {yes}.\n⟦The father⟧ said {no}.\n⟦The son⟧ said {yes}.";
    let (father, son) = ("Carl Hadley Sr.", "Carl Hadley Jr.");
    assert_eq!(who(text), [father, son, father, son]);
    let text = "Hugo Marchetti met his son, Luca Marchetti.\n⟦The elder Marchetti⟧ said {no}.";
    assert_eq!(who(text), ["Hugo Marchetti"]);
}

#[test]
fn a_first_name_of_one_gender_is_not_overruled() {
    let speaker = only("⟦John Olsen⟧ said {no}.\n⟦She⟧ said {it was late}.");
    assert_eq!((speaker.entity, speaker.candidates.len()), (None, 0));
    // A title shows it.
    let text = "⟦Ms. John Olsen⟧ said {no}.\n⟦She⟧ said {it was late}.";
    assert_eq!(who(text), ["John Olsen", "John Olsen"]);
    // And an article that speaks of nobody else.
    let text = "⟦John Olsen⟧ said {no}.\n⟦She⟧ said {her ship was late, and hers alone}.";
    assert_eq!(who(text), ["John Olsen", "John Olsen"]);
}

#[test]
fn a_pronoun_that_may_mean_another_shows_no_gender() {
    let text = "Helena Marsh apologised.\n⟦Renn⟧ demanded {that she step down}. She left. ⟦He⟧ said {more}.";
    let speakers = resolve_marked(text, &[]);
    let renn = speakers.entities.iter().find(|e| e.name == "Renn").unwrap();
    assert_ne!(renn.gender, Some(Gender::Feminine));
    assert_eq!(who(text), ["Renn", "Renn"]);
}

#[test]
fn those_who_speak_for_a_described_one() {
    let whom = |marked: &str| {
        let speakers = resolve_marked(marked, &[]);
        let speaker = speakers.of_attribution.last().unwrap()[0].entity.unwrap();
        speakers.entities[speaker].speaks_for.map(|e| speakers.entities[e].name.clone())
    };
    let named = |name: &str| Some(name.to_owned());
    assert_eq!(whom("⟦A spokeswoman for the port of Kell, Jana Ruud,⟧ said {no}."), named("port of Kell"));
    assert_eq!(whom("⟦A spokeswoman for the port of Kell⟧ said {no}."), named("port of Kell"));
    assert_eq!(whom("⟦The ministry’s spokesman⟧ said {no}."), named("ministry"));
    assert_eq!(whom("⟦A ministry spokesman⟧ said {no}."), named("ministry"));
    assert_eq!(whom("They met ministry spokeswoman Ana Lutz.\n⟦Lutz⟧ said {no}."), named("ministry"));
    let text = "The Health Ministry of Ruritania closed two wards.\n⟦The ministry’s spokesman⟧ said {no}.";
    assert_eq!(whom(text), named("Health Ministry of Ruritania"));
}

/// For whom the last speaker speaks, and what the speaker is called.
fn spoken_for(marked: &str) -> (Option<String>, String) {
    let speakers = resolve_marked(marked, &[]);
    let speaker = &speakers.entities[speakers.of_attribution.last().unwrap()[0].entity.unwrap()];
    (speaker.speaks_for.map(|e| speakers.entities[e].name.clone()), speaker.name.clone())
}

#[test]
fn a_place_where_a_lawyer_works_is_no_client() {
    for source in [
        "A lawyer in Dakar",
        "A Dakar lawyer",
        "A spokesman in Dakar",
        "Ines Duarte, a lawyer from Dakar,",
        "Ines Duarte, a lawyer with two offices in Dakar,",
        "Dakar-based lawyer Ines Duarte",
        "An FBI agent",
    ] {
        let (whom, name) = spoken_for(&format!("⟦{source}⟧ said {{no}}."));
        assert_eq!(whom, None, "{source}: {name}");
    }
    for (source, whom) in [
        ("A lawyer in Dakar for Lucía Ferrer", "Lucía Ferrer"),
        ("A lawyer for Ms. Ferrer", "Ferrer"),
        ("A lawyer representing Lucía Ferrer", "Lucía Ferrer"),
        ("Lucía Ferrer’s longtime lawyer", "Lucía Ferrer"),
        ("Ferrer lawyer Selim Arda", "Ferrer"),
        ("Lucía Ferrer’s Dakar lawyer", "Lucía Ferrer"),
        ("A Kremlin spokesman", "Kremlin"),
        ("The spokesman of the Kremlin", "Kremlin"),
        ("The port’s press secretary", "port"),
        ("The port’s press secretary, Selim Arda,", "port"),
        ("The port’s defence lawyer", "port"),
        ("Two spokesmen for the Ruritanian Farmers Union", "Ruritanian Farmers Union"),
    ] {
        let (found, name) = spoken_for(&format!("⟦{source}⟧ said {{no}}."));
        assert_eq!(found.as_deref(), Some(whom), "{source}: {name}");
    }
}

#[test]
fn offices_of_the_state_are_nobodys_lawyers() {
    for source in [
        "A district attorney",
        "The district attorney of Callan County, Ines Duarte,",
        "Callan County district attorney Ines Duarte",
        "The prosecuting attorney",
        "A defence lawyer",
        "A state’s attorney",
        "A U.S. attorney",
        "Norway’s attorney general",
        "A state representative",
        "The spokesman’s wife",
    ] {
        let (whom, name) = spoken_for(&format!("⟦{source}⟧ said {{no}}."));
        assert_eq!(whom, None, "{source}: {name}");
    }
    let (whom, _) = spoken_for("⟦The district attorney’s spokesman⟧ said {no}.");
    assert_eq!(whom.as_deref(), Some("district attorney"));
}

#[test]
fn whose_lawyer_it_is_stays_open_where_two_have_that_surname() {
    let two = "Erik Olsen met his son, Nils Olsen, in Oslo.\n";
    for source in ["Olsen’s lawyer", "Mr. Olsen’s lawyer", "The lawyer for Olsen"] {
        let (whom, name) = spoken_for(&format!("{two}⟦{source}⟧ said {{no}}."));
        assert_eq!(whom, None, "{source}");
        assert!(name.contains("Olsen"), "{source}: {name}");
    }
    let (whom, _) = spoken_for(&format!("{two}⟦Olsen’s lawyer, Jana Ruud,⟧ said {{no}}."));
    assert_eq!(whom, None);
    let (whom, _) = spoken_for(&format!("{two}⟦Erik Olsen’s lawyer⟧ said {{no}}."));
    assert_eq!(whom.as_deref(), Some("Erik Olsen"));
    let text =
        format!("{two}⟦Nils Olsen’s lawyer, Jana Ruud,⟧ said {{no}}.\n⟦Erik Olsen’s lawyer⟧ said {{no}}.");
    assert_eq!(who(&text), ["Jana Ruud", "Erik Olsen’s lawyer"]);
    let (whom, _) = spoken_for("Erik Olsen left.\n⟦Olsen’s lawyer⟧ said {no}.");
    assert_eq!(whom.as_deref(), Some("Erik Olsen"));
}

#[test]
fn a_first_name_that_is_a_small_word_opens_a_sentence() {
    assert_eq!(
        who("⟦Per Olsen⟧ said {no}.\n⟦Will Lund⟧ said {no}.\n⟦Sunny Moe⟧ said {no}."),
        ["Per Olsen", "Will Lund", "Sunny Moe"]
    );
    assert_eq!(who("They met Merry Olsen.\n⟦Merry Olsen⟧ said {no}."), ["Merry Olsen"]);
    assert_eq!(who("They met Ada Olsen. Per Olsen, boats are late.\n⟦Olsen⟧ said {no}."), ["Ada Olsen"]);
}

#[test]
fn an_article_in_capitals_names_its_speakers() {
    let text =
        "⟦SEN. JOHN BRANDT⟧ SAID {HE WAS TIRED}. ⟦BRANDT⟧ SAID {IT WAS LATE}. ⟦THE SENATOR⟧ SAID {YES}.";
    assert_eq!(who(text), ["John Brandt"; 3]);
    let text = "{\"NO,\"} SAID ⟦MAYOR ANNA BRUNNE⟧. ⟦BRUNNE⟧ SAID {IT WAS LATE}. ⟦A NURSE⟧ SAID {YES}.";
    assert_eq!(who(text), ["Anna Brunne", "Anna Brunne", "nurse"]);
}

#[test]
fn labels_of_an_interview() {
    let text =
        "⟦PETRA OLIN⟧: {We are late.}\n⟦Q⟧: {Who told you?}\n⟦A⟧: {The mayor told me.}\n⟦PETRA OLIN⟧: {Yes.}";
    assert_eq!(who(text), ["Petra Olin", "?", "Petra Olin", "Petra Olin"]);
}

#[test]
fn a_secretary_of_state_is_no_state() {
    let text =
        "Lucía Ferrer spoke in Oban. Ferrer smiled.\n⟦The former secretary of state⟧ said {it was late}.";
    assert_ne!(only(text).kind, SpeakerType::Organization);
}

#[test]
fn his_campaign_is_called_by_his_name() {
    let text = "Jens Brandt spent much.\n⟦His campaign⟧ said {it was enough}.";
    assert_eq!(who(text), ["Brandt campaign"]);
}

#[test]
fn one_campaign_is_not_the_other() {
    let text = "⟦The Brandt campaign⟧ said {no}.\n⟦The Ferrer campaign⟧ said {yes}.";
    assert_eq!(who(text), ["Brandt campaign", "Ferrer campaign"]);
}

#[test]
fn they_are_the_voters_of_the_sentence_before() {
    assert_eq!(who("It worries voters. ⟦They⟧ say {it is late}."), ["voters"]);
}

#[test]
fn an_outlet_as_byline_is_no_author() {
    let speakers = resolve_marked("⟦I⟧ think {the ferry was old}.", &["Callan News"]);
    assert_eq!(speakers.of_attribution[0][0].entity, None);
}

#[test]
fn joint_sources_have_several_speakers_and_they_goes_back_to_both() {
    let text = "⟦Kwabena Asante and Lucía Ferrer⟧ said {no}.\n⟦They⟧ said {it was late}.";
    assert_eq!(who(text), ["Kwabena Asante+Lucía Ferrer", "Kwabena Asante+Lucía Ferrer"]);
}

#[test]
fn an_open_surname_goes_to_the_one_named_most() {
    let text = "Paola Marchetti won. Paola Marchetti thanked her brother, Luca Marchetti. Paola Marchetti smiled.\n\
                ⟦Marchetti⟧ said {she was glad}.";
    assert_eq!(who(text), ["Paola Marchetti"]);
    let even =
        only("Paola Marchetti and Luca Marchetti run a bakery in Turin.\n⟦Marchetti⟧ said {it was late}.");
    assert_eq!((even.candidates.len(), even.known_by), (2, KnownBy::ShortName));
}

#[test]
fn i_and_we_are_the_speaker_around_them() {
    let (text, mut attributions) = unmark("{“⟦I⟧ think it sank,”} said Amina Diallo.");
    let content = Span::new(text.find("it sank").unwrap(), text.find("it sank").unwrap() + 7);
    let outer = Span::new(text.find("Amina").unwrap(), text.find("Diallo").unwrap() + 6);
    attributions[0].content = vec![content];
    let quotation = Span::new(0, text.find(" said").unwrap());
    attributions.push(Attribution {
        kind: Kind::Direct,
        source: vec![outer],
        content: vec![quotation],
        ..Attribution::default()
    });
    let article = Article { text, ..Article::default() };
    let speakers = resolve(&article, &text::read(&article), &attributions);
    assert_eq!(speakers.of_attribution[0][0].entity, speakers.of_attribution[1][0].entity);
    assert_eq!(speakers.of_attribution[0][0].known_by, KnownBy::Pronoun);
}

#[test]
fn i_outside_of_quotations_is_the_author() {
    let speakers = resolve_marked("⟦I⟧ think {the ferry was old}.", &["Noor Haddad"]);
    let speaker = &speakers.of_attribution[0][0];
    assert_eq!(speaker.known_by, KnownBy::Byline);
    assert_eq!(speaker.entity.map(|e| speakers.entities[e].name.as_str()), Some("Noor Haddad"));
    assert_eq!(only("⟦I⟧ think {the ferry was old}.").entity, None);
}

#[test]
fn a_quotation_goes_on_without_a_source() {
    let text = "{“It was dark,”} said ⟦Amina Diallo⟧.\nShe paused.\n{“Nobody came.”}";
    assert_eq!(who(text), ["Amina Diallo", ""]);
    let text = "⟦Amina Diallo⟧ said: {“It was dark.}\n{“Nobody came.”}";
    assert_eq!(who(text), ["Amina Diallo", "Amina Diallo"]);
}

#[test]
fn who_and_which_stand_for_what_is_before_them() {
    assert_eq!(who("It hit Amina Diallo, ⟦who⟧ said {it was late}."), ["Amina Diallo"]);
    assert_eq!(who("It hit Sen. Amina Diallo of Florida, ⟦who⟧ said {it was late}."), ["Amina Diallo"]);
    assert_eq!(
        who("It hit Amina Diallo, who met Jens Brandt and ⟦who⟧ said {it was late}."),
        ["Amina Diallo"]
    );
    assert_eq!(
        who("It was Ines Duarte, a teacher and an influential Hispanic Republican ⟦who⟧ said {it was late}."),
        ["Ines Duarte"]
    );
    assert_eq!(
        who("It was Gov. Ines Duarte (R-Idaho), an early endorser, ⟦who⟧ said {it was late}."),
        ["Ines Duarte"]
    );
    assert_eq!(
        who("She went to persuade Arda’s supporters ⟦who⟧ doubt {that it was late}."),
        ["Arda’s supporters"]
    );
    assert_eq!(who("It pleased the two mechanics ⟦who⟧ said {it was late}."), ["two mechanics"]);
}

#[test]
fn names_say_by_what_they_are_known() {
    let known = |marked: &str| only(marked).known_by;
    assert_eq!(known("⟦Amina Diallo⟧ said {no}."), KnownBy::Name);
    assert_eq!(known("We met Amina Diallo.\n⟦Ms. Diallo⟧ said {no}."), KnownBy::ShortName);
    assert_eq!(known("We met Sen. Amina Diallo.\n⟦The senator⟧ said {no}."), KnownBy::Title);
    assert_eq!(known("⟦Residents⟧ said {no}."), KnownBy::Description);
}

#[test]
fn a_ministry_in_a_city_keeps_its_city() {
    assert_eq!(who("⟦The Health Ministry in Gaza⟧ reports {two deaths}."), ["Health Ministry in Gaza"]);
}

#[test]
fn transcript_labels_in_capitals_are_the_people_of_the_text() {
    assert_eq!(who("We spoke with Amina Diallo.\n⟦DIALLO⟧: {It was dark.}"), ["Amina Diallo"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the text and wherever the sources: as many lists as attributions, spans verbatim, candidates in order.
    #[test]
    fn everything_points_into_the_text(
        words in prop::collection::vec(prop::sample::select(vec![
            "Amina", "Diallo", "Mr.", "the", "minister", "he", "They", "said", ",", "and", "“", "”", "'s", "-", "\n",
            "U.S.", "of", "who", "I", "Ministry", "NEW", "é", "\u{202e}", "van", "Sheikh", "(", "🙂", "a", "spokesman", "for",
        ]), 0..60),
        cuts in prop::collection::vec((0usize..400, 0usize..60), 0..8),
    ) {
        let text = words.join(" ");
        let at = |n: usize| text.char_indices().map(|c| c.0).nth(n % (text.chars().count().max(1))).unwrap_or(0);
        let attributions: Vec<Attribution> = cuts
            .iter()
            .map(|&(start, len)| Attribution {
                source: vec![Span::new(at(start).min(at(start + len)), at(start).max(at(start + len)))],
                content: vec![Span::new(0, at(start))],
                ..Attribution::default()
            })
            .collect();
        let article = Article { text: text.clone(), authors: vec!["A B".to_owned()], ..Article::default() };
        let speakers = resolve(&article, &text::read(&article), &attributions);
        prop_assert_eq!(speakers.of_attribution.len(), attributions.len());
        for entity in &speakers.entities {
            prop_assert!(!entity.name.is_empty());
            for span in entity.mentions.iter().map(|m| m.span).chain(entity.roles.iter().copied()) {
                prop_assert!(!span.is_empty() && text.get(span.range()).is_some());
            }
        }
        for speaker in speakers.of_attribution.iter().flatten() {
            prop_assert!(speaker.entity.is_none_or(|e| e < speakers.entities.len()));
            prop_assert!((0.0..=1.0).contains(&speaker.confidence));
            prop_assert!(!speaker.reason.is_empty());
            prop_assert!(speaker.candidates.windows(2).all(|w| w[0].confidence >= w[1].confidence));
        }
        let again = resolve(&article, &text::read(&article), &attributions);
        prop_assert_eq!(speakers, again);
    }
}

#[test]
fn long_and_odd_texts_take_no_time() {
    let names =
        "Amina Diallo met Kwabena Asante and the Marchetti Foundation. He said she was late. ".repeat(1_000);
    let distinct: String = (0..5_000).map(|n| format!("Mr. Xa{n} met Bo Zu{n}. ")).collect();
    let capitals = "A ".repeat(30_000);
    let marks = "“".repeat(10_000);
    let dashes = "al-".repeat(20_000);
    for text in [names, distinct, capitals, marks, dashes, "X".repeat(300_000)] {
        let half = text.len() / 2;
        let attributions: Vec<Attribution> = (0..200)
            .map(|n| Attribution {
                source: vec![Span::new((half - n) / 10 * 10, text.len())],
                content: vec![Span::new(0, half)],
                ..Attribution::default()
            })
            .collect();
        let article = Article { text, authors: vec!["A B".to_owned()], ..Article::default() };
        let start = std::time::Instant::now();
        let speakers = resolve(&article, &text::read(&article), &attributions);
        assert_eq!(speakers.of_attribution.len(), 200);
        assert!(start.elapsed().as_secs() < 20, "{:?} for {:.40}", start.elapsed(), article.text);
    }
}

#[test]
fn several_who_are_named_in_one_breath() {
    let text =
        "Sen. Jens Brandt (R-Fla.) and former Gov. Amina Diallo met in Oslo.\n⟦They⟧ said {it was late}.";
    assert_eq!(who(text), ["Jens Brandt+Amina Diallo"]);
    let text = "Jens Brandt, Amina Diallo and Paola Rossi met in Oslo.\n⟦The three⟧ said {it was late}.";
    assert_eq!(who(text), ["Jens Brandt+Amina Diallo+Paola Rossi"]);
    let text = "It angered Jens Brandt and Amina Diallo, ⟦who⟧ say {it was late}.";
    assert_eq!(who(text), ["Jens Brandt+Amina Diallo"]);
    let text = "It angered Jens Brandt and Amina Diallo, ⟦who⟧ says {it was late}.";
    assert_eq!(who(text), ["Amina Diallo"]);
    let text = "Halder Bank and Orde Company grew.\n⟦Neither company⟧ said {it was late}.";
    assert_eq!(who(text), ["Halder Bank+Orde Company"]);
}

#[test]
fn who_behind_an_apposition_is_the_person() {
    let text = "They met Ines Duarte, the director of the Port Authority, ⟦who⟧ said {it was late}.";
    assert_eq!(who(text), ["Ines Duarte"]);
}

#[test]
fn one_poll_of_several_mentions() {
    let text =
        "A poll was made in Oslo. The Okafor poll has numbers.\n⟦The survey⟧ found {that voters left}.";
    assert_eq!(who(text), ["Okafor poll"]);
}

#[test]
fn suffixes_and_other_initials_tell_two_people_apart() {
    let father_and_son = "⟦Carl Brandt⟧ said {no}.\n⟦Carl Brandt Jr.⟧ said {yes}.";
    assert_eq!(who(father_and_son), ["Carl Brandt", "Carl Brandt Jr."]);
    let presidents = "⟦Carl W. Brandt⟧ said {no}.\n⟦Carl H. W. Brandt⟧ said {yes}.";
    assert_eq!(who(presidents), ["Carl W. Brandt", "Carl H. W. Brandt"]);
    let one = "⟦Carl Walter Brandt⟧ said {no}.\n⟦Carl W. Brandt⟧ said {yes}.";
    assert_eq!(who(one), ["Carl Walter Brandt", "Carl Walter Brandt"]);
}

#[test]
fn a_department_of_justice_is_a_name() {
    let marked = "⟦The Department of Justice (DOJ)⟧ said {no}.\n⟦The DOJ⟧ said {yes}. ⟦The Ministry of Justice⟧ said {yes}.";
    assert_eq!(who(marked), ["Department of Justice", "Department of Justice", "Ministry of Justice"]);
    assert_eq!(only("⟦The Department of Justice⟧ said {no}.").known_by, KnownBy::Name);
}

#[test]
fn joint_sources_of_parties_and_numbers() {
    assert_eq!(
        who("⟦Republican Victor Tate and Democrat Helen Carr⟧ said {no}."),
        ["Victor Tate+Helen Carr"]
    );
    assert_eq!(who("⟦Helen Carr and 25 other officials⟧ said {no}."), ["Helen Carr+25 other officials"]);
}

/// The titles and descriptions by which an article speaks of somebody, outside of sources too.
fn titled(text: &str, name: &str) -> Vec<String> {
    let article = Article { text: text.to_owned(), ..Article::default() };
    let speakers = resolve(&article, &text::read(&article), &[]);
    let entity = speakers.entities.iter().find(|e| e.name == name).unwrap();
    let titles = entity.mentions.iter().filter(|m| m.known_by == KnownBy::Title);
    titles.map(|m| m.span.of(text).to_owned()).collect()
}

#[test]
fn a_title_in_passing_means_its_bearer() {
    let text = "Senator Ada Moss met Mayor Per Lund on Monday. Dockers jeered the senator, and the mayor left early.";
    assert_eq!(titled(text, "Ada Moss"), ["senator"]);
    assert_eq!(titled(text, "Per Lund"), ["mayor"]);
    let text =
        "Secretary of State Ada Moss met dockers in Callan. They accused the secretary of state of lying.";
    assert_eq!(titled(text, "Ada Moss"), ["secretary of state"]);
}

#[test]
fn a_title_beside_a_name_or_of_two_people_means_nobody_else() {
    // Said of the name behind it.
    let text = "Senator Ada Moss spoke. The crowd met the senator, Per Lund, with silence.";
    assert_eq!(titled(text, "Ada Moss"), [""; 0]);
    let text = "Senator Ada Moss and Senator Per Lund spoke in Callan. The crowd booed the senator from Orle and a senator.";
    assert_eq!(titled(text, "Ada Moss"), [""; 0]);
    // "A senator" is a new one.
    let text = "Senator Ada Moss spoke in Callan. The police had stopped a senator before.";
    assert_eq!(titled(text, "Ada Moss"), [""; 0]);
}

#[test]
fn a_member_of_a_party_is_one_person() {
    for party in ["Democrat", "Republican"] {
        let speaker = &resolve_marked(&format!("It was late. ⟦The {party}⟧ said {{she had left}}."), &[]);
        assert_eq!(speaker.entities[speaker.of_attribution[0][0].entity.unwrap()].name, party);
        assert_eq!(speaker.of_attribution[0][0].kind, SpeakerType::Unnamed);
    }
    assert_eq!(
        who("Sen. Leilani Kealoha, D-Hawaii, voted no.\n⟦The Democrat⟧ said {it was late}."),
        ["Leilani Kealoha"]
    );
}

#[test]
fn many_spokesmen_that_open_a_sentence_are_no_name() {
    assert_eq!(who("It was late. ⟦Spokesmen⟧ said {no}. ⟦Spokesmen for Halvex⟧ said {yes}.")[0], "spokesmen");
}

#[test]
fn the_genitive_of_an_article_in_capitals() {
    let speakers = resolve_marked("THE COUNCIL MET.\n⟦THE COUNCIL'S LAWYER⟧ SAID {IT WAS LATE}.", &[]);
    let lawyer = speakers.of_attribution[0][0].entity.unwrap();
    let whom = speakers.entities[lawyer].speaks_for.map(|e| speakers.entities[e].name.as_str());
    assert_eq!(whom, Some("council"));
}

#[test]
fn whoever_is_brought_in_answers() {
    let turns = "\n⟦Q⟧: {Did Ben Carver know?}\n⟦A⟧: {He did.}\n⟦Question⟧: {Did you?}\n⟦Answer⟧: {I did.}";
    let of = |opening: &str| who(&format!("{opening}{turns}"));
    assert_eq!(of("By Zoë Ek\nAda Moss spoke on Monday."), ["?", "Ada Moss", "?", "Ada Moss"]);
    assert_eq!(of("The Post spoke with Ada Moss and Lee Doyle."), ["?"; 4]);
    assert_eq!(of("We asked around."), ["?"; 4]);
    let titled = |title: &str| {
        let marked = format!("Ada Moss and Lee Doyle were there.{turns}");
        let (text, attributions) = unmark(&marked);
        let article = Article { text, title: Some(title.to_owned()), ..Article::default() };
        let speakers = resolve(&article, &text::read(&article), &attributions);
        speakers.of_attribution[1][0].entity.map(|e| speakers.entities[e].name.clone())
    };
    assert_eq!(titled("Five questions for Ada Moss").as_deref(), Some("Ada Moss"));
    assert_eq!(titled("Five questions"), None);
}

#[test]
fn a_family_name_that_leads_shows_no_gender() {
    assert_eq!(who("Wang Lei came. ⟦Ms. Wang⟧ said {no}. ⟦She⟧ said {yes}."), ["Wang Lei"; 2]);
    assert_eq!(who("Wang Lei came. ⟦Mr. Wang⟧ said {no}. ⟦He⟧ said {yes}."), ["Wang Lei"; 2]);
    assert_eq!(who("Wang Lei and Wang Fang came. ⟦Mr. Wang⟧ said {no}."), ["?"]);
}
