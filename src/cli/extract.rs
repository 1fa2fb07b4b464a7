//! `onrecord extract`: articles in, extractions out; no database.

use super::model::ModelArgs;
use super::output::WithHint;
use super::{Context, Outcome};
use crate::contract::{Input, Unit, stream};
use crate::ingest::decode::Utf8;
use crate::ingest::find::is_device;
use crate::ingest::lines::{LONGEST, Line, Lines};
use anyhow::Context as _;
use clap::{Args, ValueEnum};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Reads articles as JSON Lines and writes what was extracted, a line for each, in the same order
///
/// Each line is an object with "text" (or "html"), and if known "id", "title", "date", "outlet", "url" and "author".
/// Each answer has the id of its article; what cannot be processed gets {"id", "error"}. Offsets are code points
/// into the text as it was given.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onrecord extract articles.jsonl > extractions.jsonl
  onrecord extract --text article.txt | jq .attributions
  echo '{\"id\": 1, \"text\": \"She denied it.\"}' | onrecord extract")]
pub struct ExtractArgs {
    /// The files to read; `-` or none is standard input
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Takes each file (or standard input) as the plain text of one article
    #[arg(long)]
    pub text: bool,
    /// What offsets count: code points (Python), bytes of UTF-8 (Rust, Go) or UTF-16 units (JavaScript, Java)
    #[arg(long, value_enum, default_value_t = OffsetUnit::Char, value_name = "UNIT")]
    pub offsets: OffsetUnit,
    /// Threads [default: one for each core]; the output is the same with any number
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    /// Which model.
    #[command(flatten)]
    pub model: ModelArgs,
}

/// What offsets count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OffsetUnit {
    /// Bytes of UTF-8.
    Byte,
    /// Unicode code points.
    Char,
    /// UTF-16 code units.
    Utf16,
}

/// Answers every article on standard output.
pub fn run(args: ExtractArgs, context: &mut Context) -> anyhow::Result<Outcome> {
    let unit = match args.offsets {
        OffsetUnit::Byte => Unit::Byte,
        OffsetUnit::Char => Unit::Char,
        OffsetUnit::Utf16 => Unit::Utf16,
    };
    let threads =
        args.threads.or_else(|| std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let files = if args.files.is_empty() { vec![PathBuf::from("-")] } else { args.files };
    let files: anyhow::Result<Vec<_>> = files.iter().map(|path| Ok((path.clone(), open(path)?))).collect();
    let extractor = args.model.extractor();
    // A file that breaks off while it is read ends the run, after the answers to what was read before.
    let broken = std::sync::Mutex::new(None);
    let inputs = files?
        .into_iter()
        .flat_map(|(path, file)| inputs(path, file, args.text))
        .map_while(|input| input.map_err(|e| broken.lock().map(|mut first| *first = Some(e))).ok());
    let answered = stream::run(inputs, &mut context.out, &extractor, unit, threads)?;
    if let Some(wrong) = broken.into_inner().unwrap_or(None) {
        return Err(wrong);
    }
    if answered.lines == 0 {
        writeln!(context.err, "the input holds no article")?;
    }
    Ok(Outcome::Done)
}

type Stream = Box<dyn BufRead + Send>;

fn open(path: &Path) -> anyhow::Result<Stream> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::with_capacity(1 << 16, io::stdin())));
    }
    let hint = "give files of JSON Lines, or plain text with --text; `onrecord import` reads folders";
    if is_device(path) {
        return Err(anyhow::anyhow!("cannot read {}: it is a device, not a file", path.display())).hint(hint);
    }
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display())).hint(hint)?;
    if file.metadata().is_ok_and(|m| m.is_dir()) {
        return Err(anyhow::anyhow!("cannot read {}: it is a folder", path.display())).hint(hint);
    }
    Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
}

type Inputs = Box<dyn Iterator<Item = anyhow::Result<Input>> + Send>;

fn inputs(path: PathBuf, file: Stream, is_text: bool) -> Inputs {
    if is_text {
        let read = whole(&path, file).with_context(|| format!("cannot read {}", path.display()));
        return Box::new(std::iter::once(read));
    }
    Box::new(Lines::new(Utf8::new(file)).filter_map(move |line| match line {
        Ok(Line::Bytes(bytes)) if bytes.trim_ascii().is_empty() => None,
        Ok(Line::Bytes(bytes)) => Some(Ok(Input::Line(bytes))),
        Ok(Line::TooLong(bytes)) => {
            Some(Ok(Input::Wrong(too_long(&format!("the line has {} MB", bytes >> 20)))))
        }
        Err(e) => Some(Err(e).with_context(|| format!("cannot read on in {}", path.display()))),
    }))
}

fn whole(path: &Path, mut file: Stream) -> io::Result<Input> {
    let mut bytes = Vec::new();
    (&mut file).take(LONGEST as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > LONGEST {
        return Ok(Input::Wrong(too_long(&format!("the text has more than {} MB", LONGEST >> 20))));
    }
    let id = (path != Path::new("-")).then(|| path.display().to_string());
    Ok(Input::Text { id, bytes })
}

fn too_long(what: &str) -> String {
    format!("{what}; an article may have {} MB", LONGEST >> 20)
}
