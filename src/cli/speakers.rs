//! `onrecord speakers`.

use super::listing::{self, LimitArgs, explain, note};
use super::output::{Column, Format, FormatArgs, Listing};
use super::{Context, Outcome, people, portrait};
use crate::query::speakers::{self, Speaker, SpeakerFilter};
use crate::speakers::SpeakerType;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

/// Lists speakers: people, organisations, places, groups, documents and unnamed sources
///
/// Most quoted first. A speaker is the same over all articles, under all forms of the name. What the machine joined
/// or kept apart wrongly is put right by `merge`, `split` and `rename` (`suggestions` says where to look); these decisions are kept for ever, also when
/// a better version reads all articles again.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  onrecord speakers --type person
  onrecord speakers okafor                          whose names have that word
  onrecord speakers --min-quotes 1                  who said anything at all
  onrecord speakers --role \"foreign minister\"
  onrecord speakers show \"Al Thani\"                 aliases, roles, what and where they were quoted
  onrecord speakers merge \"Kate Okafor\" \"Katherine Okafor\""
)]
pub struct SpeakersArgs {
    #[command(subcommand)]
    command: Option<SpeakersCommand>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Debug, Subcommand)]
enum SpeakersCommand {
    Show(portrait::ShowArgs),
    Merge(people::MergeArgs),
    Split(people::SplitArgs),
    Rename(people::RenameArgs),
    Alias(people::AliasArgs),
    Suggestions(people::SuggestionsArgs),
    Link(people::LinkArgs),
    Undo(people::UndoArgs),
}

#[derive(Debug, Args)]
struct ListArgs {
    /// Words of their names; all must occur, in any form of the name
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Whole words of a role by which articles call them ("foreign minister"); all must occur
    #[arg(long, value_name = "WORDS")]
    role: Option<String>,
    /// What they are; several with commas
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',', value_parser = listing::speaker_type())]
    types: Vec<SpeakerType>,
    /// How many quotes they have at least; with 0 also who is only named, or accused
    #[arg(long, value_name = "N", default_value_t = 0)]
    min_quotes: i64,
    #[command(flatten)]
    limit: LimitArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Runs the command.
pub fn run(args: SpeakersArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    match args.command {
        None => list(args.list, context),
        Some(SpeakersCommand::Show(args)) => portrait::run(args, context),
        Some(SpeakersCommand::Merge(args)) => people::merge(&args, context),
        Some(SpeakersCommand::Split(args)) => people::split(&args, context),
        Some(SpeakersCommand::Rename(args)) => people::rename(&args, context),
        Some(SpeakersCommand::Alias(args)) => people::alias(&args, context),
        Some(SpeakersCommand::Suggestions(args)) => people::suggestions(args, context),
        Some(SpeakersCommand::Link(args)) => people::link(&args, context),
        Some(SpeakersCommand::Undo(args)) => people::undo(&args, context),
    }
}

fn list(args: ListArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let store = listing::open(context)?;
    let filter = SpeakerFilter {
        words: args.words,
        role: args.role,
        kinds: args.types,
        min_quotes: args.min_quotes,
        limit: args.limit.rows(),
    };
    let page = speakers::speakers(store.connection(), &filter).map_err(explain)?;
    let is_table = args.format.format == Format::Table;
    let columns = if is_table {
        let short = ["quotes", "articles"].map(Column::short).into_iter().chain([Column::text("name")]);
        short.chain(["type", "speaker_id"].map(Column::short)).collect()
    } else {
        COLUMNS.map(Column::data).to_vec()
    };
    let mut listing = Listing::new(&columns);
    for speaker in &page.rows {
        listing.push(if is_table {
            let only = speaker.article_id.as_ref().map(|id| format!(" (only in {id})")).unwrap_or_default();
            vec![
                json!(speaker.quotes),
                json!(speaker.articles),
                json!(format!("{}{only}", speaker.name)),
                json!(speaker.kind),
                json!(speaker.id),
            ]
        } else {
            values(speaker)
        });
    }
    let outcome = listing.print(args.format.format, &mut context.out)?;
    if outcome == Outcome::Nothing {
        note(context, "no speaker fits");
    }
    args.limit.note(page.more, context);
    Ok(outcome)
}

pub(super) const COLUMNS: [&str; 7] =
    ["speaker_id", "name", "type", "quotes", "articles", "mentions", "article_id"];

pub(super) fn values(speaker: &Speaker) -> Vec<Value> {
    vec![
        json!(speaker.id),
        json!(speaker.name),
        json!(speaker.kind),
        json!(speaker.quotes),
        json!(speaker.articles),
        json!(speaker.mentions),
        json!(speaker.article_id),
    ]
}
