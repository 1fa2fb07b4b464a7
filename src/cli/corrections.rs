//! `onrecord quotes confirm`, `reject`, `fix`, `add`: what a person decides about one quote.

use super::deciding::{self, ReasonArgs, decide_all};
use super::listing::{self, explain, note};
use super::output::error;
use super::{Context, Outcome, database};
use crate::attribution::Kind;
use crate::claims::ClaimType;
use crate::query::{decisions, ids, places};
use crate::speakers::SpeakerType;
use crate::store::decisions::read_pieces;
use crate::store::ids::IdKind;
use crate::store::{BETWEEN_PIECES, Decision, Place, Store};
use crate::text::marks::Family;
use clap::Args;
use std::collections::BTreeSet;

/// Decides that quotes are right
///
/// They are no longer doubtful, are shown whatever `--min-confidence` hides, and `review` leaves them out.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord quotes confirm q:7k3
  onrecord quotes confirm q:7k3 q:m2q --reason \"heard the recording\"")]
pub struct ConfirmArgs {
    /// Ids of quotes (q:…), or enough of their beginning
    #[arg(required = true, value_name = "QUOTE")]
    quotes: Vec<String>,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Decides that something is no quote
///
/// It is listed and counted nowhere any more, and nothing that is decided about it shows, until it is confirmed or `decisions
/// undo` brings it back. `onrecord decisions` still shows it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord quotes reject q:7k3 --reason \"a song title\"")]
pub struct RejectArgs {
    /// Ids of quotes (q:…), or enough of their beginning
    #[arg(required = true, value_name = "QUOTE")]
    quotes: Vec<String>,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Corrects a quote: who said it, its type and kind, where it begins and ends, the words of its source
///
/// Words must stand in the article; the place nearest to the quote is taken. Pieces are parted by " … ".
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord quotes fix q:7k3 --speaker \"Helena Marsh\"
  onrecord quotes fix q:7k3 --speaker \"Helena Marsh\" --speaker \"Per Lund\"        both said it
  onrecord quotes fix q:7k3 --unknown --reason \"two men are meant\"
  onrecord quotes fix q:7k3 --type denial --kind direct
  onrecord quotes fix q:7k3 --content \"that the doors were open\" --source \"the harbour master\"
  onrecord quotes fix q:7k3 --span 120-180,200-214        in characters of the article")]
pub struct FixArgs {
    /// Id of a quote (q:…), or enough of its beginning
    quote: String,
    #[command(flatten)]
    what: WhatArgs,
    /// Nobody can tell who said it
    #[arg(long, conflicts_with = "speaker")]
    unknown: bool,
    /// What was said, in the words of the article
    #[arg(long, value_name = "WORDS", conflicts_with = "span")]
    content: Option<String>,
    /// Where it stands instead: first and one past the last character, pieces with commas
    #[arg(long, value_name = "START-END", value_parser = pieces)]
    span: Option<Pieces>,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Adds a quote that was not found
///
/// Its words must stand in the article. It is there as long as no version of onrecord finds it by itself, and confirmed. A quote
/// that has half of its words or more is there already: `quotes fix` corrects where that begins and ends.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord quotes add a:7k3 --content \"We had no choice\" --speaker \"Helena Marsh\"
  onrecord quotes add a:7k3 --span 120-180 --speaker \"a port official\" --speaker-type unnamed --type admission")]
pub struct AddArgs {
    /// Id of an article (a:…), or enough of its beginning
    article: String,
    /// What was said, in the words of the article
    #[arg(long, value_name = "WORDS", required_unless_present = "span", conflicts_with = "span")]
    content: Option<String>,
    /// Where it stands: first and one past the last character
    #[arg(long, value_name = "START-END", value_parser = pieces)]
    span: Option<Pieces>,
    #[command(flatten)]
    what: WhatArgs,
    #[command(flatten)]
    why: ReasonArgs,
}

/// What can be said about a quote.
#[derive(Debug, Args)]
struct WhatArgs {
    /// Who said it: a whole name, or an id (s:…); a name that nobody has yet makes a new speaker. Once for each of several
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// What the speaker is; also makes a new one whose name is nearly another’s
    #[arg(long, value_name = "TYPE", value_parser = listing::speaker_type(), requires = "speaker")]
    speaker_type: Option<SpeakerType>,
    /// The words that name the source, as the article has them
    #[arg(long, value_name = "WORDS")]
    source: Option<String>,
    /// What it puts forward, such as accusation or denial
    #[arg(long = "type", value_name = "TYPE", value_parser = listing::claim_type())]
    claim_type: Option<ClaimType>,
    /// direct (all in quotation marks), mixed (partly), indirect
    #[arg(long, value_name = "KIND", value_parser = listing::kind())]
    kind: Option<Kind>,
}

/// Pieces of a text, in code points.
#[derive(Clone, Debug)]
struct Pieces(Vec<(i64, i64)>);

fn pieces(written: &str) -> Result<Pieces, String> {
    read_pieces(written).map(Pieces).ok_or_else(|| "write it as 120-180 or 120-180,200-214".to_owned())
}

/// Runs `quotes confirm`.
pub fn confirm(args: &ConfirmArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let places = resolved(&store, &args.quotes)?;
    decide_all(&mut store, places.iter().map(|(_, place)| Decision::confirm(place)), &args.why, context)
}

/// Runs `quotes reject`.
pub fn reject(args: &RejectArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let mut decisions = Vec::new();
    let mut seen = BTreeSet::new();
    for (id, place) in resolved(&store, &args.quotes)?.into_iter().filter(|(id, _)| seen.insert(id.clone())) {
        match rejections(&store, &id, &place)?.as_slice() {
            [] => decisions.push(Decision::reject(&place)),
            numbers => {
                let undo = deciding::undo_command(numbers);
                note(context, &format!("{id} is rejected already; {undo} takes that back"));
            }
        }
    }
    if decisions.is_empty() {
        return Ok(Outcome::Nothing);
    }
    decide_all(&mut store, decisions, &args.why, context)
}

/// Ids of quotes, and how decisions name them.
fn resolved(store: &Store, quotes: &[String]) -> anyhow::Result<Vec<(String, Place)>> {
    let place = |typed: &String| {
        let id = store.resolve(IdKind::Quote, typed).map_err(|e| explain(e.into()))?;
        let place = store.place(&id).map_err(database::explain)?;
        Ok((id, place))
    };
    quotes.iter().map(place).collect()
}

/// The numbers of the decisions by which a quote is rejected.
fn rejections(store: &Store, id: &str, place: &Place) -> anyhow::Result<Vec<i64>> {
    let row = ids::row(store, IdKind::Quote, id).map_err(explain)?;
    decisions::rejections(store.connection(), row, place.nth).map_err(explain)
}

/// Pieces that lie in the text.
fn within(text: &str, pieces: Vec<(i64, i64)>) -> anyhow::Result<Vec<(i64, i64)>> {
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    if let Some((start, end)) = pieces.iter().find(|(_, end)| *end > length) {
        return Err(error(
            format!("{start}-{end} is not in the article, which has {length} characters"),
            "`onrecord show ID` shows the article with its quotes",
        ));
    }
    Ok(pieces)
}

/// The words of some pieces of a text, parted as listings part them.
fn words_at(text: &str, pieces: &[(i64, i64)]) -> String {
    let words = |(start, end): &(i64, i64)| -> String {
        let [start, end] = [*start, *end].map(|at| usize::try_from(at).unwrap_or(0));
        text.chars().skip(start).take(end.saturating_sub(start)).collect()
    };
    pieces.iter().map(words).collect::<Vec<_>>().join(BETWEEN_PIECES)
}

/// Runs `quotes fix`.
pub fn fix(args: FixArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let id = store.resolve(IdKind::Quote, &args.quote).map_err(|e| explain(e.into()))?;
    let mut place = store.place(&id).map_err(database::explain)?;
    let text = article_text(&store, &place.article)?;
    let rejected = rejections(&store, &id, &place)?;
    let mut decisions = Vec::new();
    let by_span = args.span.is_some();
    let content = match (args.span, &args.content) {
        (Some(Pieces(pieces)), _) => Some(within(&text, pieces)?),
        (None, Some(words)) => Some(located(&text, words, Some(place.start_char))?),
        _ => None,
    };
    if let Some(pieces) = &content {
        decisions.push(Decision::content(&place, pieces));
        // What is decided after it is decided on the quote as it then is.
        if let (Some((start, _)), Some((_, end))) = (pieces.first(), pieces.last()) {
            place = Place { start_char: *start, end_char: *end, nth: 0, ..place };
        }
    }
    if args.unknown {
        decisions.push(Decision::speaker_unknown(&place));
    }
    decisions.extend(args.what.decisions(&store, &place, &text, context)?);
    if decisions.is_empty() {
        return Err(error(
            "nothing is said about the quote",
            "give --speaker, --type, --kind, --content or --source",
        ));
    }
    args.what.warn_of_marks(&text, &place, context);
    let outcome = decide_all(&mut store, decisions, &args.why, context)?;
    if let Some(pieces) = content.filter(|_| by_span) {
        note(context, &format!("the quote now reads: {}", words_at(&text, &pieces)));
    }
    if !rejected.is_empty() {
        let undo = deciding::undo_command(&rejected);
        note(
            context,
            &format!("note: the quote is rejected, and listed nowhere until {undo} takes that back"),
        );
    }
    // An id is made from the place of the content.
    if let Some(now) = store.resolve(IdKind::Quote, &id).ok().filter(|now| *now != id) {
        note(context, &format!("the quote is now {now}; {id} still leads to it"));
    }
    Ok(outcome)
}

/// Runs `quotes add`.
pub fn add(args: AddArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let article = store.resolve(IdKind::Article, &args.article).map_err(|e| explain(e.into()))?;
    let text = article_text(&store, &article)?;
    let pieces = match (args.span, &args.content) {
        (Some(Pieces(pieces)), _) => within(&text, pieces)?,
        (None, words) => {
            let words = words.as_deref().unwrap_or_default();
            let found = places::find(&text, words);
            if found.len() > 1 {
                let places: Vec<String> = found.iter().map(|(start, end)| format!("{start}-{end}")).collect();
                return Err(error(
                    format!("these words stand in the article {} times", found.len()),
                    format!("give more of them, or --span, one of {}", places.join(" ")),
                ));
            }
            located(&text, words, None)?
        }
    };
    let (Some((start, _)), Some((_, end))) = (pieces.first(), pieces.last()) else {
        return Err(error("the quote has no words", "give --content or --span"));
    };
    let place = Place { article, start_char: *start, end_char: *end, nth: 0 };
    if let Some((id, there)) = decisions::overlapping(store.connection(), &place).map_err(explain)? {
        let bare = |words: &str| words.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let words = |place| words_at(&text, &[place]);
        if bare(&words(there)) != bare(&words((*start, *end))) {
            return Err(error(
                format!("{id} is there already, with half of these words or more: {}", words(there)),
                format!("`onrecord quotes fix {id} --content WORDS` corrects where it begins and ends"),
            ));
        }
    }
    let mut speakers = Vec::new();
    for name in &args.what.speaker {
        speakers.push(deciding::speaker(&store, name, args.what.speaker_type, context)?);
    }
    let source = args.what.source.as_deref().map(|words| located(&text, words, Some(*start))).transpose()?;
    let mut decisions = vec![Decision::add(&place, speakers.first(), &source.unwrap_or_default())];
    decisions.extend(speakers.iter().skip(1).map(|other| Decision::also_speaker(&place, other)));
    if pieces.len() > 1 {
        decisions.push(Decision::content(&place, &pieces));
    }
    args.what.warn_of_marks(&text, &place, context);
    let rest = WhatArgs { speaker: Vec::new(), speaker_type: None, source: None, ..args.what };
    decisions.extend(rest.decisions(&store, &place, &text, context)?);
    decide_all(&mut store, decisions, &args.why, context)
}

impl WhatArgs {
    /// Says so where words are called direct, and no quotation mark stands in them or beside them.
    fn warn_of_marks(&self, text: &str, place: &Place, context: &mut Context) {
        let [start, end] = [place.start_char, place.end_char].map(|at| usize::try_from(at).unwrap_or(0));
        // A full stop or comma may stand between.
        let around: Vec<char> =
            text.chars().skip(start.saturating_sub(2)).take(end.saturating_sub(start) + 4).collect();
        let is_edge = |at: usize| at < 3 || at + 3 >= around.len();
        // In the middle it may be an apostrophe.
        let is_mark = |(at, c): (usize, &char)| Family::of(*c).is_some_and(|f| !f.is_single() || is_edge(at));
        if self.kind == Some(Kind::Direct) && !around.iter().enumerate().any(is_mark) {
            note(context, "note: there is no quotation mark in these words or beside them");
        }
    }

    fn decisions(
        &self,
        store: &Store,
        place: &Place,
        text: &str,
        context: &mut Context,
    ) -> anyhow::Result<Vec<Decision>> {
        let mut decisions = Vec::new();
        for (number, speaker) in self.speaker.iter().enumerate() {
            let speaker = deciding::speaker(store, speaker, self.speaker_type, context)?;
            decisions.push(match number {
                0 => Decision::speaker(place, &speaker),
                _ => Decision::also_speaker(place, &speaker),
            });
        }
        if let Some(words) = &self.source {
            decisions.push(Decision::source(place, &located(text, words, Some(place.start_char))?));
        }
        decisions.extend(self.claim_type.map(|kind| Decision::claim_type(place, kind)));
        decisions.extend(self.kind.map(|kind| Decision::kind(place, kind)));
        Ok(decisions)
    }
}

/// The text of an article by its whole public id.
pub fn article_text(store: &Store, article: &str) -> anyhow::Result<String> {
    let row = ids::row(store, IdKind::Article, article).map_err(explain)?;
    Ok(store.stored_article(row).map_err(database::explain)?.article.text)
}

/// Where words stand in a text, nearest to a character.
pub fn located(text: &str, words: &str, near: Option<i64>) -> anyhow::Result<Vec<(i64, i64)>> {
    places::find_pieces(text, words, near).ok_or_else(|| {
        error(
            format!("the article does not have the words “{words}”"),
            "copy them from `onrecord show ARTICLE`; pieces are parted by \" … \"",
        )
    })
}
