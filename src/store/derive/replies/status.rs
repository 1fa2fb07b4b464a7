//! The status of an accusation, read off the replies that were linked to it.

use super::sides::{Link, Reply, Voice};

/// The status, and the row of the quote that made it so. `denied`: the article in which a sentence says in its own words
/// that the accused denies it.
///
/// What a person decided counts before all that the machine found. What the accuser took back is withdrawn. Else the last
/// denial or admission for the accused counts, unless one article reports both and they are [`at_odds`]; where there is none, a refusal to comment; then what somebody else
/// disputed. A counter-accusation answers nothing: the accusation stays unanswered, with that reply.
pub(super) fn of<'a>(
    denied: Option<i64>,
    links: impl Iterator<Item = &'a Link>,
) -> (&'static str, Option<i64>) {
    let links: Vec<&Link> = links.collect();
    let decided: Vec<&Link> = links.iter().copied().filter(|link| link.decision.is_some()).collect();
    by_replies(None, &decided).or_else(|| by_replies(denied, &links)).unwrap_or(("unanswered", None))
}

/// The status that replies make, if they make one.
fn by_replies(denied: Option<i64>, links: &[&Link]) -> Option<(&'static str, Option<i64>)> {
    let last = |wanted: fn(&Link) -> bool| {
        let chosen = links.iter().filter(|link| wanted(link));
        chosen.max_by_key(|link| (link.day.as_deref(), link.reply, link.id.as_str()))
    };
    if let Some(link) = last(|link| link.reply == Reply::Withdrawal) {
        return Some(("withdrawn", Some(link.row)));
    }
    if let Some(link) = last(answers) {
        let own = denied.filter(|_| link.reply != Reply::Denial && link.decision.is_none());
        let part = link.in_part && link.reply == Reply::Admission;
        let mixed = part || own == Some(link.article) || links.iter().any(|other| at_odds(link, other));
        let status = match link.reply {
            _ if mixed => "mixed",
            Reply::Denial => "denied",
            _ => "admitted",
        };
        return Some((status, Some(link.row)));
    }
    if denied.is_some() {
        return Some(("denied", None));
    }
    if let Some(link) = last(|link| link.reply == Reply::NoComment) {
        return Some(("no-comment", Some(link.row)));
    }
    last(|link| link.reply == Reply::Dispute).map(|link| ("disputed", Some(link.row)))
}

/// Whether it is a denial or an admission for the accused.
fn answers(link: &Link) -> bool {
    matches!(link.voice, Voice::Accused | Voice::Spokesman | Voice::Organization)
        && matches!(link.reply, Reply::Denial | Reply::Admission | Reply::Apology)
}

/// Whether one article reports both a denial and an admission of which neither takes the other back: "admitted the theft but
/// denied arson". Who denied it first and further on admits half of what was denied, or "it", admits it.
fn at_odds(last: &Link, other: &Link) -> bool {
    let denies = |link: &Link| link.reply == Reply::Denial;
    let both = answers(other) && last.article == other.article && denies(last) != denies(other);
    if !both || last.decision.is_some() || other.decision.is_some() {
        return false;
    }
    let (denial, admission) = if denies(last) { (last, other) } else { (other, last) };
    let shared = denial.names.intersection(&admission.names).count();
    let whole = admission.names.is_empty() || shared * 2 >= denial.names.len();
    let gives_way = denial.start < admission.start && whole;
    // What was admitted on an earlier day may be denied since, as a whole.
    let takes_back = denies(last) && last.day > other.day && admission.names.is_subset(&denial.names);
    !gives_way && !takes_back
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link(row: i64, reply: Reply, voice: Voice, day: &str) -> Link {
        Link {
            row,
            id: format!("q:{row}"),
            article: 1,
            reply,
            voice,
            day: Some(day.to_owned()),
            reason: String::new(),
            names: std::collections::BTreeSet::new(),
            in_part: false,
            start: row,
            older: false,
            decision: None,
        }
    }

    #[test]
    fn the_last_word_of_the_accused_counts() {
        let denial = link(1, Reply::Denial, Voice::Accused, "2026-01-01");
        let admission = link(2, Reply::Admission, Voice::Spokesman, "2026-01-02");
        let silence = link(3, Reply::NoComment, Voice::Accused, "2026-01-03");
        let dispute = link(4, Reply::Dispute, Voice::Other, "2026-01-04");
        let counter = link(5, Reply::Counter, Voice::Accused, "2026-01-05");
        let withdrawal = link(6, Reply::Withdrawal, Voice::Accuser, "2026-01-01");
        for (links, expected) in [
            (vec![], ("unanswered", None)),
            (vec![&counter], ("unanswered", None)),
            (vec![&counter, &dispute], ("disputed", Some(4))),
            (vec![&dispute, &silence], ("no-comment", Some(3))),
            (vec![&silence, &denial], ("denied", Some(1))),
            (vec![&silence, &denial, &admission], ("admitted", Some(2))),
            (vec![&admission, &withdrawal], ("withdrawn", Some(6))),
        ] {
            assert_eq!(of(None, links.into_iter()), expected);
        }
        assert_eq!(of(Some(1), [&silence].into_iter()), ("denied", None), "in the article's own words");
    }

    #[test]
    fn what_is_admitted_in_part_is_mixed() {
        let day = "2026-01-01";
        let of_names = |row, reply, names: &[&str]| Link {
            names: names.iter().map(|&name| name.to_owned()).collect(),
            ..link(row, reply, Voice::Accused, day)
        };
        let status = |first: &Link, second: &Link| of(None, [first, second].into_iter()).0;
        let theft = of_names(1, Reply::Admission, &["theft"]);
        assert_eq!(status(&theft, &of_names(2, Reply::Denial, &["arson"])), "mixed");
        assert_eq!(status(&theft, &of_names(2, Reply::Denial, &[])), "mixed", "denied any wrongdoing");
        let (fraud, it) = (of_names(1, Reply::Denial, &["fraud"]), of_names(2, Reply::Admission, &[]));
        assert_eq!(status(&fraud, &of_names(2, Reply::Admission, &["theft"])), "mixed");
        assert_eq!(status(&fraud, &of_names(2, Reply::Admission, &["fraud"])), "admitted", "since then");
        assert_eq!(status(&fraud, &it), "admitted", "denied the fraud, but later admitted it");
        let elsewhere = Link { article: 2, ..of_names(2, Reply::Admission, &["theft"]) };
        assert_eq!(status(&fraud, &elsewhere), "admitted", "the last word");
        let part = Link { in_part: true, ..theft.clone() };
        assert_eq!(of(None, [&part].into_iter()).0, "mixed", "admitted part of the theft");
        let next = Link { day: Some("2026-01-02".to_owned()), ..of_names(2, Reply::Denial, &["theft"]) };
        assert_eq!(status(&theft, &next), "denied");
        assert_eq!(of(Some(1), [&theft].into_iter()).0, "mixed", "denied in the article's own words");
    }

    #[test]
    fn a_person_has_the_last_word() {
        let late = link(1, Reply::Denial, Voice::Accused, "2026-02-01");
        let decided = Link { decision: Some(9), ..link(2, Reply::Admission, Voice::Accused, "2026-01-01") };
        assert_eq!(of(None, [&late, &decided].into_iter()), ("admitted", Some(2)));
        let withdrawal = link(3, Reply::Withdrawal, Voice::Accuser, "2026-03-01");
        let found = [&late, &withdrawal];
        for (reply, voice, status) in [
            (Reply::Denial, Voice::Accused, "denied"),
            (Reply::NoComment, Voice::Accused, "no-comment"),
            (Reply::Dispute, Voice::Other, "disputed"),
        ] {
            let decided = Link { decision: Some(9), ..link(4, reply, voice, "2026-01-01") };
            let all = found.into_iter().chain([&decided]);
            assert_eq!(of(Some(1), all), (status, Some(4)), "against what the machine found");
        }
        let counter = Link { decision: Some(9), ..link(4, Reply::Counter, Voice::Accused, "2026-01-01") };
        assert_eq!(of(None, [&late, &counter].into_iter()), ("denied", Some(1)), "it answers nothing");
    }
}
