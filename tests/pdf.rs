//! PDF files: what programs print, and what means harm.

#![allow(clippy::unwrap_used, reason = "a test that fails here has failed")]

use assert_cmd::Command;
use onrecord::ingest::{Incoming, IngestError, Options, read_bytes};
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

const PARAGRAPHS: [&str; 4] = [
    "The mayor of Dunvik said on Thursday that negotiations about the harbour had come to nothing, and that nobody had \
     offered the dock workers anything. “We were close,” Ada Fallberg told reporters. “Then the other side left the room, \
     and we waited there an hour for nothing.”",
    "Her deputy, Bo Ulmark, who had left the town hall early, denied that there had been an offer at all. “There was no \
     such paper,” he said. He accused the harbour company of misleading the council about the long-term costs of the \
     northern quay.",
    "The company rejected the accusation as “invented from beginning to end.” According to two officials briefed on the \
     talks, a decision about the quay will not be taken before March, and the ferry will go on using the old pier until \
     then.",
    "The talks are to be resumed on Monday. Asked whether she would resign if they failed again, Ms. Fallberg replied: \
     “Ask me on Tuesday.” A spokesman for the dock workers did not respond to a request for comment.",
];

fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pdf").join(name)).unwrap()
}

/// Reads a PDF in this process.
fn read(bytes: &[u8]) -> Result<Incoming, IngestError> {
    let mut all = read_bytes("a.pdf", bytes, Options::default());
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[test]
fn what_programs_print_is_read_as_it_was_written() {
    for (name, list) in [
        ("columns.pdf", &[][..]),
        ("browser.pdf", &["The quay stays shut.", "The ferry goes on."]),
        ("office.pdf", &[]),
    ] {
        let incoming = read(&file(name)).unwrap();
        let article = incoming.article;
        assert_eq!(article.title.as_deref(), Some("Harbour talks stall in Dunvik"), "{name}");
        assert_eq!(article.authors, ["Cora Marstad"], "{name}");
        assert_eq!(article.date.map(|day| day.to_string()).as_deref(), Some("2025-12-19"), "{name}");
        assert_eq!(incoming.warnings, Vec::<String>::new(), "{name}");
        assert_eq!(incoming.provenance.media_type, "application/pdf");
        let lines: Vec<&str> = article.text.lines().collect();
        let head = ["Harbour talks stall in Dunvik", "By Cora Marstad", "19 December 2025"];
        let expected: Vec<&str> = head.iter().chain(&PARAGRAPHS).chain(list).copied().collect();
        assert_eq!(lines, expected, "{name}");
    }
}

/// A PDF of one page with this content, and these objects beside it (from number 10 on).
fn pdf(content: &str, others: &[String]) -> Vec<u8> {
    let mut file = String::from(
        "%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n\
         3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 10 0 R>>>>>> endobj\n\
         5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>> endobj\n",
    );
    write!(file, "4 0 obj <</Length {}>> stream\n{content}\nendstream endobj\n", content.len()).unwrap();
    for (number, object) in (10..).zip(others) {
        writeln!(file, "{number} 0 obj {object} endobj").unwrap();
    }
    file.push_str("trailer <</Root 1 0 R>>\n%%EOF\n");
    file.into_bytes()
}

#[test]
fn fonts_that_are_not_in_the_file_are_known() {
    let content = "BT /F 12 Tf 50 700 Td (\\223No,\\224 said the mayor of the town.) Tj 0 -14 Td (Nobody had slept.) Tj ET";
    assert_eq!(
        read(&pdf(content, &[])).unwrap().article.text,
        "“No,” said the mayor of the town. Nobody had slept."
    );
}

#[test]
fn what_is_not_read_says_why_and_what_to_do() {
    let refused = |bytes: &[u8]| {
        let wrong = read(bytes).unwrap_err();
        (wrong.reason, wrong.hint.unwrap_or_default())
    };
    let (reason, hint) = refused(&file("locked.pdf"));
    assert_eq!(reason, "is protected with a password");
    assert!(hint.contains("qpdf --decrypt"), "{hint}");
    let picture = "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>> stream\n0\nendstream";
    let (reason, hint) = refused(&pdf("q 600 0 0 800 0 0 cm /X Do Q", &[picture.to_owned()]));
    assert!(reason.starts_with("has no words, only pictures"), "{reason}");
    assert!(hint.contains("ocrmypdf"), "{hint}");
    for bytes in [&b"%PDF-1.7\n"[..], b"%PDF-1.4\n1 0 obj <<", &file("office.pdf")[..2000]] {
        let (reason, _) = refused(bytes);
        assert!(reason.contains("damaged") || reason.contains("no words"), "{reason}");
    }
}

fn import(folder: &Path, name: &str, bytes: &[u8]) -> String {
    std::fs::write(folder.join(name), bytes).unwrap();
    let start = Instant::now();
    let mut command = Command::cargo_bin("onrecord").unwrap();
    let output =
        command.current_dir(folder).env_clear().args(["import", name, "--dry-run"]).output().unwrap();
    assert!(start.elapsed() < Duration::from_secs(200), "{name} took {:?}", start.elapsed());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Each file costs itself, in bounded time, whatever happens to the process that reads it.
#[test]
fn what_means_harm_ends() {
    let folder = tempfile::tempdir().unwrap();
    let form = |content: &str| {
        let resources = "/Resources<</XObject<</X 10 0 R/Y 11 0 R>>/Font<</F 5 0 R>>>>";
        let length = content.len();
        format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]{resources}/Length {length}>> stream\n{content}\nendstream"
        )
    };
    let cases: [(&str, Vec<u8>); 5] = [
        ("itself.pdf", pdf("/X Do", &[form("BT /F 9 Tf (a) Tj ET /X Do /Y Do"), form("/X Do /X Do")])),
        ("deep.pdf", pdf(&"[".repeat(500_000), &[])),
        ("saved.pdf", pdf(&"q ".repeat(500_000), &[])),
        ("dicts.pdf", pdf("/X Do", &[format!("{}{}", "<</A".repeat(200_000), ">>".repeat(200_000))])),
        (
            "pages.pdf",
            b"%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]/Count 1000000000>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
                .to_vec(),
        ),
    ];
    for (name, bytes) in cases {
        let said = import(folder.path(), name, &bytes);
        assert!(said.contains("Nothing was stored") && !said.contains("panicked"), "{name}: {said}");
    }
}

/// Forms that draw a form four times that draws a form four times …: its process is ended, and the file named.
#[test]
#[ignore = "takes the minute that a file may take"]
fn a_file_that_would_take_for_ever_is_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let drawn = |content: &str, next: usize| {
        format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Y {next} 0 R>>/Font<</F 5 0 R>>>>/Length {}>> \
             stream\n{content}\nendstream",
            content.len()
        )
    };
    let mut laughs: Vec<String> = (11..31).map(|next| drawn("/Y Do /Y Do /Y Do /Y Do", next)).collect();
    laughs.push(drawn("BT /F 1 Tf (a) Tj ET", 10));
    let said = import(folder.path(), "laughs.pdf", &pdf("/X Do", &laughs));
    assert!(said.contains("took more than 60 seconds") || said.contains("made the reader stop"), "{said}");
}
