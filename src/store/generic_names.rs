//! Names that many bodies have, because they consist of general words only: "City Council", "the Supreme Court". What they mean
//! depends on who writes.

use crate::wording::list;
use std::collections::HashSet;
use std::sync::LazyLock;

static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| words(include_str!("data/generic-names.txt")));
static SOLE: LazyLock<HashSet<String>> = LazyLock::new(|| list(include_str!("data/sole-names.txt")));

/// The words of a list that has several on a line.
fn words(file: &str) -> HashSet<String> {
    list(file).iter().flat_map(|line| line.split(' ')).map(str::to_owned).collect()
}

/// Whether the name of an organisation, as names are compared, tells nobody whose it is.
pub(super) fn is_generic(normal: &str) -> bool {
    !SOLE.contains(normal) && normal.split(' ').all(|word| WORDS.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speakers::SpeakerType;
    use crate::store::names::normalise;

    #[test]
    fn names_that_every_town_has() {
        let is = |name: &str| is_generic(&normalise(name, SpeakerType::Organization).name);
        for name in [
            "the City Council",
            "Police Department",
            "Supreme Court",
            "Foreign Ministry",
            "Ministry of Health",
            "Governor’s Office",
            "Attorney General’s Office",
            "Board of Education",
            "Teachers’ Union",
            "Senate",
            "High Court",
        ] {
            assert!(is(name), "{name}");
        }
        for name in [
            "Querl City Council",
            "Norland’s Foreign Ministry",
            "Halvex",
            "State Department",
            "Women for Peace",
            "MR",
            "Ministry of Roads",
            "",
        ] {
            assert!(!is(name), "{name}");
        }
    }
}
