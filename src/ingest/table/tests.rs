use super::*;

type ReadRow = Result<Row, Wrong>;

fn read(table: &str, rules: &str) -> Result<Vec<ReadRow>, String> {
    let mut map = FieldMap::default();
    map.add(rules)?;
    let mut table = Table::open(table.as_bytes(), table.as_bytes(), &map, Order::Unknown)?;
    Ok(std::iter::from_fn(|| table.next_row()).take(100).collect())
}

fn articles(table: &str, rules: &str) -> Vec<Article> {
    let rows = read(table, rules).unwrap();
    rows.into_iter()
        .map(|row| match row.unwrap().content {
            Content::Text(article) | Content::Html(_, article) => article,
        })
        .collect()
}

#[test]
fn columns_by_their_usual_names() {
    let all = articles(
        "\u{feff}ID,Headline,Publication,Published_Date,Body,Authors\n\
             1,Rain,The Lund Post,2025-12-19,\"It rained,\n\"\"all day\"\".\",Ada Berg; Bo Ek\n\n,,,,,\n",
        "",
    );
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].text, "It rained,\n\"all day\".");
    assert_eq!(all[0].outlet.as_deref(), Some("The Lund Post"));
    assert_eq!(all[0].date.unwrap().to_string(), "2025-12-19");
    assert_eq!(all[0].authors, ["Ada Berg", "Bo Ek"]);
}

#[test]
fn semicolons_tabs_and_a_map() {
    assert_eq!(articles("kopf;inhalt\nA;B, c\n", "title=kopf,text=inhalt")[0].text, "B, c");
    assert_eq!(articles("text\ttitle\nB\tA\n", "")[0].title.as_deref(), Some("A"));
    let wrong = read("a,b\n1,2\n", "").unwrap_err();
    assert!(wrong.contains("its columns are \"a\", \"b\""), "{wrong}");
    assert!(read("a,b\n1,2\n", "text=c").unwrap_err().contains("no column \"c\""));
}

/// The days of a table, and the number of its warnings.
fn days(dates: &[&str], order: Order) -> (Vec<String>, usize) {
    let rows: String = dates.iter().map(|date| format!("It rained.;{date}\n")).collect();
    let table = format!("text;date\n{rows}");
    let mut table = Table::open(table.as_bytes(), table.as_bytes(), &FieldMap::default(), order).unwrap();
    let rows: Vec<Row> = std::iter::from_fn(|| table.next_row()).map(Result::unwrap).collect();
    let day = |row: &Row| match &row.content {
        Content::Text(article) | Content::Html(_, article) => {
            article.date.map_or(String::new(), |day| day.to_string())
        }
    };
    (rows.iter().map(day).collect(), rows.iter().map(|row| row.warnings.len()).sum())
}

#[test]
fn one_day_above_12_tells_how_all_are_written() {
    let all = days(&["1/2/2024", "", "3/2/2024 10:30", "13/2/2024", "4/5/2024"], Order::Unknown);
    assert_eq!(
        all,
        (["2024-02-01", "", "2024-02-03", "2024-02-13", "2024-05-04"].map(String::from).to_vec(), 0)
    );
    let all = days(&["1/2/2024", "1/22/2024"], Order::Unknown);
    assert_eq!(all.0, ["2024-01-02", "2024-01-22"]);
    assert_eq!(days(&["1/2/2024", "3/4/2024"], Order::Unknown), (vec![String::new(); 2], 2));
    assert_eq!(days(&["1/2/2024", "2024-03-04"], Order::MonthFirst).0, ["2024-01-02", "2024-03-04"]);
    // Where both are used, neither is certain any more.
    let all = days(&["13/2/2024", "1/2/2024", "2/13/2024", "1/2/2024"], Order::Unknown);
    assert_eq!(all.0, ["2024-02-13", "2024-02-01", "2024-02-13", ""]);
}

#[test]
fn the_line_that_names_what_stands_between_columns_is_no_row() {
    for sep in ["sep=;\n", "\u{feff}SEP=;\r\n"] {
        let rows = read(&format!("{sep}title;text\nA;\"B, c\"\n"), "").unwrap();
        let row = rows[0].as_ref().unwrap();
        assert!(matches!(&row.content, Content::Text(article) if article.text == "B, c"), "{row:?}");
        assert_eq!(rows.len(), 1);
    }
    assert_eq!(read("sep=;\ntitle;text\nA;B\n", "").unwrap()[0].as_ref().unwrap().line, 3);
    assert_eq!(articles("sep=a,text\nA,B\n", "")[0].text, "B");
}

#[test]
fn short_rows_are_rows_and_long_ones_are_named() {
    let all = articles("title,text\nA\nB,b,, ,\n", "");
    assert_eq!((all.len(), all[0].text.as_str(), all[1].text.as_str()), (2, "", "b"));
    let all = read("title,text\nA,The mayor came, saw, and left.\nB,b\n", "").unwrap();
    let wrong = all[0].as_ref().unwrap_err();
    assert_eq!(
        (wrong.line, &*wrong.reason),
        (2, "the row has 4 values, and the first line of the table names 2 columns")
    );
    assert!(all[1].is_ok() && wrong.hint.is_some());
}

#[test]
fn marks_that_belong_to_the_words_stay() {
    let spoken = "\"Nobody came,\" she said, and left. \"We will see,\" said Ek.";
    for table in [
        format!("title\ttext\nA\t{spoken}\nB\tNo.\nC\t\"No,\" he said.\n"),
        format!("title;text\nA;{spoken}\n"),
        format!("title,text\nA,\"{}\"\n", spoken.replace('"', "\\\"")),
        format!("\"title\",\"text\"\n\"A\",\"{}\"\n", spoken.replace('"', "\\\"")),
        format!("title,text\nA,\"{}\"\n", spoken.replace('"', "\"\"")),
    ] {
        assert_eq!(articles(&table, "")[0].text, spoken, "{table}");
    }
    let escaped = "title,text\nA,\"He said \\\"no\\\",\n\nand \\\"never\\\".\"\nB,\\N\nC,\"Yes.\"\n";
    let all: Vec<String> = articles(escaped, "").into_iter().map(|article| article.text).collect();
    assert_eq!(all, ["He said \"no\",\n\nand \"never\".", "", "Yes."]);
}

#[test]
fn a_column_that_the_map_names_is_no_other_field() {
    let rows = read("title,date,body\nA,2025-12-19,<p>It rained.</p>\n", "html=body").unwrap();
    assert!(
        matches!(&rows[0].as_ref().unwrap().content, Content::Html(page, _) if page == "<p>It rained.</p>")
    );
    let rows = read("text,raw\nShort.,<p>It rained.</p>\nShort.,\n", "html=raw").unwrap();
    assert!(matches!(&rows[0].as_ref().unwrap().content, Content::Html(..)));
    assert!(matches!(&rows[1].as_ref().unwrap().content, Content::Text(..)));
}

#[test]
fn a_mark_that_is_not_closed_ends() {
    let head: &[u8] = b"title,text\nA,\"";
    let endless = io::BufReader::new(head.chain(io::repeat(b'a')));
    let mut table = Table::open(endless, head, &FieldMap::default(), Order::Unknown).unwrap();
    assert!(table.next_row().unwrap().unwrap_err().reason.contains("not closed?"));
}

#[test]
fn rows_that_are_no_utf_8_far_below_keep_their_marks_and_are_said_once() {
    let plain = "A;It rained all day.\n".repeat(1000);
    let rows = [
        &b"B;\x93No,\x94 said Bj\xf6rk.\n"[..],
        "C;“Yes,” said Åsa.\n".as_bytes(),
        b"D;Caf\xe9 time\n",
        b"E;\xc3\n",
    ];
    let bytes = [&b"title;text\n"[..], plain.as_bytes(), &rows.concat()].concat();
    let mut table =
        Table::open(bytes.as_slice(), &bytes[..1 << 14], &FieldMap::default(), Order::Unknown).unwrap();
    let all: Vec<Row> = std::iter::from_fn(|| table.next_row()).map(Result::unwrap).collect();
    let shown: Vec<_> = all[1000..]
        .iter()
        .map(|row| match &row.content {
            Content::Text(article) => (article.text.as_str(), row.encoding, row.warnings.len()),
            Content::Html(..) => ("", None, 0),
        })
        .collect();
    assert_eq!(
        shown,
        [
            ("“No,” said Björk.", Some("windows-1252"), 1),
            ("“Yes,” said Åsa.", None, 0),
            ("Café time", Some("windows-1252"), 0),
            ("Ã", Some("windows-1252"), 0)
        ]
    );
    assert!(all[1000].warnings[0].contains("read as windows-1252"), "{:?}", all[1000].warnings);
    assert_eq!(all[1000].bytes, "B;“No,” said Björk.".as_bytes());
}

#[test]
fn an_open_quotation_mark_is_an_error_and_the_rows_after_it_go_on() {
    let table = "title,text\nA,It rained.\nB,\"It snowed.\nC,\"It hailed.\"\nD,It thawed.\nE,\"It froze.\nF,It rained.\n";
    let all = read(table, "").unwrap();
    let shown: Vec<String> = all
        .iter()
        .map(|row| match row {
            Ok(row) => format!("{} {:?}", row.line, row.id),
            Err(wrong) => format!("{} {}", wrong.line, wrong.reason),
        })
        .collect();
    assert_eq!(
        shown,
        [
            "2 None",
            "3 a quotation mark that opens in this row is closed in a later row: lines 3 to 4 are not read",
            "5 None",
            "6 a quotation mark that opens in this row is never closed: lines 6 to 7 are not read"
        ]
    );
}

#[test]
fn the_head_of_a_table() {
    assert!(is_head("id,title,text") && is_head("\"url\";\"body\""));
    assert!(!is_head("text, he said, was missing") && !is_head("title"));
}
