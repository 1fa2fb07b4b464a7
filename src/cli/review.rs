//! `onrecord review`.

use super::deciding::{self, ReasonArgs};
use super::listing::{self, date_cell, explain, note, printed_cell};
use super::output::safe;
use super::{Context, Outcome, database, quotes as shown};
use crate::claims::ClaimType;
use crate::query::quotes::{self, Quote};
use crate::query::review::{self, ReviewFilter};
use crate::query::{DOUBTFUL, ids};
use crate::store::ids::IdKind;
use crate::store::{Decision, Place, Store};
use clap::Args;
use console::{Key, Term};
use std::collections::BTreeMap;
use std::io::{self, BufRead, IsTerminal, Write};

/// Shows what the machine is least sure of, one quote after the other, and asks
///
/// One key each, on a terminal:
///
///   c  it is right             r  it is no quote
///   1  the first candidate said it (2, 3, … the others)
///   s  somebody else said it   n  nobody can tell who said it
///   t  it is of another type   Enter  skip
///   u  take the last answer back    q  stop
///
/// Anywhere else the answers are read from standard input, a line each: `c`, `r`, `2`, `s Helena Marsh`, `t denial`. Every
/// answer is a decision, kept at once; `onrecord decisions` lists them. What was decided before is not asked again.
#[derive(Debug, Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  onrecord review
  onrecord review --speaker okafor --below 0.7
  printf 'c\\ns Helena Marsh\\nq\\n' | onrecord review"
)]
pub struct ReviewArgs {
    /// Quotes that this speaker said, or may have said: a name, or an id (s:…); may be repeated
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Quotes of this article: an id (a:…)
    #[arg(long, value_name = "ARTICLE")]
    article: Option<String>,
    /// Quotes of this type; several with commas
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', value_parser = listing::claim_type())]
    types: Vec<ClaimType>,
    /// Only what is less certain than this (0 to 1)
    #[arg(long, value_name = "P", value_parser = super::listing::probability)]
    below: Option<f64>,
    /// How many quotes at most; 0 for all
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    why: ReasonArgs,
}

/// What a person answers.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    Confirm,
    Reject,
    /// The candidate with this number, from 1.
    Candidate(usize),
    Speaker(String),
    Unknown,
    Type(String),
    Skip,
    Back,
    Quit,
    /// None of these.
    What(String),
}

impl Answer {
    /// Reads a line of a script, or a key with what was typed after it.
    fn read(line: &str) -> Answer {
        let line = line.trim();
        let (key, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        match (key, rest.trim()) {
            ("", _) => Answer::Skip,
            ("c", "") => Answer::Confirm,
            ("r", "") => Answer::Reject,
            ("n", "") => Answer::Unknown,
            ("u", "") => Answer::Back,
            ("q", "") => Answer::Quit,
            ("s", name) if !name.is_empty() => Answer::Speaker(name.to_owned()),
            ("t", kind) if !kind.is_empty() => Answer::Type(kind.to_owned()),
            (number, "") if number.parse().is_ok_and(|n: usize| n > 0) => {
                Answer::Candidate(number.parse().unwrap_or(1))
            }
            _ => Answer::What(line.to_owned()),
        }
    }
}

/// Where answers come from.
enum Asked {
    Terminal(Term),
    Lines(Box<dyn BufRead>),
}

impl Asked {
    fn here() -> Asked {
        if io::stdin().is_terminal() {
            Asked::Terminal(Term::stderr())
        } else {
            Asked::Lines(Box::new(io::stdin().lock()))
        }
    }

    fn answer(&mut self) -> io::Result<Answer> {
        match self {
            Asked::Lines(lines) => {
                let mut line = String::new();
                // The end of a script is the end of the review.
                Ok(if lines.read_line(&mut line)? == 0 { Answer::Quit } else { Answer::read(&line) })
            }
            Asked::Terminal(terminal) => {
                let key = match terminal.read_key()? {
                    Key::Enter | Key::Char(' ') => return Ok(Answer::Skip),
                    Key::Escape | Key::CtrlC => return Ok(Answer::Quit),
                    Key::Char(key) => key.to_ascii_lowercase(),
                    _ => return Ok(Answer::What(String::new())),
                };
                let asked = match key {
                    's' => "who said it? ",
                    't' => "of which type? ",
                    key => return Ok(Answer::read(&key.to_string())),
                };
                terminal.write_str(asked)?;
                let line = terminal.read_line()?;
                Ok(if line.trim().is_empty() {
                    Answer::What(String::new())
                } else {
                    Answer::read(&format!("{key} {line}"))
                })
            }
        }
    }
}

/// Runs the command.
pub fn run(args: ReviewArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let Some(speakers) = listing::speakers(&store, &args.speaker, context)? else {
        return Ok(Outcome::Nothing);
    };
    let article = args.article.map(|typed| ids::row(&store, IdKind::Article, &typed)).transpose();
    let filter = ReviewFilter {
        speakers,
        article: article.map_err(explain)?,
        types: args.types,
        below: args.below,
        limit: (args.limit > 0).then_some(args.limit),
    };
    let page = review::waiting(store.connection(), &filter).map_err(explain)?;
    if page.rows.is_empty() {
        note(context, "nothing is left to look at");
        return Ok(Outcome::Nothing);
    }
    let mut review = Review { why: args.why, taken: Vec::new(), counts: BTreeMap::new() };
    let result = review.go_through(&mut store, &page.rows, context);
    // What was answered before an error is decided all the same.
    store.derive().map_err(database::explain)?;
    result?;
    review.sum_up(context);
    Ok(Outcome::Done)
}

struct Review {
    why: ReasonArgs,
    /// Index of the quote and number of the decision, in their order.
    taken: Vec<(usize, i64, &'static str)>,
    counts: BTreeMap<&'static str, usize>,
}

impl Review {
    fn go_through(&mut self, store: &mut Store, rows: &[i64], context: &mut Context) -> anyhow::Result<()> {
        let mut asked = Asked::here();
        let mut at = 0;
        while let Some(row) = rows.get(at) {
            let quote = quotes::read(store.connection(), *row).map_err(explain)?;
            show(store, &quote, (at + 1, rows.len()), context)?;
            at = loop {
                let answer = asked.answer()?;
                if answer == Answer::Quit {
                    return Ok(());
                }
                if answer == Answer::Back {
                    match self.taken.pop() {
                        Some((index, number, _)) => {
                            let undone = store.undo_decision(number, &database::now(context));
                            undone.map_err(database::explain)?;
                            note(context, &format!("decision {number} is taken back"));
                            break index;
                        }
                        None => note(context, "there is no answer to take back"),
                    }
                    continue;
                }
                match self.act(store, &quote, &answer, at, context) {
                    Ok(true) => break at + 1,
                    Ok(false) => {}
                    // A name that fits nobody, or several: asked again.
                    Err(wrong) => super::output::report(&mut context.err, &wrong),
                }
            };
        }
        Ok(())
    }

    /// Does what was answered; `false` where the quote must be asked again.
    fn act(
        &mut self,
        store: &mut Store,
        quote: &Quote,
        answer: &Answer,
        index: usize,
        context: &mut Context,
    ) -> anyhow::Result<bool> {
        let place: Place = store.place(&quote.id).map_err(database::explain)?;
        let (what, decision) = match answer {
            Answer::Confirm => ("confirmed", Decision::confirm(&place)),
            Answer::Reject => ("rejected", Decision::reject(&place)),
            Answer::Unknown => ("corrected", Decision::speaker_unknown(&place)),
            Answer::Speaker(name) => {
                ("corrected", Decision::speaker(&place, &deciding::speaker(store, name, None, context)?))
            }
            Answer::Candidate(number) => {
                let candidates = quote.speakers.iter().flat_map(|s| &s.candidates);
                let Some(id) = candidates.filter_map(|c| c.id.as_ref()).nth(number - 1) else {
                    note(context, &format!("there is no candidate {number}"));
                    return Ok(false);
                };
                let name = store.speaker_name(id).map_err(database::explain)?;
                ("corrected", Decision::speaker(&place, &name))
            }
            Answer::Type(typed) => {
                let Some(kind) = ClaimType::ALL.into_iter().find(|kind| kind.name() == typed) else {
                    let all: Vec<&str> = ClaimType::ALL.map(ClaimType::name).to_vec();
                    note(context, &format!("“{typed}” is no type; there are {}", all.join(", ")));
                    return Ok(false);
                };
                ("corrected", Decision::claim_type(&place, kind))
            }
            Answer::Skip => {
                *self.counts.entry("skipped").or_insert(0) += 1;
                return Ok(true);
            }
            Answer::What(_) | Answer::Back | Answer::Quit => {
                note(
                    context,
                    "c right, r no quote, 1-9 candidate, s speaker, n nobody knows, t type, Enter skip, u undo, q stop",
                );
                return Ok(false);
            }
        };
        let words = decision.in_words();
        let number = deciding::record(store, decision, &self.why, context)?;
        note(context, &format!("decision {number}: {words}"));
        self.taken.push((index, number, what));
        Ok(true)
    }

    fn sum_up(mut self, context: &mut Context) {
        for (_, _, what) in &self.taken {
            *self.counts.entry(what).or_insert(0) += 1;
        }
        let counts: Vec<String> = self.counts.iter().map(|(what, n)| format!("{n} {what}")).collect();
        let counts = if counts.is_empty() { "nothing decided".to_owned() } else { counts.join(", ") };
        note(context, &format!("{counts}; `onrecord decisions` lists what was decided"));
    }
}

/// A quote for a person to judge: where it stands, the sentences around it, who is said to have said it and why.
fn show(store: &Store, quote: &Quote, (at, of): (usize, usize), context: &mut Context) -> anyhow::Result<()> {
    let around = quotes::context(store.connection(), quote, 1).map_err(explain)?;
    let printed = printed_cell(&quote.printed, &[Some(&quote.id)]).replace('\n', ", ");
    let mut lines = vec![
        format!("── {at} of {of} ── {printed}"),
        format!("{}[{}]{}", around.before, around.content, around.after),
        format!(
            "{}, {}, said {}; sure that it is a quote: {:.2}",
            quote.claim_type,
            quote.kind,
            date_cell(quote.said.as_ref()),
            quote.confidence
        ),
    ];
    let mut number = 0;
    for speaker in &quote.speakers {
        let doubt = if speaker.confidence < DOUBTFUL { "? " } else { "" };
        let name = speaker.name.as_deref().unwrap_or("unknown");
        let words =
            if speaker.words.is_empty() { String::new() } else { format!(" (“{}”)", speaker.words) };
        lines.push(format!("{doubt}by {name}{words} {:.2}: {}", speaker.confidence, speaker.reason));
        for candidate in speaker.candidates.iter().filter(|c| c.id.is_some()) {
            number += 1;
            lines.push(format!("  {number}  {} {:.2}", candidate.name, candidate.confidence));
        }
    }
    if quote.speakers.is_empty() {
        lines.push(shown::speaker_cell(quote));
    }
    lines.push("c right · r no quote · 1-9 candidate · s speaker · n nobody knows · t type · Enter skip · u undo · q stop".to_owned());
    writeln!(context.out, "{}\n", safe(&lines.join("\n")))?;
    context.out.flush()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers() {
        for (line, answer) in [
            ("c\n", Answer::Confirm),
            (" r ", Answer::Reject),
            ("", Answer::Skip),
            ("s  Helena Marsh", Answer::Speaker("Helena Marsh".to_owned())),
            ("t denial", Answer::Type("denial".to_owned())),
            ("2", Answer::Candidate(2)),
            ("s", Answer::What("s".to_owned())),
            ("0", Answer::What("0".to_owned())),
            ("c now", Answer::What("c now".to_owned())),
        ] {
            assert_eq!(Answer::read(line), answer, "{line:?}");
        }
    }
}
