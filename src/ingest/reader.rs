//! Files → articles, one after the other. A thread of its own reads and takes apart; what it has ready waits in a short
//! queue, so that few articles are in memory however many there are.

use super::walk::{Give, Stopped, Walk};
use super::whole::error;
use super::{Incoming, IngestError, Options, Sources};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// An article, or why there is none.
type Item = Result<Incoming, IngestError>;

/// How many articles may wait.
const WAITING: usize = 16;
/// How many errors go over together, and for how long they may wait for one another.
const TOGETHER: usize = 1000;
const SOON: Duration = Duration::from_millis(10);
/// How many bytes they may have together before the next one waits; one alone may have more.
const MOST_BYTES: usize = 32 << 20;
/// Stack of the thread in bytes: pages of nested elements need more than the usual two million.
const STACK: usize = 32 << 20;

/// Reads the articles one after the other: first the errors of [`Sources`], then its files in their order.
pub fn read(sources: Sources, options: Options) -> Reader {
    start(move |give, progress| Walk::new(give, progress, options).all(sources))
}

/// Begins work that gives articles and counts the bytes that it reads.
fn start(work: impl FnOnce(Give<'static>, Arc<AtomicU64>) -> Result<(), Stopped> + Send + 'static) -> Reader {
    let (ready, articles) = sync_channel(WAITING);
    let room = Arc::new(Room::default());
    let taken = Arc::clone(&room);
    let bytes = Arc::new(AtomicU64::new(0));
    let progress = Arc::clone(&bytes);
    let work = move || {
        let outbox = Rc::new(Outbox {
            to: ready,
            room: taken,
            held: RefCell::default(),
            sent: Cell::new(Instant::now()),
        });
        let giving = Rc::clone(&outbox);
        let give: Give<'static> = Box::new(move |item| giving.give(item));
        // An end that looks like the end of the files would hide those that were not read.
        let done = catch_unwind(AssertUnwindSafe(|| work(give, progress)))
            .unwrap_or_else(|_| outbox.give(Err(no_reading(ENDED_EARLY.to_owned()))));
        // It fails only where nobody wants the rest.
        let _ = done.and_then(|()| outbox.send());
    };
    let spawned = std::thread::Builder::new().name("reading".to_owned()).stack_size(STACK).spawn(work);
    let failed =
        spawned.err().map(|wrong| no_reading(format!("no thread could be started to read: {wrong}")));
    Reader { articles, arrived: VecDeque::new(), bytes, failed, room }
}

const ENDED_EARLY: &str = "internal error: not all files were read; please report it, with the file that follows the last one stored";

fn no_reading(reason: String) -> IngestError {
    error("-", None, reason, None)
}

/// What is on its way. Each article goes over as soon as it is there. Errors that come at once go over together: to wake who waits
/// takes longer than to see that a message is empty.
struct Outbox {
    to: SyncSender<Vec<Item>>,
    room: Arc<Room>,
    held: RefCell<Vec<Item>>,
    /// When something went over last.
    sent: Cell<Instant>,
}

impl Outbox {
    fn give(&self, item: Item) -> Result<(), Stopped> {
        let is_article = item.is_ok();
        let held = {
            let mut held = self.held.borrow_mut();
            held.push(item);
            held.len()
        };
        let goes = is_article || held >= TOGETHER || self.sent.get().elapsed() > SOON;
        if goes { self.send() } else { Ok(()) }
    }

    fn send(&self) -> Result<(), Stopped> {
        let items = self.held.take();
        if items.is_empty() {
            return Ok(());
        }
        self.room.take(items.iter().map(weight).sum());
        let sent = self.to.send(items).map_err(|_| Stopped);
        self.sent.set(Instant::now());
        sent
    }
}

/// How many bytes an article takes, near enough.
fn weight(item: &Item) -> usize {
    item.as_ref().map_or(0, |incoming| {
        incoming.article.text.len() + incoming.original.as_ref().map_or(0, |original| original.len())
    })
}

/// The room for articles that wait.
struct Room {
    /// Bytes that wait; `None` where nobody wants any more.
    taken: Mutex<Option<usize>>,
    freed: Condvar,
}

impl Default for Room {
    fn default() -> Self {
        Self { taken: Mutex::new(Some(0)), freed: Condvar::new() }
    }
}

impl Room {
    fn lock(&self) -> MutexGuard<'_, Option<usize>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for room, and takes it.
    fn take(&self, bytes: usize) {
        let full =
            |taken: &mut Option<usize>| taken.is_some_and(|taken| taken > 0 && taken + bytes > MOST_BYTES);
        let mut taken = self.freed.wait_while(self.lock(), full).unwrap_or_else(PoisonError::into_inner);
        *taken = taken.map(|taken| taken + bytes);
    }

    fn free(&self, bytes: usize) {
        let mut taken = self.lock();
        *taken = taken.map(|taken| taken.saturating_sub(bytes));
        self.freed.notify_all();
    }

    /// Nobody waits any more.
    fn close(&self) {
        *self.lock() = None;
        self.freed.notify_all();
    }
}

/// Reads one file that is in memory, in this thread. `name` may tell what kind it is, and is what its articles are called.
pub fn read_bytes(name: &str, bytes: &[u8], options: Options) -> Vec<Result<Incoming, IngestError>> {
    let all = RefCell::new(Vec::new());
    let give: Give<'_> = Box::new(|item| {
        all.borrow_mut().push(item);
        Ok(())
    });
    // Nothing stops it.
    let _ = Walk::new(give, Arc::default(), options).bytes(name, bytes);
    all.into_inner()
}

/// The articles of [`Sources`], one after the other.
pub struct Reader {
    articles: Receiver<Vec<Item>>,
    /// What came over together and was not asked for yet.
    arrived: VecDeque<Item>,
    bytes: Arc<AtomicU64>,
    failed: Option<IngestError>,
    room: Arc<Room>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.room.close();
    }
}

impl Reader {
    /// The next one, if it comes before `longest` has passed.
    pub fn next_within(&mut self, longest: Duration) -> Next {
        if let Some(failed) = self.failed.take() {
            return Next::One(Box::new(Err(failed)));
        }
        if self.arrived.is_empty() {
            match self.articles.recv_timeout(longest) {
                Ok(items) => self.arrive(items),
                Err(RecvTimeoutError::Timeout) => return Next::Waiting,
                Err(RecvTimeoutError::Disconnected) => return Next::End,
            }
        }
        self.arrived.pop_front().map_or(Next::Waiting, |next| Next::One(Box::new(next)))
    }

    fn arrive(&mut self, items: Vec<Item>) {
        self.room.free(items.iter().map(weight).sum());
        self.arrived.extend(items);
    }

    /// How many bytes of the files have been read so far, for a progress bar.
    pub fn bytes_read(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}

/// What [`Reader::next_within`] found.
pub enum Next {
    /// An article, or why there is none.
    One(Box<Item>),
    /// Nothing yet: a pipe that nobody writes to, a large file that is passed over.
    Waiting,
    /// There is no more.
    End,
}

impl Iterator for Reader {
    type Item = Result<Incoming, IngestError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.failed.take() {
            Some(failed) => Some(Err(failed)),
            None => {
                if self.arrived.is_empty() {
                    let items = self.articles.recv().ok()?;
                    self.arrive(items);
                }
                self.arrived.pop_front()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::find;
    use super::*;
    use crate::article::Article;
    use sha2::{Digest, Sha256};
    use std::fs;

    /// What is read from files of these names and contents, a line for each article or error.
    fn read_all(files: &[(&str, &[u8])]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        let shown = |result| match result {
            Ok(Incoming { article, provenance: p, warnings, .. }) => {
                let Article { text, title, .. } = article;
                let (title, id) = (title.unwrap_or_default(), p.external_id.unwrap_or_default());
                format!("{} {:?} {text:?} {title:?} {id:?} {warnings:?}", p.media_type, p.line)
            }
            Err(IngestError { skipped, line, reason, .. }) => format!("skipped {skipped} {line:?} {reason}"),
        };
        read(find(&[folder.path().to_owned()]), Options::default()).map(shown).collect()
    }

    #[test]
    fn encodings_and_kinds_are_kept_as_they_were() {
        let utf_16: Vec<u8> =
            "\u{feff}title\ttext\nRain\tIt rained.\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Lund", "items": [{"id": "1", "content_text": "It snowed."}]}"#;
        for (name, bytes, expected) in [
            ("a.txt", &utf_16[..], ("UTF-16LE", "text/csv")),
            ("a.csv", b"title,text\nRain,It rained.\n", ("UTF-8", "text/csv")),
            ("a.json", json.as_bytes(), ("UTF-8", "application/feed+json")),
        ] {
            let read = read_bytes(name, bytes, Options::default()).remove(0).unwrap();
            assert_eq!((read.provenance.encoding, read.provenance.media_type), expected, "{name}");
        }
    }

    #[test]
    fn every_kind_of_file_in_the_order_of_their_names() {
        let files: [(&str, &[u8]); 7] = [
            ("a.txt", b"\xef\xbb\xbf---\ntitle: Rain\ndate: soon\n---\n\nIt rained.\r\n\r\nIt poured.\n\n"),
            ("b.md", b"# Rain\n\nIt *rained*\nall day."),
            ("c.jsonl", b"{\"id\": 1.50, \"text\": \"a\\r\\nb\"}\n\n{\"id\": \"x\"}\n{\"text\": \"c\"}"),
            ("d.json", b"[{\"text\": \"one\"}, {\"text\": 2}]"),
            ("e.json", b"{\n \"id\": \"e\",\n \"text\": \"three\"\n}"),
            ("f.json", b"{\"text\": \"four\"}\n{\"text\": \"five\"}\n"),
            ("g", b"It snowed."),
        ];
        let list = "skipped false None \"text\" must be a string, but is a number";
        assert_eq!(
            read_all(&files),
            [
                "text/plain None \"It rained.\\n\\nIt poured.\" \"Rain\" \"\" [\"the date \\\"soon\\\" was left out: write it as \
                 2025-12-19\"]",
                "text/markdown None \"Rain\\nIt rained all day.\" \"Rain\" \"\" []",
                "application/json Some(1) \"a\\nb\" \"\" \"1.50\" []",
                "skipped false Some(3) no \"text\" (and no \"html\")",
                "application/json Some(4) \"c\" \"\" \"\" []",
                "application/json None \"one\" \"\" \"\" []",
                list,
                "application/json None \"three\" \"\" \"e\" []",
                "application/json Some(1) \"four\" \"\" \"\" []",
                "application/json Some(2) \"five\" \"\" \"\" []",
                "text/plain None \"It snowed.\" \"\" \"\" []",
            ]
        );
    }

    #[test]
    fn what_is_no_article_is_named_and_the_rest_goes_on() {
        let files: [(&str, &[u8]); 6] = [
            ("a.txt", b""),
            ("b.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            ("c.md", b"---\ntitle: only a header\n---\n"),
            ("d.html", b"<html><body></body></html>"),
            ("e.json", b"{\"text\": "),
            ("f.txt", b"\xffIt rained. \x93No,\x94 she said."),
        ];
        let all = read_all(&files);
        assert_eq!(all[0], "skipped true None is empty");
        assert_eq!(all[1], "skipped true None is not text: it holds NUL bytes");
        assert_eq!(all[2], "skipped true None is empty");
        assert!(all[3].starts_with("skipped false None"), "{}", all[3]);
        assert!(all[4].starts_with("skipped false None not JSON: EOF while parsing"), "{}", all[4]);
        assert!(all[5].contains("“No,” she said."), "{}", all[5]);
        assert_eq!(all.len(), 6);
    }

    #[test]
    fn errors_that_come_at_once_go_over_together_and_before_what_follows_them() {
        let (to, over) = sync_channel(8);
        let sent = Cell::new(Instant::now() + Duration::from_secs(3600));
        let outbox = Outbox { to, room: Arc::default(), held: RefCell::default(), sent };
        (0..TOGETHER + 2).for_each(|_| assert!(outbox.give(Err(empty())).is_ok()));
        assert_eq!(over.try_iter().map(|items| items.len()).collect::<Vec<_>>(), [TOGETHER]);
        assert!(outbox.send().is_ok() && outbox.send().is_ok());
        assert_eq!(over.try_iter().map(|items| items.len()).collect::<Vec<_>>(), [2]);
        // The first after a while goes at once.
        outbox.sent.set(Instant::now() - SOON * 2);
        assert!(outbox.give(Err(empty())).is_ok());
        assert_eq!(over.try_iter().count(), 1);
        drop(over);
        outbox.sent.set(Instant::now() - SOON * 2);
        assert!(outbox.give(Err(empty())).is_err());
    }

    fn empty() -> IngestError {
        error("a.mbox", None, "is empty".to_owned(), None)
    }

    #[test]
    fn reading_that_ends_early_is_no_end_of_the_files() {
        let reader = start(|give, _| give(Err(empty())).map(|()| panic!("a bug")));
        let said: Vec<String> = reader.map(|item| item.unwrap_err().reason).collect();
        assert_eq!(said, ["is empty", ENDED_EARLY]);
    }

    #[test]
    fn the_hash_is_that_of_the_bytes_and_pages_declare_their_encoding() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.html");
        let body = "<p>\u{cf}\u{f0}\u{e8}\u{e2}\u{e5}\u{f2}, said the mayor of the town, who had come to the hall in the rain.</p>";
        let mut page: Vec<u8> = b"<html><head><meta charset=\"windows-1251\"></head><body><article>".to_vec();
        page.extend(body.repeat(10).chars().map(|c| u32::from(c) as u8));
        fs::write(&path, &page).unwrap();
        let incoming = read(find(&[path]), Options::default()).next().unwrap().unwrap();
        assert!(incoming.article.text.starts_with("Привет, said"), "{}", incoming.article.text);
        assert_eq!(incoming.provenance.encoding, "windows-1251");
        assert_eq!(incoming.provenance.sha256, <[u8; 32]>::from(Sha256::digest(&page)));
        assert_eq!(incoming.provenance.bytes, page.len() as u64);
    }
}
