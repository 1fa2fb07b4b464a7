//! Many articles, several threads, one order: results come out as their articles went in, whatever each one took.
//!
//! The reading thread hands every article to the workers through a short queue and its place in line to the writer
//! through another, so that at most a few articles for each thread are in memory, however long the input is.

use super::{Input, Unit, answer};
use crate::extract::Extractor;
use std::io::{self, Write};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};

/// How many articles were answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// Lines written.
    pub lines: u64,
}

/// Stack of a worker in bytes: pages of nested elements need more than the usual two million.
const STACK: usize = 16 << 20;

/// Answers all inputs in their order, a line each. What is ready is written at once while the next is waited for,
/// so that a program may send an article and wait for its answer.
pub fn run(
    inputs: impl Iterator<Item = Input> + Send,
    out: &mut impl Write,
    extractor: &Extractor,
    unit: Unit,
    threads: usize,
) -> io::Result<Answered> {
    let threads = threads.max(1);
    let (to_workers, jobs) = sync_channel::<Job>(threads);
    let (to_writer, places) = sync_channel::<Receiver<Vec<u8>>>(2 * threads);
    let jobs = Mutex::new(jobs);
    std::thread::scope(|scope| {
        let jobs = &jobs;
        for _ in 0..threads {
            let worker = move || {
                while let Some((input, done)) = next(jobs) {
                    // Nobody waits any more where the writer has given up.
                    let _ = done.send(answer(&input, extractor, unit));
                }
            };
            std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker)?;
        }
        scope.spawn(move || {
            for input in inputs {
                let (done, place) = sync_channel(1);
                // Either fails only where the writer has given up.
                if to_writer.send(place).is_err() || to_workers.send((input, done)).is_err() {
                    return;
                }
            }
        });
        let result = write(&places, out);
        drop(places);
        result
    })
}

/// An article, and where its answer goes.
type Job = (Input, SyncSender<Vec<u8>>);

fn next(jobs: &Mutex<Receiver<Job>>) -> Option<Job> {
    jobs.lock().ok()?.recv().ok()
}

fn write(places: &Receiver<Receiver<Vec<u8>>>, out: &mut impl Write) -> io::Result<Answered> {
    let mut answered = Answered::default();
    while let Some(place) = wait(places, out)? {
        let line = wait(&place, out)?.ok_or_else(|| io::Error::other("a worker thread ended early"))?;
        out.write_all(&line)?;
        out.write_all(b"\n")?;
        answered.lines += 1;
    }
    out.flush()?;
    Ok(answered)
}

/// The next thing; before waiting for it, all that is written goes out.
fn wait<T>(from: &Receiver<T>, out: &mut impl Write) -> io::Result<Option<T>> {
    match from.try_recv() {
        Ok(thing) => Ok(Some(thing)),
        Err(TryRecvError::Disconnected) => Ok(None),
        Err(TryRecvError::Empty) => {
            out.flush()?;
            Ok(from.recv().ok())
        }
    }
}
