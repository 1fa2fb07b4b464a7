//! `onrecord import`: articles → extraction → database.

mod importer;
mod interrupt;
mod own_files;
mod progress;
mod summary;
mod watch;

use self::importer::Importer;
use super::database::{self, explain};
use super::model::ModelArgs;
use super::output::{Format, error, safe};
use super::{Context, Outcome, passed_over, preview, update};
use crate::ingest::{self, Defaults, FieldMap, IngestError, Kind, Options, Order, Sources, read_date};
use crate::store::Store;
use chrono::NaiveDate;
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::io::Write;
use std::path::PathBuf;

/// Reads articles, extracts who said what, and stores it
///
/// Reads plain text and Markdown (with an optional header of title, date, outlet, url, author), HTML pages, JSON, JSON
/// Lines and CSV tables ("text", and if known "id", "title", "date", "outlet", "url", "author"; --map names other
/// columns), mail, feeds, crawls, PDF, Word, and archives of any of them; docs/formats.md has the table. Reads folders with all
/// below them; globs; `-` for standard input. What kind of file it is, is seen from its content; --as overrides.
///
/// What is stored already is skipped, so a run that was interrupted, with Ctrl-C or otherwise, goes on where it stopped
/// when the same command is given again. A file that cannot be read is named with the reason, and the rest goes on; the
/// exit code is 2 then.
///
/// An article that is there already and lacks its day, outlet, address, author or headline gains it from a reading that
/// contradicts it in nothing; nothing that is known is overwritten.
///
/// --watch goes on looking into the folders and imports what appears there, once it has stopped growing; Ctrl-C ends it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord import article.txt --outlet \"The Post\" --date 2025-12-19
  onrecord import articles/ more/*.html
  onrecord import archive.jsonl --db archive.db
  onrecord import export.csv --map title=headline,text=body --dry-run
  onrecord import downloads/ --watch --keep-original
  curl -s https://example.org/story.html | onrecord import - --url https://example.org/story.html")]
pub struct ImportArgs {
    /// Files, folders or globs; `-` is standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The outlet of the articles that do not name theirs
    #[arg(long, value_name = "NAME")]
    pub outlet: Option<String>,
    /// The day on which the articles were published that do not say it: 2025-12-19
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// The author of the articles that do not name theirs (can be given several times)
    #[arg(long, value_name = "NAME")]
    pub author: Vec<String>,
    /// The address of the article, if it does not hold it
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Which model.
    #[command(flatten)]
    pub model: ModelArgs,
    /// The language of the articles, by its code or English name (en, de, pt-BR, Greek) [default: as each text looks]. Only
    /// English is extracted; the rest is stored and can be searched
    #[arg(long, value_name = "LANGUAGE", value_parser = language)]
    pub language: Option<String>,
    /// Which column or JSON field holds what: title=headline,text=content.body (a dot leads into an object)
    #[arg(long, value_name = "OURS=THEIRS,…")]
    pub map: Vec<String>,
    /// Which number comes first in days such as 1/2/2024 in tables, JSON and headers of texts [default: as a day above 12 in
    /// the column shows]
    #[arg(long, value_name = "ORDER", value_parser = orders())]
    pub dates: Option<Order>,
    /// Reads every file as this format, whatever it looks like; packed files are unpacked first
    #[arg(long = "as", value_name = "FORMAT", value_parser = kinds())]
    pub kind: Option<Kind>,
    /// From now on, this database does without the bundled list of office-holders (docs/who-is-who.md)
    #[arg(long)]
    pub no_gazetteer: bool,
    /// Keeps the bytes that each article was read from in the database, packed; `onrecord show ID --original` gives
    /// them back
    #[arg(long)]
    pub keep_original: bool,
    /// Imports what is in the folders, and then what appears there or changes, until Ctrl-C
    #[arg(long, conflicts_with = "dry_run")]
    pub watch: bool,
    /// How often --watch looks, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u64).range(1..=86_400), requires = "watch")]
    pub every: u64,
    /// Shows what would be imported, and stores nothing
    #[arg(long)]
    pub dry_run: bool,
    /// How --dry-run prints its rows [default: table]
    #[arg(long, value_enum, value_name = "FORMAT", requires = "dry_run")]
    pub format: Option<Format>,
}

/// The orders of days by their names.
fn orders() -> impl TypedValueParser<Value = Order> {
    let orders = [Order::DayFirst, Order::MonthFirst];
    PossibleValuesParser::new(orders.map(Order::name))
        .map(move |name| orders.into_iter().find(|order| order.name() == name).unwrap_or_default())
}

/// The formats by their names.
fn kinds() -> impl TypedValueParser<Value = Kind> {
    PossibleValuesParser::new(Kind::all().map(Kind::name))
        .map(|name| Kind::all().find(|kind| kind.name() == name).unwrap_or(Kind::Text))
}

/// A language by its two letters.
fn language(told: &str) -> Result<String, String> {
    ingest::language::code(told).map(str::to_owned).ok_or_else(|| {
        "no language is called so: give its code, such as en, de or pt-BR, or its English name".to_owned()
    })
}

/// Imports, and says on standard error what was read and what was not.
pub fn run(args: ImportArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let defaults = defaults(&args)?;
    let options = options(&args)?;
    if args.watch {
        watch::refuse(&args.paths)?;
    }
    let sources = own_files::without(ingest::find(&args.paths), &context.database, &args.paths);
    if sources.files.is_empty() && sources.errors.is_empty() && !args.watch {
        say_empty(&args.paths, context)?;
    }
    if args.dry_run {
        let reader = ingest::read(sources, options);
        return preview::run(
            reader,
            defaults,
            args.language.as_deref(),
            args.format.unwrap_or_default(),
            context,
        );
    }
    if sources.files.is_empty() && !args.watch {
        return nothing(&sources, context);
    }
    let mut store = Store::open_or_create(&context.database).map_err(explain)?;
    if args.no_gazetteer {
        store.use_gazetteer(false).map_err(explain)?;
    }
    let mut importer = Importer::new(&args, defaults, options, store);
    let threads = database::threads()?;
    threads.install(|| match args.watch {
        true => watch::run(&mut importer, &args, context),
        false => importer.import(sources, context),
    })
}

/// Says what was looked for where folders hold no file.
fn say_empty(paths: &[PathBuf], context: &mut Context) -> anyhow::Result<()> {
    let paths: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let paths = paths.join(", ");
    writeln!(
        context.err,
        "There is no file in {}. All files in a folder and in those below it are looked at, but for those whose names begin \
         with a dot.",
        safe(&paths)
    )?;
    Ok(())
}

/// Nothing that was named is there: no database is made for it, and no run recorded.
fn nothing(sources: &Sources, context: &mut Context) -> anyhow::Result<Outcome> {
    for wrong in &sources.errors {
        say(wrong, context)?;
    }
    writeln!(context.err, "Nothing was imported.")?;
    Ok(if sources.errors.is_empty() { Outcome::Nothing } else { Outcome::Failed })
}

fn say(wrong: &IngestError, context: &mut Context) -> anyhow::Result<()> {
    writeln!(context.err, "error: {}", safe(&wrong.to_string()))?;
    if let Some(hint) = &wrong.hint {
        writeln!(context.err, "hint: {}", safe(hint))?;
    }
    Ok(())
}

fn defaults(args: &ImportArgs) -> anyhow::Result<Defaults> {
    let read = |text: &String| {
        // What a file may not say, nobody may say of it.
        let day = text.trim().parse::<NaiveDate>().ok().filter(|day| read_date(&day.to_string()).is_some());
        let hint = "write it as 2025-12-19: year, month, day, between 1500 and 2099";
        day.ok_or_else(|| error(format!("--date is no day of an article: {text}"), hint))
    };
    let date = args.date.as_ref().map(read).transpose()?;
    Ok(Defaults { outlet: args.outlet.clone(), date, authors: args.author.clone(), url: args.url.clone() })
}

fn options(args: &ImportArgs) -> anyhow::Result<Options> {
    let mut map = FieldMap::default();
    for rules in &args.map {
        map.add(rules)
            .map_err(|wrong| error(format!("--map: {wrong}"), "write it as title=headline,text=body"))?;
    }
    Ok(Options {
        kind: args.kind,
        map,
        dates: args.dates.unwrap_or_default(),
        keep_original: args.keep_original,
        reader: super::this_program(),
    })
}
