//! The status of an accusation, read off the replies that were linked to it.

use super::link::{Link, Reply, Voice};

/// The status, and the row of the quote that made it so. `denied`: a sentence of the article says in its own words that the
/// accused denies it.
///
/// What the accuser took back is withdrawn. Else the last denial or admission for the accused counts; where there is
/// none, a refusal to comment; then what somebody else disputed. A counter-accusation answers nothing: the accusation
/// stays unanswered, with that reply.
pub(super) fn of<'a>(denied: bool, links: impl Iterator<Item = &'a Link>) -> (&'static str, Option<i64>) {
    let links: Vec<&Link> = links.collect();
    let last = |wanted: fn(&Link) -> bool| {
        let chosen = links.iter().filter(|link| wanted(link));
        chosen.max_by_key(|link| (link.decision.is_some(), link.day.as_deref(), link.reply, link.id.as_str()))
    };
    let for_accused =
        |link: &Link| matches!(link.voice, Voice::Accused | Voice::Spokesman | Voice::Organization);
    let withdrawn = last(|link| link.reply == Reply::Withdrawal);
    let substantial = links
        .iter()
        .filter(|link| {
            for_accused(link) && matches!(link.reply, Reply::Denial | Reply::Admission | Reply::Apology)
        })
        .max_by_key(|link| (link.decision.is_some(), link.day.as_deref(), link.reply, link.id.as_str()));
    if let Some(link) = withdrawn {
        return ("withdrawn", Some(link.row));
    }
    if let Some(link) = substantial {
        let status = if link.reply == Reply::Denial { "denied" } else { "admitted" };
        return (status, Some(link.row));
    }
    if denied {
        return ("denied", None);
    }
    if let Some(link) = last(|link| link.reply == Reply::NoComment) {
        return ("no-comment", Some(link.row));
    }
    match last(|link| link.reply == Reply::Dispute) {
        Some(link) => ("disputed", Some(link.row)),
        None => ("unanswered", None),
    }
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
    }
}
