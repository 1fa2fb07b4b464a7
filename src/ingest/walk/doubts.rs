//! A file that is called JSON and is a text gives one error, not one for each of its lines: what is wrong is held back until
//! something in the file is right.

use super::{Done, IngestError, Line, Place, Walk, whole};
use serde::de::IgnoredAny;

/// Errors that are held back, one file's; the others are counted.
const MOST_HELD: usize = 100;

/// What is wrong with the values of a file so far.
#[derive(Default)]
pub(super) struct Doubts {
    held: Vec<IngestError>,
    more: u64,
    /// Whether an object came, so that the file is JSON and what is wrong in it is named.
    is_json: bool,
}

impl Walk<'_> {
    /// One value of a file, whose errors are held back as long as nothing in it is an object.
    pub(super) fn doubted(&self, doubts: &mut Doubts, place: &Place, line: Option<u64>, item: Line) -> Done {
        let bytes = match &item {
            Line::Bytes(bytes) if !doubts.is_json => bytes,
            _ => return self.object(place, line, item),
        };
        let mut found = whole::objects(&place.path, line, bytes, &self.options);
        match found.pop() {
            Some(Err(wrong)) if found.is_empty() && !is_object(bytes) => {
                if doubts.held.len() < MOST_HELD {
                    doubts.held.push(wrong);
                } else {
                    doubts.more += 1;
                }
                Ok(())
            }
            last => {
                doubts.is_json = true;
                self.name_all(doubts)?;
                found.into_iter().chain(last).try_for_each(|item| self.give(item))
            }
        }
    }

    /// Names each value of a file that is JSON after all.
    fn name_all(&self, doubts: &mut Doubts) -> Done {
        let more = doubts.held.last().filter(|_| doubts.more > 0).map(|last| IngestError {
            reason: format!("so it is with {} more after this one", doubts.more),
            hint: None,
            ..last.clone()
        });
        doubts.held.drain(..).chain(more).try_for_each(|wrong| self.give(Err(wrong)))
    }

    /// Names a file in which nothing was right, once. `what`: what it should be made of.
    pub(super) fn settle(&self, mut doubts: Doubts, place: &Place, what: &str) -> Done {
        let count = doubts.held.len() as u64 + doubts.more;
        match doubts.held.first() {
            Some(first) if count > 1 => {
                let reason = format!(
                    "is not JSON: none of its {count} {what} is an object; the first: {}",
                    first.reason
                );
                let hint = "if it is a text, call it .txt or give --as text; JSON holds articles as {\"text\": \"…\"}";
                self.give(Err(place.error(None, reason, Some(hint))))
            }
            _ => self.name_all(&mut doubts),
        }
    }
}

fn is_object(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"{") && serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
}

#[cfg(test)]
mod tests {
    use crate::ingest::{Options, read_bytes};

    /// The places of articles, and of what is wrong with its reason.
    fn shown(name: &str, text: &str) -> Vec<String> {
        let all = read_bytes(name, text.as_bytes(), Options::default());
        all.into_iter()
            .map(|one| one.map_or_else(|wrong| wrong.to_string(), |one| one.provenance.place()))
            .collect()
    }

    #[test]
    fn a_text_that_is_called_json_is_one_error() {
        let prose =
            "It rained, she said.\nHe said \"no\" {and left}, 12 times.\n[1] A footnote.\n\n\"All of it.\"\n";
        let reason = "is not JSON: none of its";
        for (name, text) in [
            ("a.jsonl", prose.to_owned()),
            ("a.json", prose.to_owned()),
            ("a.jsonl", prose.repeat(1000)),
            ("a.json", prose.repeat(1000)),
            ("a.json", "[1, 2, \"three\"]".to_owned()),
            ("a.jsonl", "{'text': 'It rained.'}\n{'text': 'It snowed.'}\n".to_owned()),
        ] {
            let all = shown(name, &text);
            assert_eq!(all.len(), 1, "{name} {:?}", all.get(..5));
            assert!(all[0].starts_with(&format!("{name}: {reason}")), "{}", all[0]);
        }
        assert!(
            shown("a.jsonl", prose)[0]
                .contains("none of its 4 lines is an object; the first: not an article")
        );
    }

    #[test]
    fn lines_that_are_broken_among_others_are_each_named() {
        let line = "{\"text\": \"It rained.\"}\n";
        assert_eq!(
            shown("a.jsonl", &format!("broken\n{{\n{line}no\n")),
            [
                "a.jsonl:1: not an article: expected a JSON object such as {\"text\": \"…\"}",
                "a.jsonl:2: not JSON: EOF while parsing an object, at byte 1",
                "a.jsonl:3",
                "a.jsonl:4: not an article: expected a JSON object such as {\"text\": \"…\"}"
            ]
        );
        let late = shown("a.jsonl", &format!("{}{line}no\n", "broken\n".repeat(150)));
        assert_eq!(late.len(), 103);
        assert_eq!(late[100..102], ["a.jsonl:100: so it is with 50 more after this one", "a.jsonl:151"]);
        // An object without a text is JSON.
        assert_eq!(shown("a.jsonl", "no\n{\"a\": 1}\nno\n").len(), 3);
        assert_eq!(
            shown("a.json", "{\"text\": "),
            ["a.json: not JSON: EOF while parsing a value, at byte 9"]
        );
    }
}
