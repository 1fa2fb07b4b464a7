//! The list of office-holders (`data/gazetteer.tsv`): other forms of their names, and offices with days. Only what holds
//! over articles uses it, and only where the articles do not contradict; `extract` never does.

use super::listed_office;
use super::names::normalise;
use crate::lists::rows;
use crate::speakers::{Gender, SpeakerType};
use chrono::{Datelike, NaiveDate};
use std::collections::HashMap;
use std::sync::LazyLock;

static LIST: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer::read(include_str!("data/gazetteer.tsv")));

/// How many days before and after an office its holder may be in the news as such: campaigns, memoirs.
const AROUND: i32 = 3 * 365;

/// The list, with its names as names are compared.
#[derive(Debug, Default)]
pub(crate) struct Gazetteer {
    entries: Vec<Entry>,
    by_name: HashMap<String, Vec<usize>>,
}

/// Somebody in the list.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The fullest form of the name.
    pub(crate) name: &'static str,
    pub(crate) gender: Option<Gender>,
    pub(crate) wikidata: Option<&'static str>,
    pub(crate) country: &'static str,
    /// As the list writes them: `office@first day..last day`, with semicolons.
    pub(crate) offices: &'static str,
    /// First and last day of any office, as days are counted from the year 1.
    days: (i32, i32),
}

/// What is known of somebody who may be in the list.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known<'a> {
    pub(crate) gender: Option<Gender>,
    /// Roles in the words of articles, with the days of these.
    pub(crate) roles: &'a [(String, Option<i32>)],
}

impl Gazetteer {
    /// The list that comes with the program.
    pub(crate) fn bundled() -> &'static Gazetteer {
        &LIST
    }

    fn read(table: &'static str) -> Self {
        let mut list = Self::default();
        for [name, aliases, gender, wikidata, country, offices] in rows::<6>(table) {
            let number = list.entries.len();
            let forms = std::iter::once(name).chain(aliases.split('|')).filter(|form| !form.is_empty());
            for form in forms {
                let normal = normalise(form, SpeakerType::Person);
                let there = list.by_name.entry(normal.name).or_default();
                if !normal.short && !there.contains(&number) {
                    there.push(number);
                }
            }
            list.entries.push(Entry {
                name,
                gender: match gender {
                    "m" => Some(Gender::Masculine),
                    "f" => Some(Gender::Feminine),
                    _ => None,
                },
                wikidata: Some(wikidata).filter(|id| !id.is_empty()),
                country,
                offices,
                days: days(offices),
            });
        }
        list
    }

    /// The one in the list who is called like that, as names are compared; none where two are.
    pub(crate) fn entry(&self, normal: &str) -> Option<usize> {
        match self.by_name.get(normal)?.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// The one in the list who a person with these names (as they are compared) is, if an article shows it, and the gender
    /// does not contradict. A name alone is not enough: it is a stranger's as a rule.
    pub(crate) fn person<'a>(
        &self,
        mut names: impl Iterator<Item = &'a str>,
        known: Known<'_>,
    ) -> Option<&Entry> {
        let number = names.find_map(|name| self.entry(name))?;
        let entry = self.entries.get(number)?;
        let is_other_gender = known.gender.zip(entry.gender).is_some_and(|(a, b)| a != b);
        let is_shown = known.roles.iter().any(|(role, day)| self.shows(number, role, *day));
        (!is_other_gender && is_shown).then_some(entry)
    }

    /// Whether a role in an article of that day shows an office of the one with this number in the list.
    pub(crate) fn shows(&self, number: usize, role: &str, day: Option<i32>) -> bool {
        self.entries.get(number).is_some_and(|entry| {
            let (first, last) = entry.days;
            day.is_none_or(|day| day >= first - AROUND && day <= last + AROUND)
                && listed_office::shows(role, entry.offices)
        })
    }
}

/// The days from the first office to the last.
fn days(offices: &str) -> (i32, i32) {
    let day = |day: &str| day.parse::<NaiveDate>().ok().map(|day| day.num_days_from_ce());
    let mut days = (i32::MAX, i32::MIN);
    for office in offices.split(';') {
        let Some((first, last)) = office.split_once('@').and_then(|(_, days)| days.split_once("..")) else {
            continue;
        };
        if let Some(first) = day(first) {
            days.0 = days.0.min(first);
            // An office without an end is held still.
            days.1 = days.1.max(day(last).unwrap_or(i32::MAX / 2));
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "Robert Quillon Carver\tBob Carver|Robert Carver\tm\tQ0\tQuerlia\tsenator (QU)@2001-01-03..2013-01-03\n\
                        Ada Elm\tAda Birch\tf\t\tQuerlia\tpresident@2020-01-20..\n\
                        Ada Birch Jr.\tAda Birch\tf\t\tQuerlia\tpresident@2020-01-20..\n";

    fn find(name: &str, known: Known<'_>) -> Option<&'static str> {
        Gazetteer::read(LIST).person([name].into_iter(), known).map(|entry| entry.name)
    }

    #[test]
    fn whoever_is_shown_to_be_in_the_list() {
        let day = |day: &str| day.parse::<NaiveDate>().unwrap().num_days_from_ce();
        let is = Some("Robert Quillon Carver");
        let with = |role: &str, year: Option<&str>, gender: Option<Gender>| {
            let roles =
                [("a guest".to_owned(), None), (role.to_owned(), year.map(|y| day(&format!("{y}-06-01"))))];
            find("bob carver", Known { gender, roles: &roles })
        };
        assert_eq!(find("bob carver", Known::default()), None, "a name alone shows nothing");
        assert_eq!(with("Sen.", None, None), is);
        assert_eq!(with("Sen.", Some("2000"), Some(Gender::Masculine)), is);
        assert_eq!(with("Sen.", Some("2024"), None), None);
        assert_eq!(with("Sen.", None, Some(Gender::Feminine)), None);
        assert_eq!(with("a swimmer", Some("2005"), None), None);
        let senator = [("Sen.".to_owned(), None), ("president".to_owned(), None)];
        let known = Known { gender: None, roles: &senator };
        assert_eq!(find("ada birch", known), None, "two are called so");
        assert_eq!(find("carver", known), None, "a surname is no name of the list");
    }

    #[test]
    fn the_bundled_list_can_be_read() {
        let list = Gazetteer::bundled();
        assert!(list.entries.len() > 600 && list.by_name.len() > 900);
        assert!(list.entries.iter().all(|e| e.days.0 < e.days.1 && e.gender.is_some()));
    }
}
