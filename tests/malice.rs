//! Files that mean harm: bounded time and memory, an error with a name, and the rest goes on. Bombs in archives stand in
//! `formats.rs`, PDFs in `pdf.rs`, articles in `hostile.rs`. The large ones take minutes:
//! `cargo test --test malice -- --ignored --nocapture`.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test that fails here has failed")]

use onrecord::ingest::{Incoming, IngestError, Kind, Options, read_bytes};
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

/// What one of the small files may take, in a test build on a busy machine.
const LONGEST: Duration = Duration::from_secs(60);

fn read(name: &str, bytes: &[u8]) -> Vec<Result<Incoming, IngestError>> {
    read_as(name, bytes, None)
}

fn read_as(name: &str, bytes: &[u8], kind: Option<Kind>) -> Vec<Result<Incoming, IngestError>> {
    let start = Instant::now();
    let all = read_bytes(name, bytes, Options { kind, ..Options::default() });
    assert!(start.elapsed() < LONGEST, "{name} took {:?}", start.elapsed());
    all
}

/// What is wrong with the only thing that a file gives.
fn reason(name: &str, bytes: &[u8]) -> String {
    let mut all = read(name, bytes);
    assert_eq!(all.len(), 1, "{name}: {}", all.len());
    all.remove(0).unwrap_err().reason
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_name_in_an_archive_that_does_not_end() {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNULongName);
    header.set_size(20 << 20);
    header.set_cksum();
    builder.append(&header, vec![b'a'; 20 << 20].as_slice()).unwrap();
    let tar = builder.into_inner().unwrap();
    assert!(reason("a.tar.gz", &gzip(&tar)).contains("the name of a file in it does not end"));
}

#[test]
fn files_after_a_passed_over_one_are_read() {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, text) in [(".hidden", "x".repeat(3 << 20)), ("a.txt", "It rained.".to_owned())] {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        builder.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    let all = read("a.tar", &builder.into_inner().unwrap());
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].as_ref().unwrap().article.text, "It rained.");
}

#[test]
fn an_archive_that_lists_more_files_than_there_are() {
    let mut archive = zip(&[("a.txt", b"It rained.")]);
    // The end of the larger kind of archive, with ten million files.
    let end = archive.len() - 22;
    let tail = archive.split_off(end);
    let mut larger = b"PK\x06\x06".to_vec();
    larger.extend(44_u64.to_le_bytes());
    larger.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    for number in [10_000_000_u64, 10_000_000, 55, 40] {
        larger.extend(number.to_le_bytes());
    }
    larger.extend(b"PK\x06\x07\0\0\0\0");
    larger.extend((end as u64).to_le_bytes());
    larger.extend([1, 0, 0, 0]);
    archive.extend(larger);
    archive.extend(tail);
    assert!(reason("a.zip", &archive).contains("more than 1000000 files"));
}

#[test]
fn a_page_that_was_packed_a_thousand_times() {
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {}\r\n\r\n",
        "gzip,".repeat(1000)
    );
    let block = format!("{head}<p>It rained.</p>");
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    );
    assert!(reason("a.warc", record.as_bytes()).contains("packed 1000 times"));
}

#[test]
fn entities_that_grow() {
    let mut laughs = "<!ENTITY a0 \"ha\">".to_owned();
    for number in 1..30 {
        write!(laughs, "<!ENTITY a{number} \"{}\">", format!("&a{};", number - 1).repeat(10)).unwrap();
    }
    let body = "<p>“It rained,” she said. &a29; And then it snowed.</p>";
    let nitf =
        format!("<!DOCTYPE nitf [{laughs}]><nitf><body><body.content>{body}</body.content></body></nitf>");
    let text = read("a.xml", nitf.as_bytes()).remove(0).unwrap().article.text;
    assert!(text.len() < 200 && text.contains("It rained"), "{text}");
    let document = format!(
        "<!DOCTYPE w [{laughs}]><w:document><w:body><w:p><w:r><w:t>No &a29;</w:t></w:r></w:p></w:body></w:document>"
    );
    let all = read("a.docx", &zip(&[("word/document.xml", document.as_bytes())]));
    assert!(all[0].as_ref().unwrap().article.text.len() < 100);
}

#[test]
fn a_book_that_names_one_chapter_ten_thousand_times() {
    let chapter = format!("<h1>Rain</h1><p>{}</p>", "It rained all day. ".repeat(20_000));
    let package = format!(
        "<package><manifest>{}<item id='c' href='c.html'/></manifest><spine>{}</spine></package>",
        "<item id='x' href='x.html'/>".repeat(50_000),
        "<itemref idref='c'/>".repeat(10_000)
    );
    let book = zip(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", b"<c><rootfile full-path='p.opf'/></c>"),
        ("p.opf", package.as_bytes()),
        ("c.html", chapter.as_bytes()),
    ]);
    assert_eq!(read("a.epub", &book).len(), 1);
}

#[test]
fn a_document_whose_parts_are_bombs() {
    let page = vec![b'a'; 60 << 20];
    let spine = (0..5).fold(String::new(), |all, n| all + &format!("<itemref idref='c{n}'/>"));
    let items = (0..5).fold(String::new(), |all, n| all + &format!("<item id='c{n}' href='c{n}.html'/>"));
    let package = format!("<package><manifest>{items}</manifest><spine>{spine}</spine></package>");
    let names = ["c0.html", "c1.html", "c2.html", "c3.html", "c4.html"];
    let mut files: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", b"<c><rootfile full-path='p.opf'/></c>"),
        ("p.opf", package.as_bytes()),
    ];
    files.extend(names.map(|name| (name, page.as_slice())));
    let all = read("a.epub", &zip(&files));
    assert!(all.iter().any(|one| one.as_ref().is_err_and(|e| e.reason.contains("more than 128 MB"))));
}

#[test]
fn a_million_elements_in_one_another() {
    let html = "<div>".repeat(1_000_000);
    assert!(reason("a.html", html.as_bytes()).contains("more than 256 deep"));
    let xml = format!("<nitf>{}", "<a>".repeat(1_000_000));
    assert!(reason("a.xml", xml.as_bytes()).contains("more than 256 deep"));
    let document = format!("<w:document><w:body>{}", "<w:p>".repeat(1_000_000));
    assert!(
        reason("a.docx", &zip(&[("word/document.xml", document.as_bytes())])).contains("more than 256 deep")
    );
    for json in ["[".repeat(1_000_000), "{\"text\":".repeat(500_000)] {
        let all = read_as("a.json", json.as_bytes(), Some(Kind::Json));
        assert!(all.iter().all(Result::is_err));
    }
}

#[test]
fn messages_in_messages() {
    let mut mail = String::from(
        "From: a@a.example\nTo: b\nSubject: Rain\nDate: Fri, 19 Dec 2025 10:00:00 +0000\nMIME-Version: 1.0\n",
    );
    for number in 0..20_000 {
        write!(mail, "Content-Type: multipart/mixed; boundary=\"b{number}\"\n\n--b{number}\n").unwrap();
    }
    mail.push_str("Content-Type: text/plain\n\nIt rained.\n");
    read_as("a.eml", mail.as_bytes(), Some(Kind::Mail));
    let inner = "Content-Type: message/rfc822\n\nFrom: a@a.example\n".repeat(20_000);
    read_as("b.eml", format!("From: a@a.example\n{inner}\nIt rained.").as_bytes(), Some(Kind::Mail));
    let boundaries = format!(
        "From: a@a.example\nContent-Type: multipart/mixed; boundary=a\n\n{}",
        "--a\n\n".repeat(200_000)
    );
    read_as("c.eml", boundaries.as_bytes(), Some(Kind::Mail));
}

/// Its bytes are hashed once, not once for each of its items.
#[test]
fn a_feed_of_very_many_items() {
    let item = "<item><title>Rain</title><description>It rained.</description></item>";
    let feed =
        format!("<rss version=\"2.0\"><channel><title>Lund</title>{}</channel></rss>", item.repeat(50_000));
    assert_eq!(read("a.rss", feed.as_bytes()).len(), 50_000);
}

/// Files of every format with bytes changed, cut out, doubled and swapped: whatever comes out keeps the promises of every
/// article, and nothing panics. `ONRECORD_MUTATE_SECONDS` says for how long each format is tried.
#[test]
fn damaged_files_of_every_format() {
    let seconds = std::env::var("ONRECORD_MUTATE_SECONDS").ok().and_then(|s| s.parse().ok());
    let longest = Duration::from_millis(seconds.map_or(300, |s: u64| s * 1000));
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = ["tests/formats", "tests/pdf", "samples"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let mut seed = 11_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below.max(1)
    };
    let mut tried = std::collections::BTreeMap::<String, u64>::new();
    for path in files {
        let whole = std::fs::read(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let start = Instant::now();
        while start.elapsed() < longest {
            let mut bytes = whole.clone();
            for _ in 0..=random(6) {
                let (at, length) = (random(bytes.len()), random(40));
                let end = (at + length).min(bytes.len());
                match random(6) {
                    0 => bytes.truncate(at),
                    1 => drop(bytes.drain(at..end)),
                    2 => bytes
                        .splice(at..at, whole[random(whole.len())..].iter().take(length * 20).copied())
                        .for_each(drop),
                    3 => bytes.splice(at..at, *b"<>\"'{}[]\n&;%--").for_each(drop),
                    4 if at < bytes.len() => bytes[at] = random(256) as u8,
                    _ if at < bytes.len() => bytes[at] ^= 1 << random(8),
                    _ => {}
                }
            }
            let one = Instant::now();
            for item in read_bytes(&name, &bytes, Options::default()) {
                let keeps = match &item {
                    Ok(incoming) => {
                        let text = &incoming.article.text;
                        !text.trim().is_empty() && !text.contains(['\r', '\0'])
                    }
                    Err(wrong) => {
                        !wrong.reason.contains("internal error") && !wrong.to_string().contains('\n')
                    }
                };
                if !keeps || one.elapsed() > LONGEST {
                    let kept = std::env::temp_dir().join(format!("onrecord-{name}"));
                    std::fs::write(&kept, &bytes).unwrap();
                    panic!("{name} after {:?}, kept as {}: {item:?}", one.elapsed(), kept.display());
                }
            }
            let ending = path.extension().map_or_else(String::new, |e| e.to_string_lossy().into_owned());
            *tried.entry(ending).or_default() += 1;
        }
    }
    println!("tried: {tried:?}");
    assert!(tried.len() >= 10, "{tried:?}");
}

#[cfg(target_os = "linux")]
mod large {
    use super::*;
    use std::process::{Command, Stdio};

    /// Bytes that an import may take at its largest.
    const MOST_MEMORY: u64 = 500 << 20;

    /// Imports what is written to it; gives its exit code, what it said, its largest size in bytes, and how long it took.
    fn import(arguments: &[&str], write: impl FnOnce(&mut dyn Write) + Send) -> (i32, String, u64, Duration) {
        let folder = tempfile::tempdir().unwrap();
        let start = Instant::now();
        // A file, not a pipe that nobody empties meanwhile: a gigabyte may have ten thousand errors.
        let errors = folder.path().join("errors");
        let mut child = Command::new(env!("CARGO_BIN_EXE_onrecord"))
            .args(["import", "-", "--model", "fast"])
            .args(arguments)
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stderr(std::fs::File::create(&errors).unwrap())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let status = format!("/proc/{}/status", child.id());
        let mut largest = 0;
        std::thread::scope(|scope| {
            scope.spawn(move || write(&mut input));
            loop {
                let line = std::fs::read_to_string(&status).unwrap_or_default();
                let peak = line
                    .lines()
                    .find_map(|l| l.strip_prefix("VmHWM:")?.split_whitespace().next()?.parse::<u64>().ok());
                largest = largest.max(peak.unwrap_or(0) << 10);
                if child.try_wait().unwrap().is_some() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        });
        let status = child.wait().unwrap();
        let said = String::from_utf8_lossy(&std::fs::read(&errors).unwrap()).into_owned();
        let lines: Vec<&str> = said.lines().collect();
        let end = lines[lines.len().saturating_sub(4)..].join(
            "
",
        );
        println!("{arguments:?}: {} MB, {:?}\n{end}", largest >> 20, start.elapsed());
        assert!(largest < MOST_MEMORY, "{} MB", largest >> 20);
        (status.code().unwrap(), said, largest, start.elapsed())
    }

    fn repeat(to: &mut dyn Write, piece: &[u8], megabytes: usize) {
        let block = piece.repeat((1 << 20) / piece.len());
        for _ in 0..megabytes {
            // It may have had enough.
            if to.write_all(&block).is_err() {
                return;
            }
        }
    }

    #[test]
    #[ignore = "reads gigabytes"]
    fn a_line_of_a_gigabyte_costs_itself() {
        let (code, said, ..) = import(&[], |to| {
            to.write_all(b"{\"text\": \"It rained.\"}\n{\"text\": \"").unwrap();
            repeat(to, b"It rained all day long. ", 1100);
            let _ = to.write_all(b"\"}\n{\"text\": \"It snowed.\"}\n");
        });
        assert_eq!(code, 2);
        assert!(
            said.contains("-:2: the line has more than 64 MB") && said.contains("Stored 2 new articles"),
            "{said}"
        );
    }

    #[test]
    #[ignore = "reads gigabytes"]
    fn a_gigabyte_of_nothing_but_marks_or_elements() {
        for (format, piece) in [
            ("text", &b"\xe2\x80\x9c"[..]),
            ("html", b"<div>"),
            ("csv", b"\"a\","),
            ("json", b"[{"),
            ("mbox", b"From a\n\n"),
        ] {
            let (_, said, ..) = import(&["--as", format], |to| repeat(to, piece, 1024));
            assert!(said.contains("error") || said.contains("Passed over"), "{format}: {said}");
        }
    }

    #[test]
    #[ignore = "reads gigabytes"]
    fn a_gzip_without_end_ends() {
        let line = format!("{{\"text\": \"{}\"}}\n", "It rained. ".repeat(5000));
        for (piece, why) in [
            // One article, and ever more of them.
            (&b"a"[..], "has more than 64 MB"),
            (line.as_bytes(), "a bomb?"),
        ] {
            let (code, said, ..) = import(&[], |to| {
                let mut packer = flate2::write::GzEncoder::new(to, flate2::Compression::best());
                let block = piece.repeat((1 << 20) / piece.len());
                for _ in 0..100_000 {
                    if packer.write_all(&block).is_err() {
                        return;
                    }
                }
            });
            assert_eq!(code, 2);
            assert!(said.contains(why), "{said}");
        }
    }
}
