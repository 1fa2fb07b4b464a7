//! The beginnings of words by which their forms meet: "accuses", "accused" and "accusing" are all "accus".

/// The shortest that is left of a word.
const LEAST: usize = 3;

/// A word's beginning, in lower case: without the endings of verbs and nouns, a doubled last letter and a last e; y
/// becomes i. What is not a letter or digit ends it ("Lund’s"). Coarse on purpose: it only has to be the same for the
/// forms of a word.
pub(super) fn stem(word: &str) -> String {
    let mut stem: String = word.chars().flat_map(char::to_lowercase).collect();
    if !stem.is_ascii() {
        return stem;
    }
    for ending in ["ing", "ied", "ies", "ed", "es", "s", "ly"] {
        let keeps =
            !(ending == "s" && (stem.ends_with("ss") || stem.ends_with("us") || stem.ends_with("is")));
        if keeps && stem.len() >= ending.len() + LEAST && stem.ends_with(ending) {
            stem.truncate(stem.len() - ending.len());
            if ending.starts_with("ie") {
                stem.push('i');
            }
            break;
        }
    }
    let mut last = stem.bytes().rev();
    if let (Some(a), Some(b)) = (last.next(), last.next())
        && a == b
        && stem.len() > LEAST
        && !b"sle".contains(&a)
    {
        stem.pop();
    }
    if stem.len() > LEAST && stem.ends_with('e') {
        stem.pop();
    }
    if stem.len() > 2 && stem.ends_with('y') {
        stem.pop();
        stem.push('i');
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_word_meet() {
        for forms in [
            &["accuse", "accuses", "accused", "accusing"][..],
            &["deny", "denies", "denied", "denying"],
            &["slam", "slams", "slammed", "slamming"],
            &["bribe", "bribes", "bribed"],
            &["attack", "attacks", "Attacking"],
        ] {
            assert!(forms.iter().all(|f| stem(f) == stem(forms[0])), "{forms:?}");
        }
    }

    #[test]
    fn short_words_and_others_stay() {
        for word in ["is", "his", "bus", "red", "ring", "y", "", "日本", "été"] {
            assert_eq!(stem(word), word);
        }
    }
}
