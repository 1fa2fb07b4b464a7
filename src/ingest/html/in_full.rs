//! The article as the page gives it to machines (`articleBody` of its linked data), where its markup shows hardly any of it:
//! pages that a program draws, and walls behind the first paragraphs.

use super::parts::{Part, Parts, count_words};
use super::runs::Runs;
use crate::article::MarkedText;
use crate::ingest::blocks::Lines;

/// Words of the shortest text that may stand in for another: shorter ones are summaries.
const LEAST: u32 = 40;
/// How many times as many words as what the page shows it must have.
const TIMES: u32 = 2;
/// The share of a line, and of the text, that must be in the other.
const SAME: f32 = 0.8;

/// The text, if it is much longer than `shown`: the page's lines that hold it, or else its own.
pub fn of(page: &Parts, shown: &str, said: &str) -> Option<MarkedText> {
    let words = count_words(said);
    if words < LEAST || count_words(shown) * TIMES > words {
        return None;
    }
    let marked = in_markup(page, said);
    let is_whole = Runs::of(&marked.text).share(said) >= SAME;
    Some(if is_whole { marked } else { own_lines(said) })
        .filter(|lines| count_words(&lines.text) * TIMES > words)
}

/// The lines of the page that stand in it, hidden ones too.
fn in_markup(page: &Parts, said: &str) -> MarkedText {
    /// Words of the shortest line that is known by them.
    const ALONE: u32 = 4;
    let runs = Runs::of(said);
    let is_in = |part: &&Part| part.words >= ALONE && runs.share(&part.text) >= SAME;
    super::body::written(page, &super::body::once(&page.parts.iter().filter(is_in).collect::<Vec<_>>()))
}

fn own_lines(said: &str) -> MarkedText {
    // What some sites leave in it of their programs.
    let is_program = |line: &str| line.contains("function(") || line.contains("function (");
    let mut lines = Lines::default();
    for line in said.lines().filter(|line| !is_program(line)) {
        lines.text(line);
        lines.end_line();
    }
    lines.done()
}

#[cfg(test)]
mod tests {
    use super::super::read;

    const PARAGRAPHS: [&str; 4] = [
        "“We were close,” the mayor of Lund said on Friday, after the council had met for nine hours.",
        "Her deputy, who had left the hall early, denied that there had been an offer at all.",
        "The talks are to go on next week, according to two officials, who were not allowed to speak.",
        "Neither the builders of the bridge nor their bank answered questions on Friday.",
    ];

    fn page(said: &str, body: &str) -> String {
        let said =
            serde_json::json!({"@type": "NewsArticle", "headline": "Talks stall", "articleBody": said});
        let nav = "<header><nav><a href=/>Home</a> <a href=/news>News</a></nav></header>";
        format!(
            "<html><head><title>Talks stall</title><script type='application/ld+json'>{said}</script></head><body>{nav}{body}\
             <footer><p>© The Lund Post. All rights reserved.</p></footer></body></html>"
        )
    }

    fn text(said: &str, body: &str) -> String {
        read(&page(said, body), None).unwrap().article.text
    }

    #[test]
    fn a_page_that_a_program_draws_and_a_wall_cost_nothing() {
        let whole = PARAGRAPHS.join("\n");
        for said in [
            PARAGRAPHS.join("\n\n"),
            PARAGRAPHS.map(|p| format!("<p>{p}</p>")).concat(),
            PARAGRAPHS.join("\r\n") + "\nwindow.x = (function(){})();",
        ] {
            assert_eq!(text(&said, "<div id=app></div>"), whole);
            let wall = format!(
                "<article><h1>Talks stall</h1><p>{}</p><div class=paywall>Subscribe to keep reading</div></article>",
                PARAGRAPHS[0]
            );
            assert_eq!(text(&said, &wall), whole);
        }
    }

    #[test]
    fn the_markup_has_its_paragraphs_where_machines_are_told_none() {
        let hidden = PARAGRAPHS.map(|p| format!("<p>{p}</p>")).concat();
        let hidden = format!(
            "<p>Subscribe to keep reading.</p><div style='display:none' class=comments>{hidden}</div>"
        );
        assert_eq!(text(&PARAGRAPHS.join(" "), &hidden), PARAGRAPHS.join("\n"));
    }

    #[test]
    fn a_summary_or_another_text_replaces_nothing() {
        let shown = PARAGRAPHS.map(|p| format!("<p>{p}</p>")).concat();
        let article = format!("<article><h1>Talks stall</h1>{shown}</article>");
        let program = "window.x = (function(){ return 1; })(); ".repeat(20) + &PARAGRAPHS.join(" ").repeat(4);
        for said in
            ["The talks in Lund stall.", &program, &"Other words that stand nowhere in it at all. ".repeat(9)]
        {
            assert!(text(said, &article).starts_with(&PARAGRAPHS.join("\n")), "{said}");
        }
        assert!(!text(&program, "<div id=app></div>").is_empty());
    }
}
