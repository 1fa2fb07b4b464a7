use super::*;
use crate::span::Span;

/// An attribution whose source, cue and content are words of the text.
fn attribution(text: &str, source: &str, cue: &str, content: &str) -> Attribution {
    let spans = |words: &str| -> Vec<Span> {
        words
            .split('|')
            .filter(|w| !w.is_empty())
            .map(|w| {
                let start = text.find(w).unwrap_or_else(|| panic!("{w:?} is not in {text:?}"));
                Span::new(start, start + w.len())
            })
            .collect()
    };
    let kind = if content.starts_with('“') { Kind::Direct } else { Kind::Indirect };
    Attribution {
        kind,
        source: spans(source),
        cue: spans(cue),
        content: spans(content),
        ..Attribution::default()
    }
}

/// Said and event date of each attribution, as "date from" and "date".
fn dates(today: &str, text: &str, parts: &[(&str, &str, &str)]) -> Vec<(String, String)> {
    let article = Article { text: text.to_owned(), date: today.parse().ok(), ..Article::default() };
    let document = crate::text::read(&article);
    let times = super::super::find(&article, &document);
    let attributions: Vec<Attribution> =
        parts.iter().map(|(source, cue, content)| attribution(text, source, cue, content)).collect();
    assign(&article, &document, &attributions, &times)
        .into_iter()
        .map(|d| {
            let said = d.said_on.map_or("none".to_owned(), |s| format!("{} {}", s.date, s.from.name()));
            (said, d.event_on.map_or("none".to_owned(), |e| e.date.to_string()))
        })
        .collect()
}

#[test]
fn a_past_weekday_lies_before_the_day_of_the_saying() {
    for (text, content, event) in [
        ("Roe denied on Monday that she met Lund on Friday.", "that she met Lund on Friday", "2025-12-12"),
        (
            "Roe denied on Monday that she would meet Lund on Saturday.",
            "that she would meet Lund on Saturday",
            "2025-12-20",
        ),
        ("Roe denied on Monday that she met Lund on Sunday.", "that she met Lund on Sunday", "2025-12-14"),
    ] {
        let found = dates("2025-12-19", text, &[("Roe", "denied", content)]);
        assert_eq!(found, [("2025-12-15 cue".to_owned(), event.to_owned())], "{text}");
    }
}

#[test]
fn a_day_in_a_quotation_counts_from_the_saying() {
    for (text, content, event) in [
        ("“He lied yesterday,” Roe said on Tuesday.", "“He lied yesterday,”", "2025-12-15"),
        ("Roe said on Tuesday that he lied yesterday.", "that he lied yesterday", "2025-12-18"),
        ("“He lied in 2019,” Roe said on Tuesday.", "“He lied in 2019,”", "2019-01-01"),
    ] {
        let found = dates("2025-12-19", text, &[("Roe", "said", content)]);
        assert_eq!(found, [("2025-12-16 cue".to_owned(), event.to_owned())], "{text}");
    }
}

#[test]
fn said_and_event_dates() {
    for (text, source, cue, content, said, event) in [
        ("Roe said Tuesday that it was over.", "Roe", "said", "that it was over", "2025-12-16 cue", "none"),
        (
            "On Monday, Roe told them it fell in 2019.",
            "Roe",
            "told",
            "it fell in 2019",
            "2025-12-15 cue",
            "2019-01-01",
        ),
        ("In an interview Friday, Roe denied it.", "Roe", "denied", "it", "2025-12-19 cue", "none"),
        ("“It is over,” said Roe on Thursday.", "Roe", "said", "“It is over,”", "2025-12-18 cue", "none"),
        // the day is the event's
        (
            "Roe said it ended on Tuesday.",
            "Roe",
            "said",
            "it ended on Tuesday",
            "2025-12-19 published",
            "2025-12-16",
        ),
        (
            "Roe, who was freed on Tuesday, said it was over.",
            "Roe, who was freed on Tuesday,",
            "said",
            "it was over",
            "2025-12-19 published",
            "none",
        ),
        (
            "Survivors of the Tuesday attack said it was over.",
            "Survivors",
            "said",
            "it was over",
            "2025-12-19 published",
            "none",
        ),
        (
            "After Monday’s vote, Roe said it was over.",
            "Roe",
            "said",
            "it was over",
            "2025-12-19 published",
            "none",
        ),
        (
            "Roe praised the 1963 speech, and said it was good.",
            "Roe",
            "said",
            "it was good",
            "2025-12-19 published",
            "none",
        ),
        // nobody has said it yet
        (
            "Roe will say on Saturday that it is over.",
            "Roe",
            "will say",
            "that it is over",
            "2025-12-19 published",
            "none",
        ),
        // durations are no days
        ("Roe said it took two years.", "Roe", "said", "it took two years", "2025-12-19 published", "none"),
        (
            "Roe said it began on Oct. 7, 2023, in autumn 2023.",
            "Roe",
            "said",
            "it began on Oct. 7, 2023, in autumn 2023",
            "2025-12-19 published",
            "2023-10-07",
        ),
    ] {
        let found = dates("2025-12-19", text, &[(source, cue, content)]);
        assert_eq!(found, [(said.to_owned(), event.to_owned())], "{text}");
    }
}

#[test]
fn a_statement_goes_on_from_the_one_before() {
    let text =
        "Roe told reporters Tuesday that it was over. “We won,” he said.\nMoe smiled. “Not yet,” she said.";
    let found = dates(
        "2025-12-19",
        text,
        &[
            ("Roe", "told", "that it was over"),
            ("he", "said", "“We won,”"),
            ("she", "she said", "“Not yet,”"),
        ],
    );
    let said: Vec<&str> = found.iter().map(|(said, _)| said.as_str()).collect();
    assert_eq!(said, ["2025-12-16 cue", "2025-12-16 paragraph", "2025-12-19 published"]);
}

#[test]
fn an_occasion_in_the_sentence_before_dates_a_statement() {
    for (text, expected) in [
        ("Roe spoke at a rally on Tuesday. “We won,” she said.", "2025-12-16 paragraph"),
        ("Roe was born on Tuesday. “We won,” she said.", "2025-12-19 published"),
        ("Roe spoke on Monday, after the rally of Tuesday. “We won,” she said.", "2025-12-19 published"),
        ("Roe spoke at a rally on Tuesday.\n“We won,” she said.", "2025-12-19 published"),
    ] {
        assert_eq!(dates("2025-12-19", text, &[("she", "said", "“We won,”")])[0].0, expected, "{text}");
    }
}

#[test]
fn the_dateline_dates_what_nothing_else_does() {
    let text = "GENEVA, Dec 12 (Wire) - The war is over, Roe said.\nMoe agreed.";
    for (today, expected) in
        [("2025-12-14", "2025-12-12 dateline"), ("2025-12-11", "2025-12-11 published"), ("", "none")]
    {
        let found = dates(today, text, &[("Roe", "said", "The war is over")]);
        assert_eq!(found[0].0, expected, "published {today:?}");
    }
}

/// The said date of one attribution, whose content is "it was over", in an article of Friday, 19 December 2025.
fn said(text: &str, source: &str, cue: &str) -> String {
    dates("2025-12-19", text, &[(source, cue, "it was over")]).remove(0).0
}

#[test]
fn an_occasion_with_its_date_dates_what_is_said_there() {
    for (text, cue, expected) in [
        ("At Tuesday’s debate, Roe said it was over.", "said", "2025-12-16 cue"),
        ("Roe argued during Saturday’s televised debate that it was over.", "argued", "2025-12-13 cue"),
        ("In a December 2024 interview with the Globe, Roe said it was over.", "said", "2024-12-01 cue"),
        ("Roe wrote in a June 2012 email to friends that it was over.", "wrote", "2012-06-01 cue"),
        ("The Friday ruling, in which Roe said it was over, was short.", "said", "2025-12-19 cue"),
        ("Roe argued in a scathing report issued in May that it was over.", "argued", "2025-05-01 cue"),
        ("Roe looked tired at Tuesday’s debate, when he said it was over.", "said", "2025-12-16 cue"),
        ("Roe told the Globe in the interview, taped Saturday, that it was over.", "told", "2025-12-13 cue"),
        ("Roe told the New Dale City Times in 2012 that it was over.", "told", "2012-01-01 cue"),
        ("Roe told them when asked last month that it was over.", "told", "2025-11-01 cue"),
        // somebody else's occasion, and no occasion
        ("After Tuesday’s debate, Roe said it was over.", "said", "2025-12-19 published"),
        ("Survivors of Tuesday’s attack, Roe said, knew it was over.", "said", "2025-12-19 published"),
        ("At Tuesday’s debate, Roe says now, it was over.", "says now", "2025-12-19 published"),
    ] {
        assert_eq!(said(text, "Roe", cue), expected, "{text}");
    }
}

#[test]
fn a_source_that_is_a_document_has_its_own_date() {
    for (text, source, expected) in [
        ("It was over, according to the 2009 paper.", "the 2009 paper", "2009-01-01 cue"),
        ("In Norland, a June poll said it was over.", "a June poll", "2025-06-01 cue"),
        (
            "A report released in September by the bank said it was over.",
            "A report released in September by the bank",
            "2025-09-01 cue",
        ),
        ("The 2012 press secretary said it was over.", "The 2012 press secretary", "2025-12-19 published"),
        (
            "The authors of that 2013 report said it was over.",
            "The authors of that 2013 report",
            "2025-12-19 published",
        ),
        ("A June poll taker said it was over.", "A June poll taker", "2025-12-19 published"),
    ] {
        let cue = if text.contains("said") { "said" } else { "according to" };
        let content = if cue == "said" { "it was over" } else { "It was over" };
        assert_eq!(dates("2025-12-19", text, &[(source, cue, content)])[0].0, expected, "{text}");
    }
}

#[test]
fn a_time_in_front_dates_its_sentence() {
    for (text, cue, expected) in [
        ("On Tuesday, Roe won two states and said it was over.", "said", "2025-12-16 cue"),
        ("On Tuesday, Roe endorsed her, saying it was over.", "saying", "2025-12-16 cue"),
        ("In 2007, as a senator from the north, Roe said it was over.", "said", "2007-01-01 cue"),
        ("When he left the race in June 2015, Roe said it was over.", "said", "2015-06-01 cue"),
        ("But on Tuesday, Roe stood with them and said it was over.", "said", "2025-12-16 cue"),
        ("On Saturday, Roe sent a letter stressing it was over.", "stressing", "2025-12-13 cue"),
        ("In May 2008, shortly before she took office, Roe said it was over.", "said", "2008-05-01 cue"),
        ("When asked back in 2008, Roe claimed it was over.", "claimed", "2008-01-01 cue"),
        ("In 2007, the war ended, and Roe said it was over.", "said", "2007-01-01 cue"),
        // a subject dates nothing
        ("The year 2007 was hard, but it was over, Roe said.", "said", "2025-12-19 published"),
    ] {
        assert_eq!(said(text, "Roe", cue), expected, "{text}");
    }
}

#[test]
fn the_next_day_is_when_it_was_said() {
    for (text, source, expected) in [
        ("On 5 January 2020 the dam broke. The next day Roe said it was over.", "Roe", "2020-01-06 cue"),
        ("On 5 January 2020 the dam broke. Two days later Roe said it was over.", "Roe", "2020-01-07 cue"),
        ("Two days ago Roe said it was over.", "Roe", "2025-12-17 cue"),
    ] {
        assert_eq!(said(text, source, "said"), expected, "{text}");
    }
}

#[test]
fn an_act_is_dated_by_what_stands_in_its_content() {
    for (text, cue, content, expected) in [
        (
            "Roe was indicted on fraud charges in February.",
            "was indicted on",
            "fraud charges in February",
            ("2025-02-01 cue", "none"),
        ),
        (
            "Roe was charged with fraud on Tuesday, officials said.",
            "was charged with",
            "fraud on Tuesday",
            ("2025-12-16 cue", "none"),
        ),
        // what he took, he took in May
        (
            "Roe was charged with taking bribes in May.",
            "was charged with",
            "taking bribes in May",
            ("2025-12-19 published", "2025-05-01"),
        ),
        (
            "Roe was charged with murder in the 2019 shooting.",
            "was charged with",
            "murder in the 2019 shooting",
            ("2025-12-19 published", "2019-01-01"),
        ),
        (
            "Moe accused Roe of fraud in February.",
            "accused",
            "Roe of fraud in February",
            ("2025-12-19 published", "2025-02-01"),
        ),
    ] {
        let found = dates("2025-12-19", text, &[("", cue, content)]);
        assert_eq!(found, [(expected.0.to_owned(), expected.1.to_owned())], "{text}");
    }
}

#[test]
fn a_time_between_the_accused_and_the_deed_is_that_of_the_saying() {
    for (verb, content, expected) in [
        ("accused", "Lund last year of bombing a hospital", ("2024-01-01 cue", "none")),
        ("accused", "Lund yesterday of bombing a hospital", ("2025-12-18 cue", "none")),
        ("accused", "Lund this week of bombing a hospital", ("2025-12-15 cue", "none")),
        ("accused", "Lund in 2019 of bombing a hospital", ("2019-01-01 cue", "none")),
        ("accused", "Lund in January of bombing a hospital", ("2025-01-01 cue", "none")),
        ("blamed", "Lund last year for bombing a hospital", ("2024-01-01 cue", "none")),
        ("accused", "Lund yesterday of fraud in May", ("2025-12-18 cue", "2025-05-01")),
        // these are no times of the saying
        ("accused", "Lund, which fell in 2019, of fraud", ("2025-12-19 published", "2019-01-01")),
        ("accused", "Lund of fraud in May", ("2025-12-19 published", "2025-05-01")),
        ("said", "the firm last year for the first time lost money", ("2025-12-19 published", "2024-01-01")),
    ] {
        let found = dates("2025-12-19", &format!("Roe {verb} {content}."), &[("Roe", verb, content)]);
        assert_eq!(found, [(expected.0.to_owned(), expected.1.to_owned())], "{content}");
    }
}

#[test]
fn the_month_of_an_accusation_is_the_last_one() {
    for (content, expected) in [
        ("Paul Denby in May of hiding the report", ("2024-05-01 cue", "none")),
        ("Paul Denby of hiding the report in May", ("2025-03-03 published", "2024-05-01")),
    ] {
        let text = format!("Mira Solano accused {content}.");
        let found = dates("2025-03-03", &text, &[("Mira Solano", "accused", content)]);
        assert_eq!(found, [(expected.0.to_owned(), expected.1.to_owned())], "{content}");
    }
}

#[test]
fn a_time_behind_the_deed_is_that_of_the_event() {
    for (text, cue, content, expected) in [
        (
            "Lund, which Roe accuses of killing farmers in January, denied it.",
            "accuses of",
            "which",
            ("2025-12-19 published", "2025-01-01"),
        ),
        (
            "Roe on Monday accused Lund of bribery on Friday.",
            "accused",
            "Lund of bribery",
            ("2025-12-15 cue", "2025-12-12"),
        ),
        ("Roe accused Lund of fraud on Monday.", "accused", "Lund of fraud", ("2025-12-15 cue", "none")),
        (
            "Roe accused Lund of hiding the bill for a year on Monday.",
            "accused",
            "Lund of hiding the bill",
            ("2025-12-15 cue", "none"),
        ),
    ] {
        let found = dates("2025-12-19", text, &[("Roe", cue, content)]);
        assert_eq!(found, [(expected.0.to_owned(), expected.1.to_owned())], "{text}");
    }
}

#[test]
fn a_time_in_other_quotation_marks_is_not_that_of_the_cue() {
    let text = "Workers with signs, “Merger today,” said it was over.";
    assert_eq!(said(text, "Workers", "said"), "2025-12-19 published");
}

#[test]
fn an_event_from_one_date_to_another_is_a_range() {
    for (content, expected) in [
        ("it fell from 1995 to 2005", Some(("1995-01-01", "2005-12-31"))),
        ("it fell between March and May", Some(("2025-03-01", "2025-05-31"))),
        ("it fell in 1995 and in 2005", Some(("1995-01-01", "1995-12-31"))),
        ("it fell in 2020 and 2021", Some(("2020-01-01", "2021-12-31"))),
        ("it fell in 2019, 2020 and in 2021", Some(("2019-01-01", "2021-12-31"))),
        ("it fell on May 3, 2024, and May 4, 2024", Some(("2024-05-03", "2024-05-03"))),
        ("it fell on Monday and Tuesday", Some(("2025-12-15", "2025-12-16"))),
        ("it fell between January and June 2024", Some(("2024-01-01", "2024-06-30"))),
        ("it fell in January and February 2024", Some(("2024-01-01", "2024-02-29"))),
        ("it fell between October and December 2024", Some(("2024-10-01", "2024-12-31"))),
        ("it fell between November and January 2024", Some(("2023-11-01", "2024-01-31"))),
        ("it fell in March or April 2024", Some(("2024-03-01", "2024-04-30"))),
        ("it fell between 12 and 15 October 2024", Some(("2024-10-12", "2024-10-15"))),
        ("it fell between October 12 and 15, 2024", Some(("2024-10-12", "2024-10-15"))),
        ("it fell over the past decade", None),
        ("it fell often", None),
    ] {
        let text = format!("Roe said {content}.");
        let article = Article { text: text.clone(), date: "2025-12-19".parse().ok(), ..Article::default() };
        let document = crate::text::read(&article);
        let times = super::super::find(&article, &document);
        let event = assign(&article, &document, &[attribution(&text, "Roe", "said", content)], &times)
            .remove(0)
            .event_on
            .map(|d| (d.date.to_string(), d.end.to_string()));
        assert_eq!(event, expected.map(|(a, b)| (a.to_owned(), b.to_owned())), "{text}");
    }
}
