//! The list of office-holders (`data/gazetteer.tsv`): other forms of their names, and offices with days. Only what holds
//! over articles uses it, and only where the articles do not contradict; `extract` never does.

use super::names::{fold, normalise};
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
    /// First and last day of articles.
    pub(crate) days: Option<(i32, i32)>,
    /// Roles in the words of articles.
    pub(crate) roles: &'a [&'a str],
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

    /// The one in the list who a person with these names (as they are compared) is, if nothing that is known of him or her
    /// contradicts: gender, the time in office, and roles of which one must be an office of the list where there are any.
    pub(crate) fn person<'a>(
        &self,
        mut names: impl Iterator<Item = &'a str>,
        known: Known<'_>,
    ) -> Option<&Entry> {
        let number = names.find_map(|name| self.entry(name))?;
        let entry = self.entries.get(number)?;
        let is_other_gender = known.gender.zip(entry.gender).is_some_and(|(a, b)| a != b);
        let (first, last) = entry.days;
        let is_in_time = known.days.is_none_or(|(from, to)| to >= first - AROUND && from <= last + AROUND);
        let offices = fold(entry.offices);
        let names_office = |role: &&str| {
            let role = fold(role);
            role.split(|c: char| !c.is_alphanumeric()).any(|word| {
                let word = match word {
                    "sen" => "senator",
                    "rep" | "congressman" | "congresswoman" => "representative",
                    word => word,
                };
                word.len() > 3 && offices.split(|c: char| !c.is_alphabetic()).any(|office| office == word)
            })
        };
        let fits_roles = known.roles.is_empty() || known.roles.iter().any(names_office);
        (!is_other_gender && is_in_time && fits_roles).then_some(entry)
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
    fn whoever_is_in_the_list_unless_something_contradicts() {
        let day = |day: &str| day.parse::<NaiveDate>().unwrap().num_days_from_ce();
        let is = Some("Robert Quillon Carver");
        assert_eq!(find("bob carver", Known::default()), is);
        assert_eq!(find("bob carver", Known { gender: Some(Gender::Feminine), ..Known::default() }), None);
        let in_year = |year: &str| Some((day(&format!("{year}-01-01")), day(&format!("{year}-12-31"))));
        assert_eq!(find("bob carver", Known { days: in_year("2000"), ..Known::default() }), is);
        assert_eq!(find("bob carver", Known { days: in_year("2024"), ..Known::default() }), None);
        assert_eq!(find("bob carver", Known { roles: &["Sen."], ..Known::default() }), is);
        assert_eq!(
            find("bob carver", Known { roles: &["a swimmer", "the former senator"], ..Known::default() }),
            is
        );
        assert_eq!(find("bob carver", Known { roles: &["a swimmer"], ..Known::default() }), None);
        assert_eq!(find("ada birch", Known::default()), None, "two are called so");
        assert_eq!(find("carver", Known::default()), None, "a surname is no name of the list");
    }

    #[test]
    fn the_bundled_list_can_be_read() {
        let list = Gazetteer::bundled();
        assert!(list.entries.len() > 600 && list.by_name.len() > 900);
        assert!(list.entries.iter().all(|e| e.days.0 < e.days.1 && e.gender.is_some()));
    }
}
