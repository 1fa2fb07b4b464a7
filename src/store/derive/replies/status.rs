//! The status of an accusation, read off the replies that were linked to it.

use super::link::{Link, Reply, Voice};

/// The status, and the row of the quote that made it so. `denied`: a sentence of the article says in its own words that the
/// accused denies it.
///
/// What a person decided counts before all that the machine found. What the accuser took back is withdrawn. Else the last
/// denial or admission for the accused counts; where there is none, a refusal to comment; then what somebody else
/// disputed. A counter-accusation answers nothing: the accusation stays unanswered, with that reply.
pub(super) fn of<'a>(denied: bool, links: impl Iterator<Item = &'a Link>) -> (&'static str, Option<i64>) {
    let links: Vec<&Link> = links.collect();
    let decided: Vec<&Link> = links.iter().copied().filter(|link| link.decision.is_some()).collect();
    by_replies(false, &decided).or_else(|| by_replies(denied, &links)).unwrap_or(("unanswered", None))
}

/// The status that replies make, if they make one.
fn by_replies(denied: bool, links: &[&Link]) -> Option<(&'static str, Option<i64>)> {
    let last = |wanted: fn(&Link) -> bool| {
        let chosen = links.iter().filter(|link| wanted(link));
        chosen.max_by_key(|link| (link.day.as_deref(), link.reply, link.id.as_str()))
    };
    if let Some(link) = last(|link| link.reply == Reply::Withdrawal) {
        return Some(("withdrawn", Some(link.row)));
    }
    let answer = last(|link| {
        matches!(link.voice, Voice::Accused | Voice::Spokesman | Voice::Organization)
            && matches!(link.reply, Reply::Denial | Reply::Admission | Reply::Apology)
    });
    if let Some(link) = answer {
        let status = if link.reply == Reply::Denial { "denied" } else { "admitted" };
        return Some((status, Some(link.row)));
    }
    if denied {
        return Some(("denied", None));
    }
    if let Some(link) = last(|link| link.reply == Reply::NoComment) {
        return Some(("no-comment", Some(link.row)));
    }
    last(|link| link.reply == Reply::Dispute).map(|link| ("disputed", Some(link.row)))
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
            assert_eq!(of(false, links.into_iter()), expected);
        }
        assert_eq!(of(true, [&silence].into_iter()), ("denied", None), "in the article's own words");
    }

    #[test]
    fn a_person_has_the_last_word() {
        let late = link(1, Reply::Denial, Voice::Accused, "2026-02-01");
        let decided = Link { decision: Some(9), ..link(2, Reply::Admission, Voice::Accused, "2026-01-01") };
        assert_eq!(of(false, [&late, &decided].into_iter()), ("admitted", Some(2)));
        let withdrawal = link(3, Reply::Withdrawal, Voice::Accuser, "2026-03-01");
        let found = [&late, &withdrawal];
        for (reply, voice, status) in [
            (Reply::Denial, Voice::Accused, "denied"),
            (Reply::NoComment, Voice::Accused, "no-comment"),
            (Reply::Dispute, Voice::Other, "disputed"),
        ] {
            let decided = Link { decision: Some(9), ..link(4, reply, voice, "2026-01-01") };
            let all = found.into_iter().chain([&decided]);
            assert_eq!(of(true, all), (status, Some(4)), "against what the machine found");
        }
        let counter = Link { decision: Some(9), ..link(4, Reply::Counter, Voice::Accused, "2026-01-01") };
        assert_eq!(of(false, [&late, &counter].into_iter()), ("denied", Some(1)), "it answers nothing");
    }
}
