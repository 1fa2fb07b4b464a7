//! Words that a person typed → where they stand in an article. White space, case of quotation marks (straight or curly)
//! and dashes are forgiven; letters are not.

/// Where some words stand in a text: first and one past the last code point, in order.
pub fn find(text: &str, words: &str) -> Vec<(i64, i64)> {
    let wanted: Vec<char> = plain(words.trim()).into_iter().map(|(c, _)| c).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let text = plain(text);
    // Only where the first letter fits is the rest compared; the failure function keeps it linear.
    let failure = failures(&wanted);
    let (mut found, mut matched) = (Vec::new(), 0);
    for (at, (c, _)) in text.iter().enumerate() {
        while matched > 0 && wanted.get(matched) != Some(c) {
            matched = failure.get(matched - 1).copied().unwrap_or(0);
        }
        matched += usize::from(wanted.get(matched) == Some(c));
        if matched == wanted.len() {
            let start = at + 1 - matched;
            let place = |at: usize| text.get(at).map(|(_, place)| *place);
            if let (Some((start, _)), Some((_, end))) = (place(start), place(at)) {
                found.push((start, end));
            }
            matched = 0;
        }
    }
    found
}

/// Where pieces of a quote stand (parted by `…` between spaces, as listings part them): each behind the one before, the
/// first one where `near` lies closest. `None` where a piece is nowhere.
pub fn find_pieces(text: &str, words: &str, near: Option<i64>) -> Option<Vec<(i64, i64)>> {
    let whole = find(text, words);
    if !whole.is_empty() {
        return Some(vec![closest(&whole, near)?]);
    }
    let mut pieces: Vec<(i64, i64)> = Vec::new();
    for piece in words.split(" … ") {
        let places = find(text, piece);
        let last = pieces.last().map(|(_, end)| *end);
        let behind: Vec<(i64, i64)> =
            places.into_iter().filter(|(start, _)| last.is_none_or(|end| *start >= end)).collect();
        pieces.push(closest(&behind, last.or(near))?);
    }
    Some(pieces)
}

fn closest(places: &[(i64, i64)], near: Option<i64>) -> Option<(i64, i64)> {
    let near = near.unwrap_or(0);
    places.iter().min_by_key(|(start, _)| (start - near).abs()).copied()
}

/// The characters with their places (start and end in code points): runs of white space as one space, marks as plain
/// ones.
fn plain(text: &str) -> Vec<(char, (i64, i64))> {
    let mut plain: Vec<(char, (i64, i64))> = Vec::with_capacity(text.len());
    for (at, c) in text.chars().enumerate() {
        let at = i64::try_from(at).unwrap_or(i64::MAX);
        let c = match c {
            '“' | '”' | '„' | '«' | '»' | '″' => '"',
            '‘' | '’' | '‚' | 'ʼ' | '′' => '\'',
            '–' | '—' | '‐' | '‑' | '−' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        match plain.last_mut() {
            Some((' ', (_, end))) if c == ' ' => *end = at + 1,
            _ => plain.push((c, (at, at + 1))),
        }
    }
    plain
}

/// The failure function of Knuth, Morris and Pratt: for each beginning of the words the longest one that also ends it.
fn failures(words: &[char]) -> Vec<usize> {
    let mut failures = vec![0; words.len()];
    let mut length = 0;
    for at in 1..words.len() {
        while length > 0 && words.get(at) != words.get(length) {
            length = failures.get(length - 1).copied().unwrap_or(0);
        }
        length += usize::from(words.get(at) == words.get(length));
        if let Some(slot) = failures.get_mut(at) {
            *slot = length;
        }
    }
    failures
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_found_whatever_the_marks_and_line_breaks() {
        let text = "“Naïve\n  plan,” she said. “It’s a naïve plan,” he – said.";
        assert_eq!(find(text, "\"Naïve plan,\""), [(0, 15)]);
        assert_eq!(find(text, "It's a"), [(27, 33)]);
        assert_eq!(find(text, "he - said").len(), 1);
        assert_eq!(find(text, "plan,").len(), 2);
        for nothing in ["", " ", "naive plan", "xyz"] {
            assert_eq!(find(text, nothing), [], "{nothing}");
        }
    }

    #[test]
    fn pieces_follow_each_other_near_the_place() {
        let text = "yes. no. yes. no. yes.";
        assert_eq!(find_pieces(text, "yes", Some(18)), Some(vec![(18, 21)]));
        assert_eq!(find_pieces(text, "no … yes", Some(14)), Some(vec![(14, 16), (18, 21)]));
        assert_eq!(find_pieces(text, "no … maybe", None), None);
    }

    proptest! {
        #[test]
        fn what_stands_there_is_found(text in "[ab “\n]{0,40}", start in 0..40usize, length in 1..10usize) {
            let words: String = text.chars().skip(start).take(length).collect();
            if !words.trim().is_empty() {
                prop_assert!(!find(&text, &words).is_empty());
            }
        }
    }
}
