//! How far an import is: a bar on a terminal, elsewhere a line every few seconds.

use super::Context;
use super::database::{self, count};
use super::safe;
use chrono::{DateTime, Utc};
use indicatif::ProgressBar;
use std::io::{self, Write};

/// Seconds between two lines.
const EVERY: f64 = 5.0;

/// How far an import is.
pub(super) struct Progress {
    bar: ProgressBar,
    /// Bytes of all files; 0 where they do not say it.
    bytes: u64,
    started: DateTime<Utc>,
    /// When the last line was written.
    last: DateTime<Utc>,
}

impl Progress {
    /// Of an import that begins, of so many bytes.
    pub(super) fn new(bytes: u64, context: &Context) -> Self {
        let template = match bytes {
            // Standard input does not say how long it is.
            0 => "{spinner} {msg}",
            _ => "{bar:30} {percent}% · {msg} · {eta} left",
        };
        let now = context.clock.now();
        Self { bar: database::progress(context, bytes, template), bytes, started: now, last: now }
    }

    /// Shows how far it is: bytes read, articles seen, words extracted.
    pub(super) fn show(
        &mut self,
        read: u64,
        articles: u64,
        words: u64,
        context: &mut Context,
    ) -> io::Result<()> {
        let now = context.clock.now();
        let seconds = (now - self.started).as_seconds_f64().max(1e-3);
        let rate =
            format!("{}, {:.0} words/s", count(articles, "article", "articles"), words as f64 / seconds);
        self.bar.set_position(read);
        if context.interactive {
            self.bar.set_message(rate);
            return Ok(());
        }
        if (now - self.last).as_seconds_f64() < EVERY {
            return Ok(());
        }
        self.last = now;
        let left = left(read, self.bytes, seconds).map_or_else(String::new, |left| format!(", {left}"));
        writeln!(context.err, "{rate}{left}")
    }

    /// Says what is done now.
    pub(super) fn step(&mut self, what: &'static str) {
        self.bar.set_message(what);
    }

    /// Writes a line of its own.
    pub(super) fn say(&self, context: &mut Context, line: &str) -> io::Result<()> {
        self.bar.suspend(|| writeln!(context.err, "{}", safe(line)))
    }

    /// It is over.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// "34 % read, about 12 min left"; nothing where that is not known.
fn left(read: u64, bytes: u64, seconds: f64) -> Option<String> {
    let share = (read > 0 && bytes > 0).then(|| read as f64 / bytes as f64).filter(|share| *share < 1.0)?;
    let left = seconds / share - seconds;
    let about = match left {
        left if left < 90.0 => format!("{left:.0} s"),
        left if left < 5400.0 => format!("{:.0} min", left / 60.0),
        left => format!("{:.1} h", left / 3600.0),
    };
    Some(format!("{:.0} % read, about {about} left", share * 100.0))
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn what_is_left_is_said_in_words() {
        assert_eq!(left(50, 100, 30.0).as_deref(), Some("50 % read, about 30 s left"));
        assert_eq!(left(1, 100, 30.0).as_deref(), Some("1 % read, about 50 min left"));
        assert_eq!(left(1, 1000, 30.0).as_deref(), Some("0 % read, about 8.3 h left"));
        assert_eq!([left(0, 100, 1.0), left(5, 0, 1.0), left(5, 5, 1.0)], [None, None, None]);
    }
}
