//! `onrecord speakers show`: all that is known of a speaker.

use super::database::count;
use super::listing::{self, day_cell, explain};
use super::output::{Column, Format, FormatArgs, Listing, safe};
use super::speakers::{COLUMNS, values};
use super::{Context, Outcome, bars};
use crate::query::months;
use crate::query::speakers::{self, Portrait};
use clap::Args;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;

/// Shows what is known of a speaker: forms of the name, roles with their days, articles, accusations, quotes by month
///
/// The name may be given as for `quotes --speaker`. Days of roles are those on which articles used them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord speakers show \"Al Thani\"
  onrecord speakers show s:7k3 --format json")]
pub struct ShowArgs {
    /// A name, or an id (s:…)
    #[arg(value_name = "NAME")]
    speaker: String,
    #[command(flatten)]
    format: FormatArgs,
}

/// Roles, articles and names of others that the table shows.
const SHOWN: usize = 10;
/// The longest bar, in letters.
const BAR: i64 = 40;
/// More months than this are shown as years.
const MOST_MONTHS: usize = 36;

/// Runs the command.
pub fn run(args: ShowArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let store = listing::open(context)?;
    let names = [args.speaker];
    let Some(rows) = listing::speakers(&store, &names, context)? else { return Ok(Outcome::Nothing) };
    let portraits = rows.into_iter().map(|row| speakers::portrait(store.connection(), row));
    let portraits: Vec<Portrait> = portraits.collect::<Result<_, _>>().map_err(explain)?;
    if args.format.format != Format::Table {
        return data(&portraits).print(args.format.format, &mut context.out);
    }
    for (index, portrait) in portraits.iter().enumerate() {
        if index > 0 {
            writeln!(context.out)?;
        }
        write!(context.out, "{}", safe(&in_words(portrait)))?;
    }
    Ok(Outcome::Done)
}

/// A speaker for reading.
fn in_words(portrait: &Portrait) -> String {
    let counts = |counts: &[(String, i64)]| {
        let more = counts.len().saturating_sub(SHOWN);
        let mut words: Vec<String> =
            counts.iter().take(SHOWN).map(|(name, n)| format!("{name} {n}")).collect();
        if more > 0 {
            words.push(format!("and {more} more"));
        }
        words.join(", ")
    };
    let speaker = &portrait.speaker;
    let gender = portrait.gender.as_ref().map(|gender| format!(", {gender}")).unwrap_or_default();
    let mut lines = vec![format!("{}  {} ({}{gender})", speaker.id, speaker.name, speaker.kind)];
    let mut line = |name: &str, words: String| {
        if !words.is_empty() {
            lines.push(format!("{name:<11} {words}"));
        }
    };
    line("names", counts(&portrait.aliases));
    line(
        "elsewhere",
        [&portrait.wikidata, &portrait.country].into_iter().flatten().cloned().collect::<Vec<_>>().join(", "),
    );
    if let Some(listed) = &portrait.listed_as {
        let offices = offices(portrait.offices.as_deref().unwrap_or_default());
        line("in the list", format!("{listed}: {offices}"));
    }
    for role in portrait.roles.iter().take(SHOWN) {
        let days = match (&role.first_day, &role.last_day) {
            (Some(first), Some(last)) if first != last => {
                format!(", {} to {}", day_cell(Some(first)), day_cell(Some(last)))
            }
            (Some(day), _) => format!(", {}", day_cell(Some(day))),
            _ => String::new(),
        };
        line("role", format!("{} ({}{days})", role.words, role.mentions));
    }
    if portrait.roles.len() > SHOWN {
        line("", format!("and {} more roles (--format json has all)", portrait.roles.len() - SHOWN));
    }
    let seen = portrait
        .seen
        .as_ref()
        .map(|(first, last)| format!(", seen {} to {}", day_cell(Some(first)), day_cell(Some(last))));
    line(
        "articles",
        format!("{}, mentioned {}{}", speaker.articles, times(speaker.mentions), seen.unwrap_or_default()),
    );
    for article in &portrait.articles {
        let outlet = article.outlet.as_deref().unwrap_or("outlet unknown");
        let title = article.title.as_deref().unwrap_or("without a title");
        line(
            "",
            format!("{}, {outlet}: {title} ({})", day_cell(article.published.as_deref()), article.article_id),
        );
    }
    if portrait.more_articles > 0 {
        let words =
            format!("and {} more (`onrecord articles --speaker {}`)", portrait.more_articles, speaker.id);
        line("", words);
    }
    let said = portrait
        .said
        .as_ref()
        .map(|(first, last)| format!(", said {} to {}", day_cell(Some(first)), day_cell(Some(last))));
    line("quotes", format!("{}{}", speaker.quotes, said.unwrap_or_default()));
    line("types", counts(&portrait.types));
    line("outlets", counts(&portrait.outlets));
    let whom = |number: i64, names: &[(String, i64)]| {
        let names = counts(names);
        format!("{}{}", times(number), if names.is_empty() { String::new() } else { format!(": {names}") })
    };
    line("accuses", whom(portrait.accuses, &portrait.accuses_whom));
    line("is accused", whom(portrait.accused, &portrait.accused_by));
    if portrait.suggestions > 0 {
        line(
            "may be",
            format!(
                "{} more (`onrecord speakers suggestions --speaker {}`)",
                portrait.suggestions, speaker.id
            ),
        );
    }
    lines.extend(chart(&portrait.months));
    lines.join("\n") + "\n"
}

fn times(number: i64) -> String {
    count(number.unsigned_abs(), "time", "times")
}

/// "senator 3 Jan 2001 to 3 Jan 2007; president since 20 Jan 2025", from `office@first..last` with semicolons.
fn offices(written: &str) -> String {
    let day = |day: &str| day_cell(Some(day));
    let office = |office: &str| match office.trim().split_once('@') {
        None => office.trim().to_owned(),
        Some((name, days)) => match days.split_once("..").unwrap_or((days, days)) {
            ("", "") => name.to_owned(),
            (first, "") => format!("{name} since {}", day(first)),
            ("", last) => format!("{name} until {}", day(last)),
            (first, last) => format!("{name} {} to {}", day(first), day(last)),
        },
    };
    written.split(';').map(office).collect::<Vec<_>>().join("; ")
}

/// Quotes by month, a bar each; by year where there are many months.
fn chart(months: &[(String, i64)]) -> Vec<String> {
    let mut known = months.iter().map(|(month, _)| month.as_str()).filter(|month| months::is_known(month));
    let all =
        known.next().map_or_else(Vec::new, |first| all_months(first, known.next_back().unwrap_or(first)));
    let by_year = all.len() > MOST_MONTHS;
    let key = |month: &str| {
        let is_of_year = by_year && months::is_known(month);
        month.get(..4).filter(|_| is_of_year).unwrap_or(month).to_owned()
    };
    let mut counts: BTreeMap<String, i64> = all.iter().map(|month| (key(month), 0)).collect();
    for (month, n) in months {
        *counts.entry(key(month)).or_insert(0) += n;
    }
    let mut counts: Vec<(String, i64)> = counts.into_iter().collect();
    counts.sort_by(|(a, _), (b, _)| months::order(Some(a)).cmp(&months::order(Some(b))));
    let label = |month: &str| {
        if months::is_known(month) {
            month.to_owned()
        } else if by_year {
            month.replace('/', "–")
        } else {
            bars::unknown_month(month)
        }
    };
    let counts: Vec<(String, i64)> = counts.into_iter().map(|(month, n)| (label(&month), n)).collect();
    let (Some(most), Some(width)) =
        (counts.iter().map(|(_, n)| *n).max(), counts.iter().map(|(label, _)| label.chars().count()).max())
    else {
        return Vec::new();
    };
    let most = most.max(1);
    let bar = |n: i64| "█".repeat(usize::try_from((n * BAR + most - 1) / most).unwrap_or(0));
    let line =
        |(label, n): &(String, i64)| format!("  {label:<width$}  {} {n}", bar(*n)).trim_end().to_owned();
    let heading = "quotes by when they were said".to_owned();
    std::iter::once(heading).chain(counts.iter().map(line)).collect()
}

/// All months from one to another, `YYYY-MM`; at most those of two centuries.
fn all_months(first: &str, last: &str) -> Vec<String> {
    let number = |month: &str| -> Option<i32> {
        let (year, month) = month.split_once('-')?;
        Some(year.parse::<i32>().ok()? * 12 + month.parse::<i32>().ok()? - 1)
    };
    let (Some(first), Some(last)) = (number(first), number(last)) else { return Vec::new() };
    (first..=last)
        .take(2_400)
        .map(|n| format!("{:04}-{:02}", n.div_euclid(12), n.rem_euclid(12) + 1))
        .collect()
}

fn data(portraits: &[Portrait]) -> Listing {
    let more = [
        "aliases",
        "roles",
        "quotes_by_type",
        "quotes_by_outlet",
        "first_said",
        "last_said",
        "accuses",
        "accused",
        "gender",
        "first_seen",
        "last_seen",
        "wikidata",
        "country",
        "listed_as",
        "offices",
        "newest_articles",
        "accuses_whom",
        "accused_by",
        "quotes_by_month",
        "suggestions",
    ];
    let columns: Vec<Column> = COLUMNS.into_iter().chain(more).map(Column::data).collect();
    let mut listing = Listing::new(&columns);
    for portrait in portraits {
        let aliases = portrait.aliases.iter().map(|(name, n)| json!({"name": name, "mentions": n}));
        let roles = portrait.roles.iter().map(|role| {
            json!({"words": role.words, "mentions": role.mentions, "first_day": role.first_day, "last_day": role.last_day})
        });
        let counts = |counts: &[(String, i64)]| {
            Value::Object(counts.iter().map(|(name, n)| (name.clone(), json!(n))).collect())
        };
        let first = |days: &Option<(String, String)>| json!(days.as_ref().map(|(first, _)| first));
        let last = |days: &Option<(String, String)>| json!(days.as_ref().map(|(_, last)| last));
        let mut row = values(&portrait.speaker);
        row.extend([
            Value::Array(aliases.collect()),
            Value::Array(roles.collect()),
            counts(&portrait.types),
            counts(&portrait.outlets),
            first(&portrait.said),
            last(&portrait.said),
            json!(portrait.accuses),
            json!(portrait.accused),
            json!(portrait.gender),
            first(&portrait.seen),
            last(&portrait.seen),
            json!(portrait.wikidata),
            json!(portrait.country),
            json!(portrait.listed_as),
            json!(portrait.offices),
            listing::also_value(&portrait.articles),
            counts(&portrait.accuses_whom),
            counts(&portrait.accused_by),
            counts(&portrait.months),
            json!(portrait.suggestions),
        ]);
        listing.push(row);
    }
    listing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_have_their_days_in_words() {
        assert_eq!(
            offices("representative (FL)@2001-01-03..2007-01-05;senator@2023-01-03.."),
            "representative (FL) 3 Jan 2001 to 5 Jan 2007; senator since 3 Jan 2023"
        );
        assert_eq!(offices("mayor@..1999-05-01; envoy"), "mayor until 1 May 1999; envoy");
        assert_eq!((times(1), times(2)), ("1 time".to_owned(), "2 times".to_owned()));
    }

    #[test]
    fn bars_by_month_and_by_year() {
        let months = |all: &[(&str, i64)]| all.iter().map(|(m, n)| ((*m).to_owned(), *n)).collect::<Vec<_>>();
        assert_eq!(chart(&[]), Vec::<String>::new());
        let lines = chart(&months(&[("2025-11", 1), ("2026-01", 80)]));
        assert_eq!(
            lines[1..],
            [
                "  2025-11  █ 1".to_owned(),
                "  2025-12   0".to_owned(),
                format!("  2026-01  {} 80", "█".repeat(40))
            ]
        );
        let lines = chart(&months(&[("2001-05", 2), ("2001-07", 2), ("2009-01", 1)]));
        assert_eq!((lines.len(), lines[1].ends_with(" 4")), (10, true), "{lines:?}");
        let lines = chart(&months(&[("2001-05", 2), ("2001", 2), ("2009-01", 1), ("2001/2002", 1)]));
        assert_eq!((lines.len(), lines[1].ends_with(" 4")), (11, true), "{lines:?}");
        assert!(lines[2].starts_with("  2001–2002  █"), "{lines:?}");
    }

    #[test]
    fn a_year_whose_month_is_unknown_says_so() {
        let months = [("2025-12", 40), ("2025", 1), ("2026-01", 1)].map(|(month, n)| (month.to_owned(), n));
        let lines = chart(&months);
        assert!(lines[1].starts_with("  2025-12              █"), "{lines:?}");
        assert_eq!(lines[2..], ["  2025, month unknown  █ 1", "  2026-01              █ 1"]);
        assert_eq!(chart(&months[1..2]).len(), 2);
    }
}
