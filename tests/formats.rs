//! Every format that `onrecord import` reads, packed and not, and what means harm: bounded time and memory, an error with
//! a name, and the rest goes on.

#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

use onrecord::ingest::{self, Incoming, IngestError, Kind, Options};
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::time::{Duration, Instant};

const PAGE: &str = "<!doctype html><html><head><title>Talks stall in Lund</title></head><body><article><h1>Talks stall in \
    Lund</h1><p>“We were close,” the mayor said on Friday. The council had met for nine hours, in a hall that was built for \
    weddings, and nobody had slept.</p><p>Her deputy, who had left the hall early, denied that there had been an offer at \
    all, and accused the other side of leaking.</p></article></body></html>";
const LINES: &str = "{\"id\": 1, \"text\": \"It rained.\"}\n{\"id\": 2, \"text\": \"It snowed.\"}\n";

/// A reader of archives in memory takes this long at most, in a test build on a busy machine.
const LONGEST: Duration = Duration::from_secs(120);

fn read(name: &str, bytes: &[u8], options: Options) -> Vec<Result<Incoming, IngestError>> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let start = Instant::now();
    let all = ingest::read(ingest::find(&[path]), options).collect();
    assert!(start.elapsed() < LONGEST, "{name} took {:?}", start.elapsed());
    all
}

/// A line for each article or error, without the folder.
fn shown(name: &str, bytes: &[u8]) -> Vec<String> {
    shown_as(name, bytes, Options::default())
}

fn shown_as(name: &str, bytes: &[u8], options: Options) -> Vec<String> {
    let local = |place: String| {
        place.rsplit_once(&format!("/{name}")).map_or(String::new(), |(_, rest)| rest.to_owned())
    };
    let line = |item: Result<Incoming, IngestError>| match item {
        Ok(Incoming { article, provenance, .. }) => {
            let text: String = article.text.chars().take(12).collect();
            format!("{} {text}", local(provenance.place()))
        }
        Err(wrong) if wrong.skipped => format!("{} ({})", local(wrong.place()), wrong.reason),
        Err(wrong) => format!("{} ERROR {}", local(wrong.place()), wrong.reason),
    };
    read(name, bytes, options).into_iter().map(line).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut packer = lzma_rust2::XzWriter::new(Vec::new(), lzma_rust2::XzOptions::with_preset(1)).unwrap();
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

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        // Names that the library refuses to write are what is tested here.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

#[test]
fn packed_files_are_unpacked_whatever_they_are_called() {
    let expected = [":1 It rained.", ":2 It snowed."];
    for (name, bytes) in [
        ("news.jsonl.gz", gzip(LINES.as_bytes())),
        ("news", gzip(LINES.as_bytes())),
        ("news.jsonl.zst", zstd(LINES.as_bytes())),
        ("news.dat", xz(LINES.as_bytes())),
        ("news.gz", gzip(&xz(&zstd(LINES.as_bytes())))),
        ("twice.gz", LINES.split_inclusive('\n').flat_map(|line| gzip(line.as_bytes())).collect()),
    ] {
        assert_eq!(shown(name, &bytes), expected, "{name}");
    }
    let frames = [b"\x50\x2a\x4d\x18\x03\0\0\0abc".to_vec(), zstd(b"It "), zstd(b"rained.")].concat();
    assert_eq!(
        shown_as("a.txt", &frames, Options { kind: Some(Kind::Zstandard), ..Options::default() }),
        [" It rained."]
    );
}

#[test]
fn archives_are_what_lies_in_them() {
    let inner = zip(&[("deep.txt", b"It hailed.")]);
    let files: [(&str, &[u8]); 8] = [
        ("a/page.html", PAGE.as_bytes()),
        ("a/news.jsonl", LINES.as_bytes()),
        ("b.md", b"# Rain\n\nIt *rained*."),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        (".hidden.txt", b"no"),
        ("__MACOSX/b.md", b"no"),
        ("inner.zip", &inner),
        ("notes.csv", b"title,text\nA,It thawed.\n"),
    ];
    let expected = [
        "/a/page.html “We were clo",
        "/a/news.jsonl:1 It rained.",
        "/a/news.jsonl:2 It snowed.",
        "/b.md Rain\nIt rain",
        "/picture.png (is not text: it holds NUL bytes)",
        "/inner.zip/deep.txt It hailed.",
        "/notes.csv:2 It thawed.",
    ];
    let is_page = |line: &String| line.starts_with("/a/page.html");
    for (name, bytes) in [("x.zip", zip(&files)), ("x.tar", tar(&files)), ("x.tgz", gzip(&tar(&files)))] {
        let all = shown(name, &bytes);
        assert!(all.first().is_some_and(is_page), "{all:?}");
        assert_eq!(all[1..], expected[1..], "{name}");
    }
}

#[test]
fn names_in_archives_lead_nowhere_and_links_are_not_followed() {
    let files: [(&str, &[u8]); 3] = [
        ("../../etc/a.txt", b"It rained."),
        ("/etc/b.txt", b"It snowed."),
        ("c\nerror: forged.txt", b"It hailed."),
    ];
    let all = shown("x.tar", &tar(&files));
    assert_eq!(
        all,
        ["/../../etc/a.txt It rained.", "//etc/b.txt It snowed.", "/c\\nerror: forged.txt It hailed."]
    );
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_ustar();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    builder.append_link(&mut header, "link.txt", "/etc/passwd").unwrap();
    assert_eq!(
        shown("x.tar", &builder.into_inner().unwrap()),
        ["/link.txt (a link in an archive, which is not followed)"]
    );
}

#[test]
fn bombs_end_with_their_name() {
    let much = vec![b'a'; 300 << 20];
    for (name, bytes) in [("bomb.jsonl.gz", gzip(&much)), ("bomb.zip", zip(&[("a.jsonl", &much)]))] {
        let all = shown(name, &bytes);
        assert!(all.iter().any(|line| line.contains("200 times its size")), "{name}: {all:?}");
        assert!(all.len() <= 2);
    }
    let mut nested = b"It rained.".to_vec();
    for _ in 0..20 {
        nested = gzip(&nested);
    }
    assert!(shown("deep.gz", &nested)[0].contains("more than 6 archives"));
}

#[test]
fn broken_archives_say_so() {
    let whole = gzip(LINES.repeat(1000).as_bytes());
    let all = shown("cut.jsonl.gz", &whole[..whole.len() / 2]);
    assert!(all.last().unwrap().contains("cannot be read on"), "{all:?}");
    for (name, bytes) in [
        ("a.zip", b"PK\x03\x04 no".to_vec()),
        ("b.gz", b"\x1f\x8b\x08no".to_vec()),
        ("c.xz", b"\xfd7zXZ\0no".to_vec()),
        ("d.zst", b"\x28\xb5\x2f\xfdno".to_vec()),
        ("e.tar", {
            let mut tar = tar(&[("a.txt", b"x")]);
            tar[148] = b'9';
            tar
        }),
    ] {
        let all = shown(name, &bytes);
        assert!(all.len() == 1 && all[0].contains("ERROR"), "{name}: {all:?}");
        let in_words = all[0].contains("cut off") || all[0].contains("it is damaged");
        assert!(in_words, "{name}: {all:?}");
    }
}

#[test]
fn a_format_can_be_told_and_a_map_given() {
    let html = Options { kind: Some(Kind::Text), ..Options::default() };
    assert!(shown_as("a.html", PAGE.as_bytes(), html)[0].contains("<!doctype"));
    let mut map = ingest::FieldMap::default();
    map.add("text=inhalt,title=kopf").unwrap();
    let mapped = Options { map, ..Options::default() };
    assert_eq!(shown_as("a.csv", b"kopf;inhalt\nA;Es regnet.\n", mapped.clone()), [":2 Es regnet."]);
    assert_eq!(shown_as("a.json", b"[{\"inhalt\": \"Es regnet.\"}]", mapped.clone()), ["#1 Es regnet."]);
    assert_eq!(
        shown_as(
            "x.zip",
            &zip(&[("a.dat", b"kopf;inhalt\nA;Es regnet.\n")]),
            Options { kind: Some(Kind::Csv), ..mapped }
        ),
        ["/a.dat:2 Es regnet."]
    );
    let hint = read("a.jsonl", b"{\"words\": \"x\", \"head\": \"y\"}\n", Options::default())[0]
        .clone()
        .unwrap_err()
        .hint
        .unwrap();
    assert_eq!(hint, "it holds head, words; say which is which: --map text=NAME,title=NAME");
}

#[test]
fn utf_16_is_read() {
    let utf_16 = |text: &str| -> Vec<u8> {
        format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    assert_eq!(shown("a.jsonl", &utf_16(LINES)), [":1 It rained.", ":2 It snowed."]);
    assert_eq!(shown("a.csv", &utf_16("title\ttext\r\nA\tIt rained.\r\n")), [":2 It rained."]);
    assert_eq!(
        shown("b.csv", b"title;text\nA;Caf\xe9 time.\nB;\x93No.\x94\n"),
        [":2 Café time.", ":3 “No.”"]
    );
}

#[test]
fn a_crawl_is_its_pages_with_where_and_when() {
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}");
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://lund.example/talks\r\nWARC-Date: 2025-12-19T10:00:00Z\r\n\
         Content-Type: application/http\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    );
    // Each record is packed by itself, as crawlers do it.
    let crawl = [gzip(record.as_bytes()), gzip(record.as_bytes())].concat();
    let all = read("crawl.warc.gz", &crawl, Options::default());
    assert_eq!(all.len(), 2);
    let first = all[0].as_ref().unwrap();
    assert_eq!(first.article.url.as_deref(), Some("https://lund.example/talks"));
    assert_eq!(first.provenance.retrieved.as_deref(), Some("2025-12-19T10:00:00Z"));
    assert!(first.provenance.path.ends_with("crawl.warc.gz#1"));
}

#[test]
fn what_is_nothing_is_passed_over() {
    for name in ["a.jsonl", "a.csv", "a.mbox", "a.json", "a.txt", "a.html", "a"] {
        let all = shown(name, b"");
        assert!(
            all.len() <= 1 && all.iter().all(|line| line.contains("empty") || line.contains("no column")),
            "{name}: {all:?}"
        );
    }
}

#[test]
fn bytes_of_any_kind_never_stop_the_reader() {
    let mut seed = 7_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as u8
    };
    for kind in Kind::all() {
        for length in [0, 1, 5, 300, 2000] {
            let noise: Vec<u8> = (0..length).map(|_| next()).collect();
            read("noise", &noise, Options { kind: Some(kind), ..Options::default() });
            let letters: Vec<u8> =
                noise.iter().map(|b| b"<>\"{}[]:,;\n\t aA1&-%="[usize::from(b % 20)]).collect();
            read("letters", &letters, Options { kind: Some(kind), ..Options::default() });
        }
    }
}

#[test]
fn samples_of_every_format_are_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats");
    let sources = ingest::find(&[folder]);
    assert!(!sources.files.is_empty());
    for item in ingest::read(sources, Options::default()) {
        let incoming = item.unwrap();
        assert!(
            incoming.article.title.is_some() && incoming.article.date.is_some(),
            "{}",
            incoming.provenance.place()
        );
        assert!(incoming.article.text.contains("Marsh"), "{}", incoming.provenance.place());
    }
}

#[test]
fn a_small_file_that_was_cut_off_gives_what_was_whole_in_it_and_an_error() {
    let lines: String =
        (0..40).map(|n| format!("{{\"id\": {n}, \"text\": \"It rained {} times.\"}}\n", n * 7919)).collect();
    for (name, whole) in [("cut.jsonl.gz", gzip(lines.as_bytes())), ("cut.jsonl.xz", xz(lines.as_bytes()))] {
        let all = shown(name, &whole[..whole.len() * 3 / 4]);
        assert!(all.last().unwrap().contains("ERROR cannot be read"), "{name}: {all:?}");
        let articles = all.iter().filter(|line| line.contains("It rained")).count();
        assert!(name.ends_with("xz") || (1..40).contains(&articles), "{name}: {all:?}");
    }
    let text = gzip("It rained in Querl, said the mayor. ".repeat(30).as_bytes());
    let all = shown("cut.txt.gz", &text[..text.len() - 9]);
    assert!(all.len() == 1 && all[0].contains("ERROR cannot be read"), "{all:?}");
}

#[test]
fn what_looks_like_text_and_is_something_else_is_refused_by_name() {
    let utf_32: Vec<u8> = "\u{feff}It rained.".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
    for (name, bytes, reason) in [
        ("a.txt", &b"{\\rtf1\\ansi It rained.}"[..], " ERROR is an RTF document, which is not read"),
        ("b.html", b"<?xml version=\"1.0\"?><urlset><url><loc>x</loc></url></urlset>", " ERROR is a sitemap"),
        ("c.txt", &utf_32, " ERROR is text in UTF-32, which is not read"),
        ("d.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", " ERROR is a document of Office before 2007"),
    ] {
        let all = shown(name, bytes);
        assert!(all.len() == 1 && all[0].starts_with(reason), "{name}: {all:?}");
    }
    // In an archive a sitemap is passed over, a document is not.
    let all = shown(
        "x.zip",
        &zip(&[("sitemap.xml", b"<urlset><url/></urlset>"), ("a.rtf", b"{\\rtf1 It rained.}")]),
    );
    assert_eq!(
        all,
        [
            "/sitemap.xml (is a sitemap, a list of addresses, which is not read)",
            "/a.rtf ERROR is an RTF document, which is not read"
        ]
    );
    let told = Options { kind: Some(Kind::Text), ..Options::default() };
    assert_eq!(shown_as("a.txt", b"{\\rtf1 rain", told), [" {\\rtf1 rain"]);
}

#[test]
fn what_is_no_text_is_one_error_however_many_lines_it_has() {
    let bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\n{\"\n[1\n".repeat(100);
    for name in ["a.jsonl", "a.json", "a.csv"] {
        assert_eq!(shown(name, &bytes), [" ERROR is not text: it holds NUL bytes"], "{name}");
    }
    assert_eq!(shown("x.zip", &zip(&[("a.jsonl", &bytes)])), ["/a.jsonl (is not text: it holds NUL bytes)"]);
}

#[test]
fn what_a_name_or_an_option_promises_and_a_file_is_not_is_said() {
    let other = " ERROR its ending is pdf, and it does not begin as such a file does";
    assert_eq!(shown("a.pdf", b"It rained."), [other]);
    assert_eq!(shown("x.zip", &zip(&[("a.pdf", b"It rained.")])), [format!("/a.pdf{other}")]);
    assert_eq!(shown("a.pdf", b""), [" (is empty)"]);
    assert!(shown("a.pdf", PAGE.as_bytes())[0].contains("“We were clo"));
    for (kind, reason) in [
        (Kind::Mailbox, " ERROR is no mailbox: no message in it begins"),
        (Kind::Factiva, " ERROR is no export of factiva: nothing in it"),
    ] {
        let all = shown_as("a.txt", b"It rained.", Options { kind: Some(kind), ..Options::default() });
        assert!(all.len() == 1 && all[0].starts_with(reason), "{all:?}");
    }
    let all = shown("a.jsonl", b"{\"text\": \"It rained.\"}\n{ no\n");
    assert!(all[1].starts_with(":2 ERROR not JSON: ") && all[1].ends_with(", at byte 3"), "{all:?}");
    assert_eq!(shown("a.json", b"[]"), [" (holds no article)"]);
}

#[test]
fn a_spreadsheet_is_refused_as_one_and_not_read_as_an_archive() {
    let sheet = zip(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")]);
    assert_eq!(shown("a.xlsx", &sheet), [" ERROR is a spreadsheet (.xlsx), which is not read"]);
}

#[test]
fn what_a_browser_saved_beside_a_page_is_passed_over_in_archives() {
    let ad = PAGE.replace("Lund", "Ad");
    let (page, ad) = (PAGE.as_bytes(), ad.as_bytes());
    let passed_over = "the folder that a browser saved with a page, for its pictures, scripts and frames";
    for files in [
        [
            ("Talks.html", page),
            ("Talks_files/ad.html", ad),
            ("Talks_files/b.html", ad),
            ("x_files/c.html", page),
        ],
        [
            ("Talks_files/ad.html", ad),
            ("Talks_files/b.html", ad),
            ("x_files/c.html", page),
            ("Talks.html", page),
        ],
    ] {
        for (name, bytes) in [("x.zip", zip(&files)), ("x.tar", tar(&files))] {
            let mut all = shown(name, &bytes);
            all.sort();
            let expected = [
                "/Talks.html “We were clo",
                &format!("/Talks_files ({passed_over})"),
                "/x_files/c.html “We were clo",
            ];
            assert_eq!(all, expected, "{name}");
        }
    }
}

#[test]
fn what_is_attached_to_a_message_is_read_too() {
    let part = |kind: &str, name: &str, body: &str| {
        format!(
            "--b\r\nContent-Type: {kind}\r\nContent-Disposition: attachment; filename=\"{name}\"\r\n\r\n{body}\r\n"
        )
    };
    let mail = |text: &str| {
        format!(
            "From: Ada <ada@lund.example>\r\nTo: bo@lund.example\r\nSubject: Talks\r\nDate: Fri, 19 Dec 2025 10:00:00 +0000\r\n\
             MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\
             {text}\r\n{}{}{}--b--\r\n",
            part("text/html", "talks.html", PAGE),
            part("application/octet-stream", "news.jsonl", LINES),
            part("image/png", "hall.png", "x"),
        )
    };
    let attached = ["/talks.html “We were clo", "/news.jsonl:1 It rained.", "/news.jsonl:2 It snowed."];
    for told in [None, Some(Kind::Mail)] {
        let options = || Options { kind: told, ..Options::default() };
        let all = shown_as("a.eml", mail("See below.").as_bytes(), options());
        assert_eq!(all[0], " See below.");
        assert_eq!(all[1..], attached);
        let all = shown_as("a.eml", mail("").as_bytes(), options());
        assert_eq!(all[0], " (the message has no text)");
        assert_eq!(all[1..], attached);
    }
}
