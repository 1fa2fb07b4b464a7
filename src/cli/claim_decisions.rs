//! `onrecord claims verdict`, `same`, `apart`, `reply`, `noreply`: what a person decides about claims and replies.

use super::deciding::{self, ReasonArgs};
use super::listing::{self, explain};
use super::output::error;
use super::{Context, Outcome, accusation_decisions, database};
use crate::query::{Days, accusations, claims, ids};
use crate::store::decisions::REPLIES;
use crate::store::ids::IdKind;
use crate::store::{Decision, Place, Store};
use clap::Args;
use clap::builder::PossibleValuesParser;

/// Notes what you hold of a claim: true, false, checked against the court record, …
///
/// It stands beside the status wherever the claim is shown, and replaces nothing. It hangs on the claim's first quote, and
/// goes with it. Of a claim that accuses several it is shown with each of them: let its words say whom it is of.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord claims verdict c:7k3 \"false\" --reason \"the audit, page 12\" --by \"A. Reader\"")]
pub struct VerdictArgs {
    /// The claim's id (c:…), or a quote's (q:…), or enough of its beginning
    #[arg(value_name = "CLAIM")]
    claim: String,
    /// What you hold of it, in your words
    #[arg(value_name = "WORDS")]
    words: String,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Decides that two quotes are one claim
///
/// It holds while both have the same speakers: a claim is what somebody put forward.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord claims same q:7k3 q:m2q --reason \"the same sentence, translated\"")]
pub struct PairArgs {
    /// A quote (q:…), or a claim (c:…) for its first quote
    #[arg(value_name = "ONE")]
    one: String,
    /// Another
    #[arg(value_name = "OTHER")]
    other: String,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Decides that two quotes are two claims
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord claims apart q:7k3 q:m2q --reason \"another year\"")]
pub struct ApartArgs {
    #[command(flatten)]
    pair: PairArgs,
}

/// Decides that a quote answers an accusation
///
/// The status follows from it, as from any reply; of several it is the one that counts.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord claims reply c:7k3 q:m2q --as denial
  onrecord claims reply q:7k3 q:m2q --as withdrawal --reason \"the letter says so\"")]
pub struct ReplyArgs {
    /// The accusation (x:…), the quote that carries it (q:…), or a claim (c:…) for its first quote
    #[arg(value_name = "ACCUSATION")]
    accusation: String,
    /// What answers it
    #[arg(value_name = "REPLY")]
    reply: String,
    /// How it answers
    #[arg(long = "as", value_name = "HOW", value_parser = PossibleValuesParser::new(REPLIES))]
    how: String,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Decides that a quote does not answer an accusation
#[derive(Debug, Args)]
#[command(
    name = "noreply",
    after_help = "\
Examples:
  onrecord claims noreply c:7k3 q:m2q --reason \"he denies something else\""
)]
pub struct NoReplyArgs {
    /// The accusation (x:…), the quote that carries it (q:…), or a claim (c:…) for its first quote
    #[arg(value_name = "ACCUSATION")]
    accusation: String,
    /// What does not answer it
    #[arg(value_name = "REPLY")]
    reply: String,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Runs `claims verdict`.
pub fn verdict(args: VerdictArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    if args.words.trim().is_empty() {
        return Err(error("the verdict is empty", "say what you hold of the claim, in your words"));
    }
    let place = place(&store, &args.claim)?;
    let quote = quote_id(&store, &args.claim)?;
    let outcome = deciding::decide(&mut store, Decision::verdict(&place, &args.words), &args.why, context)?;
    let accused = claims::accused_of(store.connection(), &quote).map_err(explain)?;
    if accused.len() > 1 {
        let names = accused.join(", ");
        listing::note(
            context,
            &format!(
                "it is shown with each whom this claim accuses ({names}): let its words say whom it is of"
            ),
        );
    }
    Ok(outcome)
}

/// Runs `claims same`.
pub fn same(args: PairArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let (one, other) = two(place(&store, &args.one)?, place(&store, &args.other)?)?;
    let outcome = deciding::decide(&mut store, Decision::same_claim(&one, &other), &args.why, context)?;
    if claim_of(&store, &args.one)? != claim_of(&store, &args.other)? {
        listing::note(
            context,
            "they stay two claims as long as they have different speakers, or one is unknown",
        );
    }
    Ok(outcome)
}

/// Runs `claims apart`.
pub fn apart(args: ApartArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let (one, other) = two(place(&store, &args.pair.one)?, place(&store, &args.pair.other)?)?;
    deciding::decide(&mut store, Decision::other_claim(&one, &other), &args.pair.why, context)
}

/// Runs `claims reply`.
pub fn reply(args: ReplyArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let (accusation, reply) = two(accusation(&store, &args.accusation)?, place(&store, &args.reply)?)?;
    deciding::decide(&mut store, Decision::reply(&accusation, &reply, &args.how), &args.why, context)
}

/// Runs `claims noreply`.
pub fn no_reply(args: NoReplyArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let accusation = accusation(&store, &args.accusation)?;
    let reply = place(&store, &args.reply)?;
    deciding::decide(&mut store, Decision::no_reply(&accusation, &reply), &args.why, context)
}

/// Two quotes, which must not be one.
fn two(one: Place, other: Place) -> anyhow::Result<(Place, Place)> {
    if one == other {
        return Err(error(
            "both are the same quote",
            "give two quotes, or claims with different first quotes",
        ));
    }
    Ok((one, other))
}

/// The place of a quote, or of the first quote of a claim.
fn place(store: &Store, typed: &str) -> anyhow::Result<Place> {
    store.place(&quote_id(store, typed)?).map_err(database::explain)
}

fn quote_id(store: &Store, typed: &str) -> anyhow::Result<String> {
    if typed.trim_start().to_lowercase().starts_with("c:") {
        let claim = ids::row(store, IdKind::Claim, typed).map_err(explain)?;
        return claims::first_quote(store.connection(), claim, Days::default()).map_err(explain);
    }
    store.resolve(IdKind::Quote, typed).map_err(database::explain)
}

/// The same, if it carries an accusation; an accusation may be meant itself, whether a quote carries it or not.
fn accusation(store: &Store, typed: &str) -> anyhow::Result<Place> {
    if typed.trim_start().to_lowercase().starts_with("x:") {
        let row = ids::row(store, IdKind::Accusation, typed).map_err(explain)?;
        let quote = accusations::quote_of(store.connection(), row).map_err(explain)?;
        let Some(quote) = quote else { return Ok(accusation_decisions::place(store, typed)?.0) };
        // A reply is one to all that a quote says.
        accusation_decisions::place(store, &quote)?;
        return store.place(&quote).map_err(database::explain);
    }
    let quote = quote_id(store, typed)?;
    if !claims::accuses(store.connection(), &quote).map_err(explain)? {
        return Err(error(
            format!("{quote} carries no accusation"),
            "`onrecord accusations --format json` has the quote_id of each; the reply comes second",
        ));
    }
    store.place(&quote).map_err(database::explain)
}

fn claim_of(store: &Store, typed: &str) -> anyhow::Result<Option<String>> {
    let quote = quote_id(store, typed)?;
    claims::claim_of(store.connection(), &quote).map_err(explain)
}
