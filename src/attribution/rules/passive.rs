//! Who "is accused of" something does not speak: the subject of a passive cue is what it is about, not its source.
//!
//! `Ms Berg was accused of fraud.` ¶ `Ms Berg, who has been charged with fraud, …` ¶ `Ms Berg, accused of fraud, left.` And who
//! accuses is not what of: `The firm was accused by villagers of poisoning the river.`

use crate::attribution::Attribution;
use crate::span::Span;
use crate::text::Document;

/// Moves the subject of a passive cue to the content, as PolNeAR's annotators do, and what somebody is accused of, too.
pub fn apply(document: &Document<'_>, attributions: &mut Vec<Attribution>) {
    for attribution in attributions {
        let (Some(&source), Some(&cue)) = (attribution.source.first(), attribution.cue.first()) else {
            continue;
        };
        if !is_passive(document, cue) {
            continue;
        }
        if source.end <= cue.start {
            attribution.source.clear();
            attribution.content.push(source);
            attribution.content.sort_unstable();
        } else if let [only] = &mut attribution.source[..]
            && let Some(of) = of_deed(document, source)
        {
            attribution.content.push(Span::new(of, source.end));
            only.end = source.start + source.of(document.text)[..of - source.start].trim_end().len();
        }
    }
}

/// Where "of poisoning the river" begins in "villagers of poisoning the river", in bytes.
fn of_deed(document: &Document<'_>, source: Span) -> Option<usize> {
    let text = source.of(document.text);
    let mut ofs = text.match_indices(" of ").map(|(at, of)| (at, &text[at + of.len()..]));
    let deed = |rest: &str| rest.split(' ').next().is_some_and(|word| word.ends_with("ing"));
    ofs.find(|(_, rest)| deed(rest)).map(|(at, _)| source.start + at + 1)
}

/// "accused of", or a form of "be" or "get" and, as the last verb, a participle of accusing: "has been accused of", "was
/// charged with".
fn is_passive(document: &Document<'_>, cue: Span) -> bool {
    let words: Vec<String> = cue.of(document.text).split_whitespace().map(str::to_lowercase).collect();
    let be = words.iter().position(|w| {
        matches!(
            w.as_str(),
            "is" | "are" | "was" | "were" | "be" | "been" | "being" | "got" | "gets" | "getting"
        )
    });
    let accused = |w: &String| {
        matches!(
            w.as_str(),
            "accused" | "charged" | "blamed" | "alleged" | "indicted" | "suspected" | "faulted"
        )
    };
    let bare = words.len() == 2 && accused(&words[0]) && matches!(words[1].as_str(), "of" | "with");
    bare || be.is_some_and(|be| words[be..].iter().any(accused) && words.last().is_none_or(|w| w != "by"))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{article, shown, spoken};
    use super::*;
    use crate::text;

    #[test]
    fn the_accused_is_no_source() {
        for (page, source, cue, content, wanted) in [
            (
                "Ms Berg was accused of fraud.",
                "Ms Berg",
                "was accused of",
                "fraud",
                "[] was accused of: Ms Berg … fraud",
            ),
            (
                "Ms Berg has been charged with fraud.",
                "Ms Berg",
                "has been charged with",
                "fraud",
                "[] has been charged with: Ms Berg … fraud",
            ),
            (
                "Ms Berg accused him of fraud.",
                "Ms Berg",
                "accused",
                "him of fraud",
                "[Ms Berg] accused: him of fraud",
            ),
            (
                "Ms Berg, accused of fraud by Ms Lie, left.",
                "Ms Berg",
                "accused of",
                "fraud by Ms Lie",
                "[] accused of: Ms Berg … fraud by Ms Lie",
            ),
            (
                "The firm was accused by villagers of poisoning the lake.",
                "villagers of poisoning the lake",
                "was accused",
                "The firm",
                "[villagers] was accused: The firm … of poisoning the lake",
            ),
            ("Fraud, he was told.", "he", "was told", "Fraud", "[he] was told: Fraud"),
        ] {
            let article = article(page);
            let mut found = vec![spoken(page, source, cue, content)];
            apply(&text::read(&article), &mut found);
            assert_eq!(shown(page, &found), [wanted]);
        }
    }
}
