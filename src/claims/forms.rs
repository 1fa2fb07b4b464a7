//! The regular forms of words: "accuse" → accuses, accused, accusing.

/// The regular forms of a verb or noun. Generous: a form that nobody writes does no harm.
pub(super) fn forms(word: &str, part: &str) -> Vec<String> {
    let ends = |suffix: &[&str]| suffix.iter().any(|s| word.ends_with(s));
    let without = |n: usize| word.get(..word.len().saturating_sub(n)).unwrap_or(word);
    let vowel = |c: char| "aeiou".contains(c);
    let letters: Vec<char> = word.chars().rev().take(3).collect();
    let to_ies = ends(&["y"]) && !letters.get(1).copied().is_some_and(vowel);
    let mut out = vec![if to_ies {
        format!("{}ies", without(1))
    } else if ends(&["s", "x", "z", "ch", "sh"]) {
        format!("{word}es")
    } else {
        format!("{word}s")
    }];
    if part != "verb" {
        return out;
    }
    if ends(&["ie"]) {
        out.extend([format!("{word}d"), format!("{}ying", without(2))]);
    } else if ends(&["e"]) {
        out.extend([format!("{word}d"), format!("{}ing", without(1)), format!("{word}ing")]);
    } else if to_ies {
        out.extend([format!("{}ied", without(1)), format!("{word}ing")]);
    } else {
        out.extend([format!("{word}ed"), format!("{word}ing")]);
        if let [last, middle, first, ..] = letters[..]
            && !vowel(last)
            && vowel(middle)
            && !vowel(first)
        {
            out.extend([format!("{word}{last}ed"), format!("{word}{last}ing")]);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn verbs_and_nouns() {
        let forms = |word, part| super::forms(word, part).join(" ");
        assert_eq!(forms("deny", "verb"), "denies denied denying");
        assert_eq!(forms("slam", "verb"), "slams slamed slaming slammed slamming");
        assert_eq!(forms("charge", "noun"), "charges");
    }
}
