//! `onrecord remove`.

use super::database::{self, count, explain};
use super::output::safe;
use super::{Context, Outcome};
use crate::store::ids::IdKind;
use clap::Args;
use std::io::Write;

/// Removes articles from every table and index
///
/// The articles go with all that was read out of them; speakers and claims that no other article supports go too. The
/// words are overwritten in the file, the full-text index and the log. What people decided about these articles stays
/// (it holds names and offsets, no text), and holds again if the same text is imported again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord articles --outlet \"The Post\"     find the id
  onrecord remove a:7k3mq2x
  onrecord remove a:7k3mq2x --vacuum       make the file smaller, too")]
pub struct RemoveArgs {
    /// Ids of articles (a:…), or enough of their beginning
    #[arg(required = true, value_name = "ARTICLE")]
    pub articles: Vec<String>,
    /// Writes the whole file anew, so that it shrinks and nothing of the articles is left in it
    #[arg(long)]
    pub vacuum: bool,
}

/// Removes all of them or none.
pub fn run(args: RemoveArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = database::open(context)?;
    let mut ids = Vec::new();
    for typed in &args.articles {
        let id = store.resolve(IdKind::Article, typed).map_err(explain)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let removed = store.remove(&ids).map_err(explain)?;
    store.derive().map_err(explain)?;
    if args.vacuum {
        store.vacuum().map_err(explain)?;
    }
    for (id, what) in ids.iter().zip(removed) {
        let title = what.title.map_or_else(String::new, |t| format!(" “{t}”"));
        let (quotes, accusations) =
            (count(what.quotes, "quote", "quotes"), count(what.accusations, "accusation", "accusations"));
        writeln!(context.err, "Removed {id}{} with {quotes} and {accusations}.", safe(&title))?;
    }
    Ok(Outcome::Done)
}
