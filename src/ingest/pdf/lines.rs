//! Letters → words → lines.

use super::glyphs::{Glyph, PageGlyphs};

/// A word, or a piece of one. Lengths are points, from the page's upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Word {
    /// Its left and right edge.
    pub(super) x: (f32, f32),
    /// The line it stands on; grows downwards.
    pub(super) y: f32,
    /// The size of its font.
    pub(super) size: f32,
    /// Its letters.
    pub(super) text: String,
    /// Whether a space is drawn before it, however narrow.
    pub(super) after_space: bool,
    /// Whether the file says that it is no part of the text.
    pub(super) is_artifact: bool,
}

/// A page's words in the order in which they are drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct PageWords {
    /// The words.
    pub(super) words: Vec<Word>,
    /// Width and height of the page.
    pub(super) extent: (f32, f32),
}

/// A line of one column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Its left and right edge.
    pub(super) x: (f32, f32),
    /// What it stands on.
    pub(super) y: f32,
    /// The size of most of its letters.
    pub(super) size: f32,
    /// Its words with single spaces.
    pub(super) text: String,
}

/// A column, or a piece of one, from top to bottom.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// Its page, from 0.
    pub(super) page: usize,
    /// Its lines.
    pub(super) lines: Vec<Line>,
}

/// Two letters further apart than this, in font sizes, belong to two words: where spaces are drawn, and where they are
/// left out (as TeX does).
const APART: (f32, f32) = (0.2, 0.17);
/// Words that stand on lines nearer to each other than this, in font sizes, stand on one line.
pub(super) const SAME_LINE: f32 = 0.35;

/// The words of a page.
pub(super) fn words(page: PageGlyphs) -> PageWords {
    let spaces = page.glyphs.iter().filter(|glyph| glyph.text.trim().is_empty()).count();
    let apart = if spaces * 20 > page.glyphs.len() { APART.0 } else { APART.1 };
    let mut words: Vec<Word> = Vec::new();
    let mut is_open = false;
    let mut space: Option<f32> = None;
    for glyph in page.glyphs {
        if glyph.text.trim().is_empty() {
            is_open = false;
            space = Some(glyph.y);
            continue;
        }
        let after_space = space.take().is_some_and(|y| (y - glyph.y).abs() < glyph.size * 0.1);
        match words.last_mut().filter(|word| is_open && goes_on(word, &glyph, apart)) {
            // Bold type that is made by drawing twice.
            Some(word) if is_same_place(word, &glyph) => {}
            Some(word) => {
                word.text.push_str(&glyph.text);
                word.x.1 = word.x.1.max(glyph.x.1);
                word.is_artifact &= glyph.is_artifact;
            }
            None => words.push(Word {
                x: glyph.x,
                y: glyph.y,
                size: glyph.size,
                text: glyph.text,
                after_space,
                is_artifact: glyph.is_artifact,
            }),
        }
        is_open = true;
    }
    PageWords { words: with_initials(words), extent: page.extent }
}

fn goes_on(word: &Word, glyph: &Glyph, apart: f32) -> bool {
    let size = word.size.max(glyph.size);
    let gap = glyph.x.0 - word.x.1;
    let is_raised = glyph.size < word.size * 0.8 && (word.y - glyph.y) > size * 0.15;
    (glyph.y - word.y).abs() < size * 0.25
        && !is_raised
        && gap > -size * 0.6
        && gap < apart * size
        && glyph.size < word.size * 1.6
        && word.size < glyph.size * 1.6
}

fn is_same_place(word: &Word, glyph: &Glyph) -> bool {
    let width = glyph.x.1 - glyph.x.0;
    (word.x.1 - glyph.x.1).abs() < 0.06 * glyph.size && width > 0.0 && word.text.ends_with(&glyph.text)
}

/// A large first letter stands lower than the line that it begins: it is moved up there.
fn with_initials(mut words: Vec<Word>) -> Vec<Word> {
    /// The most of them on a page: each is compared with all words.
    const MOST: usize = 30;
    let size = usual_size(words.iter().map(|word| (word.size, word.text.len())));
    let is_initial = |word: &Word| {
        let letters = word.text.chars().take(3).filter(|c| c.is_alphanumeric()).count();
        word.size > size * 1.8 && letters == 1 && word.text.chars().take(3).count() <= 2
    };
    let initials: Vec<usize> =
        words.iter().enumerate().filter(|(_, word)| is_initial(word)).map(|(at, _)| at).take(MOST).collect();
    for at in initials {
        let Some(word) = words.get(at).cloned() else { continue };
        let top = word.y - word.size * 0.8;
        let beside = |other: &&Word| {
            other.size < word.size * 0.6
                && other.x.0 >= word.x.1 - size
                && other.x.0 < word.x.1 + size * 1.5
                && other.y > top
                && other.y < word.y - size * 0.5
        };
        let first =
            words.iter().filter(beside).min_by(|a, b| a.y.total_cmp(&b.y)).map(|w| (w.y, w.size, w.x.0));
        if let (Some((y, size, x)), Some(initial)) = (first, words.get_mut(at)) {
            // Nothing stands between an initial and the rest of its word.
            let right =
                if initial.text.chars().any(char::is_lowercase) { initial.x.1 } else { initial.x.1.max(x) };
            (initial.y, initial.size, initial.x.1) = (y, size, right);
        }
    }
    words
}

/// The size that most letters have: sizes with how many letters have them.
pub(super) fn usual_size(sizes: impl Iterator<Item = (f32, usize)>) -> f32 {
    let mut counts = std::collections::BTreeMap::<i32, usize>::new();
    for (size, letters) in sizes {
        *counts.entry((size * 4.0).round() as i32).or_default() += letters;
    }
    let most = counts.into_iter().max_by_key(|(size, letters)| (*letters, -size));
    most.map_or(10.0, |(size, _)| size as f32 / 4.0)
}

/// Words in rows from top to bottom, each from left to right.
pub(super) fn rows(mut words: Vec<Word>) -> Vec<Vec<Word>> {
    words.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Word>> = Vec::new();
    for word in words {
        // The row's first word is its highest; small raised signs belong to the row below.
        let row = rows.last_mut().filter(|row| {
            row.last().is_some_and(|last| word.y - last.y < SAME_LINE * last.size.min(word.size))
                && row.first().is_some_and(|first| word.y - first.y < first.size.max(word.size) * 0.5)
        });
        match row {
            Some(row) => row.push(word),
            None => rows.push(vec![word]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x.0.total_cmp(&b.x.0));
    }
    rows
}

/// The lines of one column.
pub(super) fn lines(words: Vec<Word>) -> Vec<Line> {
    rows(words).into_iter().map(line).collect()
}

fn line(row: Vec<Word>) -> Line {
    let size = usual_size(row.iter().map(|word| (word.size, word.text.len())));
    let mut line = Line { x: (f32::MAX, f32::MIN), y: f32::MIN, size, text: String::new() };
    for word in row {
        let least = if word.after_space { -0.3 } else { APART.1 * 0.6 };
        let is_apart = word.x.0 - line.x.1 > least * word.size.min(size);
        if !line.text.is_empty() && is_apart {
            line.text.push(' ');
        }
        line.text.push_str(&plain(&word.text));
        line.x = (line.x.0.min(word.x.0), line.x.1.max(word.x.1));
        line.y = line.y.max(word.y);
    }
    line
}

/// Letters that are drawn as one sign are several again (ﬁ, ﬂ: Unicode's FB00 to FB06).
fn plain(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{fb00}'..='\u{fb06}' => out.extend(std::iter::once(c).nfkd()),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Letters of half their size each, from a place on.
    pub fn glyphs(text: &str, x: f32, y: f32, size: f32) -> Vec<Glyph> {
        let letter = |(n, c): (usize, char)| {
            let left = x + n as f32 * size / 2.0;
            Glyph { x: (left, left + size / 2.0), y, size, text: c.to_string(), is_artifact: false }
        };
        text.chars().enumerate().map(letter).collect()
    }

    fn text(glyphs: Vec<Glyph>) -> Vec<String> {
        let page = words(PageGlyphs { glyphs, extent: (600.0, 800.0), ..PageGlyphs::default() });
        lines(page.words).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn letters_become_words_by_their_places() {
        let mut all = glyphs("“No,” she", 50.0, 100.0, 10.0);
        all.extend(glyphs("said.", 100.0, 100.2, 10.0));
        all.extend(glyphs("Then she left.", 50.0, 112.0, 10.0));
        assert_eq!(text(all), ["“No,” she said.", "Then she left."]);
    }

    #[test]
    fn spaces_that_are_not_drawn_are_gaps() {
        let mut all = glyphs("She", 50.0, 100.0, 10.0);
        all.extend(glyphs("left", 67.5, 100.0, 10.0));
        all.extend(glyphs("\u{fb01}rst", 90.0, 100.0, 10.0));
        assert_eq!(text(all), ["She left first"]);
    }

    #[test]
    fn what_is_drawn_twice_is_read_once() {
        let mut all = Vec::new();
        for glyph in glyphs("Rain", 50.0, 100.0, 10.0) {
            let again = Glyph { x: (glyph.x.0 + 0.3, glyph.x.1 + 0.3), ..glyph.clone() };
            all.extend([glyph, again]);
        }
        assert_eq!(text(all), ["Rain"]);
    }

    #[test]
    fn a_large_initial_begins_its_line() {
        let mut all = glyphs("T", 50.0, 124.0, 36.0);
        all.extend(glyphs("he mayor said on Friday", 69.0, 100.0, 10.0));
        all.extend(glyphs("that nobody had slept.", 69.0, 112.0, 10.0));
        all.extend(glyphs("All were tired, she said.", 50.0, 136.0, 10.0));
        assert_eq!(
            text(all),
            ["The mayor said on Friday", "that nobody had slept.", "All were tired, she said."]
        );
    }
}
