//! `onrecord timeline`.

use super::listing::{self, DayArgs, LimitArgs, date_cell, date_values, explain, note};
use super::output::{Column, Format, FormatArgs, Listing};
use super::{Context, Outcome};
use crate::claims::ClaimType;
use crate::query::quotes::Printed;
use crate::query::timeline::{self, Contradiction, Entry, TimelineFilter, What};
use clap::Args;
use serde_json::{Value, json};

/// Shows one speaker's record by date: what was said, what the speaker was accused of, and what was answered
///
/// Oldest first. Each claim comes once, at the day on which it was first said, however often it was printed, in the words
/// of the article that is cited; where another quote has all of its words, that one is named (“in full”). What may
/// contradict another claim of the same speaker is marked: said and denied, or the same with another number. These are
/// candidates for you to look at: they may be jokes, other years, or another harbour. What articles report of charges,
/// convictions and acquittals stands at the day of publication, each with its own sentence.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord timeline \"Helena Marsh\"
  onrecord timeline okafor --since 2025 --type accusation,denial
  onrecord timeline okafor --contradictions --format csv > look-at-these.csv")]
pub struct TimelineArgs {
    /// A name, or an id (s:…)
    #[arg(value_name = "NAME", required = true)]
    name: Vec<String>,
    /// What it puts forward, such as accusation or denial; several with commas
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', value_parser = listing::claim_type())]
    types: Vec<ClaimType>,
    #[command(flatten)]
    days: DayArgs,
    /// Only what may contradict another claim of the speaker
    #[arg(long)]
    contradictions: bool,
    /// Newest first
    #[arg(long)]
    reverse: bool,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Runs the command.
pub fn run(args: TimelineArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let days = args.days.days(context)?;
    let store = listing::open(context)?;
    let Some(speakers) = listing::speakers(&store, &args.name, context)? else { return Ok(Outcome::Nothing) };
    let filter = TimelineFilter {
        speakers,
        types: args.types,
        days,
        contradictions: args.contradictions,
        reverse: args.reverse,
        limit: args.limit.rows(),
    };
    let page = timeline::timeline(store.connection(), &filter).map_err(explain)?;
    let is_table = args.format.format == Format::Table;
    let listing = if is_table { table(&page.rows) } else { data(&page.rows) };
    let outcome = listing.print(args.format.format, &mut context.out)?;
    if outcome == Outcome::Nothing {
        note(context, "nothing fits");
    }
    if is_table && page.rows.iter().any(|entry| !entry.contradicts.is_empty()) {
        note(
            context,
            "contradictions are candidates, found by words alone; `claims show` has both with their articles",
        );
    }
    args.limit.note(page.more, context);
    Ok(outcome)
}

fn table(rows: &[Entry]) -> Listing {
    let columns =
        [Column::short("said"), Column::short("what"), Column::text("words"), Column::short("printed_in")];
    let mut listing = Listing::new(&columns);
    for entry in rows {
        let (words, ids): (String, Vec<Option<&str>>) = match &entry.what {
            What::Claim { claim, quote, fullest, .. } => {
                let fuller = fullest.as_ref().map(|id| format!("\n(in full: {id})")).unwrap_or_default();
                (format!("{}{fuller}", quote.content), vec![Some(&claim.id), Some(&quote.id)])
            }
            What::Accused(accusation) => {
                let status = match &accusation.reply {
                    Some(reply) => format!("{} ({})", accusation.status, reply.quote_id),
                    None if accusation.denial.is_some() => {
                        format!("{}, in the article’s own words", accusation.status)
                    }
                    None => accusation.status.clone(),
                };
                let words = format!("{}\n({status})", accusation.allegation);
                (words, vec![accusation.claim_id.as_deref(), super::accusations::shown_id(accusation)])
            }
            What::Legal(outcome) => (super::claims::outcome_cell(outcome), vec![outcome.quote_id.as_deref()]),
        };
        let marks: Vec<String> = entry.contradicts.iter().map(contradiction_cell).collect();
        let words = if marks.is_empty() { words } else { format!("{words}\n{}", marks.join("\n")) };
        listing.push(vec![
            json!(date_cell(entry.said.as_ref())),
            json!(what_cell(&entry.what)),
            json!(words),
            json!(listing::printed_cell(printed(&entry.what), &ids)),
        ]);
    }
    listing
}

fn what_cell(what: &What) -> String {
    match what {
        What::Accused(accusation) => {
            let by = accusation.accuser.as_ref().map_or("nobody named", |party| &party.name);
            format!("accused\nby {by}")
        }
        What::Legal(outcome) => format!("reported:\n{}", outcome.outcome),
        What::Claim { claim, quote, answers, .. } => {
            let about =
                quote.target.as_ref().map(|target| format!("\nto or of {target}")).unwrap_or_default();
            let answers =
                if answers.is_empty() { String::new() } else { format!("\nanswers {}", answers.join(", ")) };
            format!("{}{about}{answers}", claim.claim_type)
        }
    }
}

fn contradiction_cell(contradiction: &Contradiction) -> String {
    format!("? {}: {}", contradiction.how.name(), contradiction.claim_id)
}

const fn printed(what: &What) -> &Printed {
    match what {
        What::Claim { quote, .. } => &quote.printed,
        What::Accused(accusation) => &accusation.printed,
        What::Legal(outcome) => &outcome.printed,
    }
}

const COLUMNS: [&str; 26] = [
    "entry",
    "type",
    "words",
    "other",
    "other_id",
    "said_on",
    "said_until",
    "said_precision",
    "said_from",
    "status",
    "status_quote_id",
    "answers",
    "contradicts",
    "occurrences",
    "stories",
    "published",
    "outlet",
    "title",
    "url",
    "article_id",
    "claim_id",
    "quote_id",
    "start",
    "end",
    "fullest_words",
    "fullest_quote_id",
];

fn data(rows: &[Entry]) -> Listing {
    let mut listing = Listing::new(&COLUMNS.map(Column::data));
    for entry in rows {
        let mut row: Vec<Value> = match &entry.what {
            What::Claim { claim, quote, .. } => {
                vec![
                    json!("said"),
                    json!(claim.claim_type),
                    json!(quote.content),
                    json!(quote.target),
                    Value::Null,
                ]
            }
            What::Accused(accusation) => {
                let accuser = accusation.accuser.as_ref();
                let (name, id) = (accuser.map(|p| &p.name), accuser.and_then(|p| p.id.as_ref()));
                vec![
                    json!("accused"),
                    json!("accusation"),
                    json!(accusation.allegation),
                    json!(name),
                    json!(id),
                ]
            }
            What::Legal(outcome) => {
                vec![
                    json!("legal"),
                    json!(outcome.outcome),
                    json!(outcome.sentence),
                    Value::Null,
                    Value::Null,
                ]
            }
        };
        row.extend(date_values(entry.said.as_ref()));
        let contradicts =
            entry.contradicts.iter().map(|c| json!({"claim_id": c.claim_id, "how": c.how.name()}));
        let contradicts: Value = contradicts.collect();
        let (more, claim_id, quote_id, start, end) = match &entry.what {
            What::Claim { claim, quote, answers, .. } => (
                [
                    Value::Null,
                    Value::Null,
                    json!(answers),
                    contradicts,
                    json!(claim.occurrences),
                    json!(claim.stories),
                ],
                Some(&claim.id),
                Some(&quote.id),
                Some(quote.start),
                Some(quote.end),
            ),
            What::Accused(a) => (
                [
                    json!(a.status),
                    json!(a.reply.as_ref().map(|reply| &reply.quote_id)),
                    Value::Null,
                    contradicts,
                    Value::Null,
                    Value::Null,
                ],
                a.claim_id.as_ref(),
                a.quote_id.as_ref(),
                a.start,
                a.end,
            ),
            What::Legal(outcome) => (
                [Value::Null, Value::Null, Value::Null, contradicts, Value::Null, Value::Null],
                None,
                outcome.quote_id.as_ref(),
                Some(outcome.start),
                Some(outcome.end),
            ),
        };
        row.extend(more);
        row.extend(listing::printed_values(printed(&entry.what)));
        row.extend([json!(claim_id), json!(quote_id), json!(start), json!(end)]);
        row.extend(match &entry.what {
            What::Claim { claim, fullest: Some(fullest), .. } => [json!(claim.content), json!(fullest)],
            _ => [Value::Null, Value::Null],
        });
        listing.push(row);
    }
    listing
}
