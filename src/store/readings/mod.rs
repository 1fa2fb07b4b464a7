//! Readings of one article: what each says of it, and what the article gains from those after the first.
//!
//! The first reading that was stored is the article. Another one that contradicts it in nothing (outlet, day, address) is
//! the same print: what it says and the article does not is added to the article, and noted (`article_gain`), so that it
//! can be taken back with the run of import that brought it. Versions of one article, which have other words, tell each other
//! outlet, day and authors in the same way. One that contradicts it was printed elsewhere, and gives nothing.

mod gains;

pub(super) use self::gains::{
    Made, Print, forget_unread_run, let_go, mark_unread, note, note_again, spread, take_back, unread,
    with_versions,
};

use super::StoreError;
use super::sameness::{address_key, plain};
use crate::ingest::{Incoming, language};
use rusqlite::{Connection, Row};

/// What a reading may say, in the order of [`Said`]; columns of `article` and `article_copy`.
const FIELDS: [&str; 7] = ["outlet", "published", "url", "title", "modified", "authors", "language"];
const OUTLET: usize = 0;
const PUBLISHED: usize = 1;
const URL: usize = 2;
const TITLE: usize = 3;
const MODIFIED: usize = 4;
const LANGUAGE: usize = 6;

/// The day by which versions are ordered, as SQL over `article a`: that of the last change, else of publication, as the readings
/// of the article itself give it. What it has from another version is that one's day.
pub(super) const OWN_DAY: &str = "coalesce(a.modified, iif(EXISTS (SELECT 1 FROM article_gain g WHERE g.article_id = a.id \
    AND g.field = 'published' AND g.version_id IS NOT NULL), NULL, a.published))";

/// What a reading says, field by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said([Option<String>; FIELDS.len()]);

impl Said {
    /// `language`: as the user told it.
    pub(super) fn of(incoming: &Incoming, language: Option<&str>) -> Self {
        let (article, from) = (&incoming.article, &incoming.provenance);
        let authors = serde_json::Value::from(article.authors.clone()).to_string();
        Self([
            article.outlet.clone(),
            article.date.map(|d| d.to_string()),
            article.url.clone(),
            article.title.clone(),
            from.modified.map(|d| d.to_string()),
            (!article.authors.is_empty()).then_some(authors),
            language.map(str::to_owned),
        ])
    }

    /// Of a row that begins with [`FIELDS`].
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let mut said = Self::default();
        for (number, value) in said.0.iter_mut().enumerate() {
            *value = row.get(number)?;
        }
        // Older versions took any word for a language; who tells one now is heard.
        said.0[LANGUAGE].take_if(|told| language::code(told) != Some(told.as_str()));
        Ok(said)
    }

    /// What the article with this row number says now.
    pub(super) fn of_article(connection: &Connection, article: i64) -> Result<Self, StoreError> {
        let found = connection
            .prepare_cached(
                "SELECT outlet, published, url, title, modified, nullif(authors, '[]'), iif(language_told, language, NULL)
                 FROM article WHERE id = ?",
            )?
            .query_row([article], Self::read)?;
        Ok(found)
    }

    fn get(&self, field: usize) -> Option<&str> {
        self.0.get(field).and_then(Option::as_deref)
    }

    fn address(&self) -> Option<String> {
        let url = self.get(URL)?;
        Some(address_key(url).unwrap_or_else(|| url.to_owned()))
    }

    /// Whether the one that is given says nothing else of outlet, day and address; what is not given contradicts nothing.
    fn contains(&self, given: &Self) -> bool {
        let fits = |field| given.get(field).is_none_or(|value| self.get(field) == Some(value));
        fits(OUTLET)
            && fits(PUBLISHED)
            && given.address().is_none_or(|address| self.address() == Some(address))
    }

    /// Whether both may be one print.
    fn agrees(&self, other: &Self) -> bool {
        let differ =
            |one: Option<&str>, other: Option<&str>| one.is_some() && other.is_some() && one != other;
        !differ(self.get(OUTLET), other.get(OUTLET))
            && !differ(self.get(PUBLISHED), other.get(PUBLISHED))
            && !differ(self.address().as_deref(), other.address().as_deref())
    }

    /// The fields that this one lacks and the other has.
    fn gains<'s>(&self, other: &'s Self) -> Vec<(&'static str, &'s str)> {
        let fields = FIELDS.iter().enumerate().filter(|(number, _)| self.get(*number).is_none());
        fields.filter_map(|(number, field)| Some((*field, other.get(number)?))).collect()
    }

    /// Whether both are at one address, under headlines that differ.
    fn is_retitled(&self, other: &Self) -> bool {
        let same_address = self.key().is_some_and(|key| other.key() == Some(key));
        same_address && self.get(TITLE).zip(other.get(TITLE)).is_some_and(|(one, other)| differ(one, other))
    }

    /// Takes over what the other one says of what this one does not.
    pub(super) fn gain(&mut self, other: &Self) {
        for (own, others) in self.0.iter_mut().zip(&other.0) {
            *own = own.take().or_else(|| others.clone());
        }
    }

    fn key(&self) -> Option<String> {
        self.get(URL).and_then(address_key)
    }

    /// The day by which versions are ordered.
    pub(super) fn day(&self) -> Option<&str> {
        self.get(MODIFIED).or(self.get(PUBLISHED))
    }

    pub(super) fn title(&self) -> Option<&str> {
        self.get(TITLE)
    }
}

/// Whether two headlines are two: case, white space, kinds of marks and the outlet's name behind them do not count.
fn differ(one: &str, other: &str) -> bool {
    let compared = |title: &str| {
        let mut out = String::new();
        plain(title, &mut out);
        out.to_lowercase()
    };
    let bare = |title: &str| {
        [" | ", " - ", " – ", " — "]
            .iter()
            .find_map(|dash| title.rsplit_once(dash))
            .map_or_else(|| compared(title), |(title, _)| compared(title))
    };
    let (whole, other_whole) = (compared(one), compared(other));
    whole != other_whole && bare(one) != other_whole && whole != bare(other)
}

/// How a reading is to articles that hold its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Relation {
    /// The article says all of it already.
    Same,
    /// It is the same print and says more of it.
    More,
    /// The article was printed elsewhere, and one that says all of this is noted.
    NotedElsewhere,
    /// It was printed elsewhere.
    Elsewhere,
    /// It is at the same address, under another headline.
    Retitled,
}

/// What a reading is to articles that hold its text, and to which of them.
pub(super) fn relation(
    connection: &Connection,
    articles: &[i64],
    given: &Said,
) -> Result<Option<(Relation, i64)>, StoreError> {
    let mut all = Vec::new();
    for article in articles {
        all.push((*article, Said::of_article(connection, *article)?));
    }
    let copies = |article: i64| {
        let mut copies = connection.prepare_cached(
            "SELECT outlet, published, url, title, modified, nullif(authors, '[]'), language FROM article_copy
             WHERE article_id = ? AND elsewhere = 1",
        )?;
        Ok(copies.query_map([article], Said::read)?.collect::<rusqlite::Result<Vec<Said>>>()?)
    };
    relate(&all, copies, given)
}

/// The same of articles that need not be in the database; `copies`: what was said where one of them was printed elsewhere.
pub(super) fn relate<Id: Copy>(
    all: &[(Id, Said)],
    copies: impl Fn(Id) -> Result<Vec<Said>, StoreError>,
    given: &Said,
) -> Result<Option<(Relation, Id)>, StoreError> {
    let others: Vec<_> = all.iter().filter(|(_, said)| !said.is_retitled(given)).collect();
    let more = |said: &Said| if said.gains(given).is_empty() { Relation::Same } else { Relation::More };
    if let Some((article, said)) = others.iter().find(|(_, said)| said.contains(given)) {
        return Ok(Some((more(said), *article)));
    }
    for (article, _) in &others {
        if copies(*article)?.iter().any(|said| said.contains(given)) {
            return Ok(Some((Relation::NotedElsewhere, *article)));
        }
    }
    if let Some((article, said)) = others.iter().find(|(_, said)| said.agrees(given)) {
        return Ok(Some((more(said), *article)));
    }
    if let Some((article, _)) = all.iter().find(|(_, said)| said.is_retitled(given)) {
        return Ok(Some((Relation::Retitled, *article)));
    }
    Ok(all.first().map(|(article, _)| (Relation::Elsewhere, *article)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(outlet: &str, day: &str, url: &str, title: &str) -> Said {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Said([some(outlet), some(day), some(url), some(title), None, None, None])
    }

    #[test]
    fn what_contradicts_nothing_is_one_print_and_says_more() {
        let stored = said("The Querl Post", "", "https://querl.example/1", "");
        let other = said("", "2026-01-05", "http://www.querl.example/1?utm_source=x", "Bridge closed");
        assert!(stored.agrees(&other) && !stored.contains(&other));
        assert_eq!(stored.gains(&other), [("published", "2026-01-05"), ("title", "Bridge closed")]);
        for elsewhere in [
            said("The Marn Times", "2026-01-05", "", ""),
            said("The Querl Post", "", "https://querl.example/2", ""),
        ] {
            assert!(!stored.agrees(&elsewhere), "{elsewhere:?}");
        }
        assert!(!said("", "2026-01-05", "", "").agrees(&said("", "2026-01-06", "", "")));
    }

    #[test]
    fn another_headline_counts_at_the_same_address_only() {
        let one = said("The Querl Post", "2026-01-05", "https://querl.example/1", "Bridge closed");
        let other = |url: &str, title: &str| said("The Querl Post", "2026-01-05", url, title);
        assert!(
            one.is_retitled(&other("https://querl.example/1#top", "Bridge closed after years of neglect"))
        );
        assert!(one.is_retitled(&other("https://querl.example/1", "Bridge closed?")));
        for (url, title) in [
            ("https://querl.example/1", "BRIDGE  CLOSED"),
            ("https://querl.example/1", "Bridge closed | The Querl Post"),
            ("https://querl.example/1", ""),
            ("https://querl.example/2", "Bridge to stay shut"),
            ("", "Bridge to stay shut"),
        ] {
            assert!(!one.is_retitled(&other(url, title)), "{url} {title}");
        }
    }
}
