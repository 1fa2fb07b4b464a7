//! `onrecord speakers link`: what speakers are called elsewhere, from a CSV file.

use crate::cli::deciding::{self, ReasonArgs, exactly_one, named};
use crate::cli::listing::{self, note};
use crate::cli::output::error;
use crate::cli::spreadsheet::Spreadsheet;
use crate::cli::{Context, Outcome, database};
use crate::store::Decision;
use clap::Args;
use std::path::PathBuf;

/// Takes Wikidata ids and countries of speakers from a CSV file
///
/// The file has a header line with the columns speaker (a whole name, or an id s:…), wikidata, country; an empty one of the
/// last two leaves what was linked before. Nothing is asked of the network. All of the file or nothing.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord speakers link links.csv
  printf 'speaker,wikidata,country\\nHelena Marsh,Q42,Ruritania\\n' | onrecord speakers link -")]
pub struct LinkArgs {
    /// A CSV file; `-` is standard input
    file: PathBuf,
    #[command(flatten)]
    why: ReasonArgs,
}

/// Runs `speakers link`.
pub fn link(args: &LinkArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let mut store = listing::open(context)?;
    let file = args.file.display().to_string();
    let mut reader: Box<dyn std::io::Read> = if args.file.as_os_str() == "-" {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(&args.file).map_err(|wrong| {
            error(format!("{file}: {wrong}"), "name a CSV file with the columns speaker, wikidata, country")
        })?)
    };
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut reader, &mut bytes)
        .map_err(|wrong| error(format!("{file}: {wrong}"), "nothing was taken over"))?;
    let sheet = Spreadsheet::read(&bytes, &file)?;
    let column = |name: &str| sheet.column(name);
    let Some(speaker) = column("speaker").or_else(|| column("name")).or_else(|| column("id")) else {
        return Err(error(
            format!("{file} has no column “speaker”"),
            "its first line must read speaker,wikidata,country",
        ));
    };
    let (wikidata, country) = (column("wikidata"), column("country"));
    let mut decisions = Vec::new();
    for (line, row) in &sheet.rows {
        let cell = |column: Option<usize>| column.and_then(|c| row.get(c)).filter(|c| !c.is_empty());
        let Some(typed) = cell(Some(speaker)) else { continue };
        let (wikidata, country) = (cell(wikidata), cell(country));
        let is_wikidata = |id: &str| {
            id.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
        };
        if wikidata.is_some_and(|id| !is_wikidata(id)) {
            return Err(error(
                format!("{file}, line {line}: “{}” is no Wikidata id", wikidata.unwrap_or_default()),
                "write it as Q42; nothing was taken over",
            ));
        }
        if wikidata.is_none() && country.is_none() {
            continue;
        }
        let speaker = exactly_one(&store, typed).and_then(|one| named(&store, &one));
        let speaker = speaker.map_err(|wrong| {
            error(
                format!("{file}, line {line}: {wrong:#}"),
                "give the whole name, or the id; nothing was taken over",
            )
        })?;
        decisions.push(Decision::link(&speaker, wikidata, country));
    }
    if decisions.is_empty() {
        note(context, &format!("{file} links nobody"));
        return Ok(Outcome::Nothing);
    }
    let linked = decisions.len();
    for (number, decision) in decisions.into_iter().enumerate() {
        let words = decision.in_words();
        let decision = deciding::record(&mut store, decision, &args.why, context)?;
        if number < LINKS {
            note(context, &format!("decision {decision}: {words}"));
        }
    }
    if linked > LINKS {
        note(
            context,
            &format!("… and {} more (`onrecord decisions --action link --limit 0`)", linked - LINKS),
        );
    }
    store.derive().map_err(database::explain)?;
    note(context, &format!("linked {}", database::count(linked as u64, "speaker", "speakers")));
    Ok(Outcome::Done)
}

/// How many links are listed one by one.
const LINKS: usize = 20;
