//! How the rules' tests read their sentences.

use super::find;
use crate::article::Article;

/// Checks that the sentence holds these time expressions, each with its value, and no other. `today` is the article's
/// day; empty for none.
pub(super) fn check(today: &str, sentences: &[(&str, &[(&str, &str)])]) {
    for (text, expected) in sentences {
        let article = Article { text: (*text).to_owned(), date: today.parse().ok(), ..Article::default() };
        let document = crate::text::read(&article);
        let times = find(&article, &document);
        let found: Vec<(&str, &str)> = times.iter().map(|t| (t.span.of(text), t.value.as_str())).collect();
        assert_eq!(found, *expected, "{text:?} read on {today:?}");
    }
}
