//! `onrecord demo`.

use super::model::{ModelArgs, ModelName};
use super::output::{WithHint, error, safe};
use super::{Cli, Context, Outcome, dispatch, listing};
use crate::query::speakers::{self, SpeakerFilter};
use crate::speakers::SpeakerType;
use clap::{Args, Parser};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Imports the bundled sample articles into a scratch database and shows what was found
///
/// The articles and their people are invented. Nothing of yours is touched: articles and database are written to a
/// new folder among the temporary files, and it says where, so that you can go on from there.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord demo
  onrecord demo --model fast")]
pub struct DemoArgs {
    /// Which model.
    #[command(flatten)]
    pub model: ModelArgs,
}

macro_rules! samples {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("../../samples/", $name)))),*] };
}

/// The bundled articles: file names and contents.
const SAMPLES: [(&str, &str); 27] = samples![
    "audit-council.txt",
    "audit-court.txt",
    "audit-denial.txt",
    "audit-leak.txt",
    "audit-minister.txt",
    "audit-union.txt",
    "audit-verdict.txt",
    "audit-wire.txt",
    "budget-row.md",
    "council-row.txt",
    "ferry-british.txt",
    "geneva-talks.txt",
    "inquiry-report.html",
    "inspector-gazette.txt",
    "inspector-herald.txt",
    "inspector-post.txt",
    "lomax-trial.txt",
    "marsh-interview.txt",
    "nordhaven-translated.txt",
    "ostrand-statement.txt",
    "reactions-roundup.txt",
    "tighe-profile.txt",
    "tighe-speech.txt",
    "wharf-feature.txt",
    "wharf-fire-live.txt",
    "wharf-fire-wire.txt",
    "wharf-week-later.txt",
];

/// The name of the scratch database.
const DATABASE: &str = "onrecord.db";

/// How many rows each listing shows.
const ROWS: usize = 8;

/// Runs the command.
pub fn run(args: DemoArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let folder = scratch_folder()?;
    let articles = folder.join("samples");
    write_samples(&articles)
        .hint("the demo needs a folder for temporary files; TMPDIR in the environment chooses one")?;
    context.database = folder.join(DATABASE);

    say(context, &format!("{} invented articles are imported into a scratch database.", SAMPLES.len()))?;
    let articles = articles.to_string_lossy();
    let import: &[&str] = match args.model.model {
        ModelName::Accurate => &["import", &articles],
        ModelName::Fast => &["import", &articles, "--model", "fast"],
    };
    let imported = command(context, import)?;
    if imported != Outcome::Done {
        return Ok(imported);
    }
    let rows = ROWS.to_string();
    let most_quoted = most_quoted(context)?;
    if let Some(name) = &most_quoted {
        say(context, "\nQuotes by speaker: the one who is quoted most, newest first.")?;
        command(context, &["quotes", "--speaker", name, "--min-confidence", "0.5", "--limit", &rows])?;
    }
    say(context, "\nAccusations by date, newest first.")?;
    command(context, &["accusations", "--limit", &rows])?;

    let name = most_quoted.as_deref().unwrap_or("NAME");
    say(context, &next(&folder, name))?;
    Ok(Outcome::Done)
}

/// A new folder that only this run uses.
fn scratch_folder() -> anyhow::Result<PathBuf> {
    let temporary = std::env::temp_dir();
    for number in 1..1000 {
        let folder = temporary.join(format!("onrecord-demo-{}-{number}", std::process::id()));
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(folder),
            Err(wrong) if wrong.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(wrong) => {
                return Err(error(
                    format!("cannot make the folder {}: {wrong}", folder.display()),
                    "TMPDIR in the environment chooses another folder for temporary files",
                ));
            }
        }
    }
    Err(error(
        format!("{} is full of earlier demos", temporary.display()),
        "remove the folders that begin with onrecord-demo-",
    ))
}

fn write_samples(folder: &Path) -> std::io::Result<()> {
    fs::create_dir(folder)?;
    for (name, article) in SAMPLES {
        fs::write(folder.join(name), article)?;
    }
    Ok(())
}

/// A line for the reader, in the order of what the commands print.
fn say(context: &mut Context, words: &str) -> anyhow::Result<()> {
    writeln!(context.out, "{}", safe(words))?;
    Ok(context.out.flush()?)
}

/// Shows a command as it would be typed, and runs it on the scratch database.
fn command(context: &mut Context, words: &[&str]) -> anyhow::Result<Outcome> {
    let typed: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    say(context, &format!("\n$ onrecord {}\n", typed.join(" ")))?;
    let parsed = Cli::try_parse_from(["onrecord"].iter().chain(words))?;
    let outcome = dispatch(parsed.command, context)?;
    context.out.flush()?;
    Ok(outcome)
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./:,=".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    let escaped: String = word
        .chars()
        .flat_map(|c| matches!(c, '"' | '\\' | '$' | '`').then_some('\\').into_iter().chain([c]))
        .collect();
    format!("\"{escaped}\"")
}

/// The person with most quotes.
fn most_quoted(context: &mut Context) -> anyhow::Result<Option<String>> {
    let store = listing::open(context)?;
    let kinds = vec![SpeakerType::Person];
    let filter = SpeakerFilter { kinds, min_quotes: 1, limit: Some(1), ..SpeakerFilter::default() };
    let page = speakers::speakers(store.connection(), &filter).map_err(listing::explain)?;
    Ok(page.rows.into_iter().next().map(|speaker| speaker.name))
}

/// What to try next.
fn next(folder: &Path, name: &str) -> String {
    let name = quoted(name);
    let database = quoted(&folder.join(DATABASE).to_string_lossy());
    let folder = folder.display();
    format!(
        "
What to try next, on this database:

  export ONRECORD_DB={database}
  onrecord speakers --type person
  onrecord quotes --speaker {name} --context 1 --why
  onrecord accusations --status denied
  onrecord search \"inspect*\"
  onrecord articles

and with articles of your own:

  unset ONRECORD_DB
  onrecord import FOLDER --outlet \"Name of the outlet\"
  onrecord quotes --speaker NAME

The demo's articles and database are in {folder}."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_bundled() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
        let mut files: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.file_type().unwrap().is_file())
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|name| {
                [".txt", ".md", ".html"].iter().any(|end| name.ends_with(end)) && name != "README.md"
            })
            .collect();
        files.sort();
        assert_eq!(files, SAMPLES.map(|(name, _)| name.to_owned()));
    }

    #[test]
    fn words_as_a_shell_reads_them() {
        assert_eq!(quoted("Helena Marsh"), "\"Helena Marsh\"");
        assert_eq!(quoted("--limit"), "--limit");
        assert_eq!(quoted("a\"$b"), "\"a\\\"\\$b\"");
    }
}
