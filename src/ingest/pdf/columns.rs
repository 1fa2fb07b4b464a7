//! Words of a page → its columns in reading order. A gutter is a strip that stays empty over several lines with words on
//! both of its sides; what stands above it is read first, then the left side, then the right one, then what is below.

use super::lines::{Word, rows, usual_size};

/// The narrowest gutter, in font sizes. A space between words is seldom wider than half of this.
const GUTTER: f32 = 0.9;
/// How many lines there must be on each side.
const FEWEST_LINES: usize = 3;
/// Columns in columns in columns …
const DEEPEST: usize = 12;
/// A page with more lines than this has no columns: it is a table, or means harm.
const MOST_ROWS: usize = 1500;
/// Places of a gutter that are tried.
const MOST_PLACES: usize = 60;

/// The words of each column, or piece of one, in reading order.
pub(super) fn order(words: Vec<Word>) -> Vec<Vec<Word>> {
    let mut done = Vec::new();
    part(words, 0, &mut done);
    done
}

fn part(words: Vec<Word>, depth: usize, done: &mut Vec<Vec<Word>>) {
    if words.is_empty() {
        return;
    }
    let size = usual_size(words.iter().map(|word| (word.size, word.text.len())));
    let pieces = pieces(&words, size);
    let gutter = (depth < DEEPEST && pieces.len() <= MOST_ROWS).then(|| find(&pieces, size)).flatten();
    let Some(Gutter { x, top, bottom }) = gutter else {
        done.push(words);
        return;
    };
    let [mut above, mut left, mut right, mut below] = [const { Vec::new() }; 4];
    for word in words {
        let side = match word.y {
            y if y < top => &mut above,
            y if y > bottom => &mut below,
            _ if (word.x.0 + word.x.1) / 2.0 < x => &mut left,
            _ => &mut right,
        };
        side.push(word);
    }
    for side in [above, left, right, below] {
        part(side, depth + 1, done);
    }
}

/// A stretch of words in one row without a gap as wide as a gutter.
#[derive(Clone, Copy, Debug)]
struct Piece {
    x: (f32, f32),
    y: f32,
}

fn pieces(words: &[Word], size: f32) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for row in rows(words.to_vec()) {
        let mut open: Option<Piece> = None;
        for word in row {
            match &mut open {
                Some(piece) if word.x.0 - piece.x.1 < GUTTER * size => {
                    piece.x.1 = piece.x.1.max(word.x.1);
                    piece.y = piece.y.max(word.y);
                }
                _ => pieces.extend(open.replace(Piece { x: word.x, y: word.y })),
            }
        }
        pieces.extend(open);
    }
    pieces
}

/// An empty strip between words: where, and the lines at its upper and lower end.
#[derive(Clone, Copy, Debug)]
struct Gutter {
    x: f32,
    top: f32,
    bottom: f32,
}

/// The gutter with the most lines on the side that has fewer.
fn find(pieces: &[Piece], size: f32) -> Option<Gutter> {
    let best = places(pieces, size).into_iter().filter_map(|x| along(pieces, x, size));
    best.max_by_key(|(lines, gutter)| (*lines, -(gutter.x as i32))).map(|(_, gutter)| gutter)
}

/// Where gutters may be: left of where several lines begin.
fn places(pieces: &[Piece], size: f32) -> Vec<f32> {
    let mut lefts: Vec<f32> = pieces.iter().map(|piece| piece.x.0).collect();
    lefts.sort_by(f32::total_cmp);
    let mut found: Vec<(usize, f32)> = Vec::new();
    for left in lefts {
        match found.last_mut().filter(|(_, x)| left - x < size * 0.3) {
            Some((count, _)) => *count += 1,
            None => found.push((1, left)),
        }
    }
    found.retain(|(count, _)| *count >= FEWEST_LINES);
    found.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    found.into_iter().take(MOST_PLACES).map(|(_, x)| x - GUTTER * size / 2.0).collect()
}

/// The longest stretch of lines that leave a strip at `x` empty, with how many lines the emptier side has.
fn along(pieces: &[Piece], x: f32, size: f32) -> Option<(usize, Gutter)> {
    let margin = GUTTER * size * 0.4;
    let crosses = |piece: &Piece| piece.x.0 < x + margin && piece.x.1 > x - margin;
    let runs = pieces.split(crosses);
    runs.filter_map(|run| sides(run, x, size)).max_by_key(|(lines, _)| *lines)
}

fn sides(run: &[Piece], x: f32, size: f32) -> Option<(usize, Gutter)> {
    let (left, right): (Vec<&Piece>, Vec<&Piece>) = run.iter().partition(|piece| piece.x.1 < x);
    let lines = left.len().min(right.len());
    if lines < FEWEST_LINES {
        return None;
    }
    let span = |side: &[&Piece]| Some((side.first()?.y, side.last()?.y));
    let ((left_top, left_end), (right_top, right_end)) = (span(&left)?, span(&right)?);
    // Side by side, not one below the other.
    let shared = left_end.min(right_end) - left_top.max(right_top);
    if shared < (left_end - left_top).min(right_end - right_top) * 0.5 || shared <= 0.0 {
        return None;
    }
    // What stands apart above or below on one side only (a title, a note) is no part of the columns.
    let (both_top, both_end) = (left_top.max(right_top), left_end.min(right_end));
    let far = size * 2.0;
    let ys: Vec<f32> = run.iter().map(|piece| piece.y).collect();
    let mut top = *ys.first()?;
    let mut bottom = *ys.last()?;
    for pair in ys.windows(2) {
        let [a, b] = pair else { continue };
        if *b <= both_top + size * 0.5 && b - a > far {
            top = *b;
        }
    }
    for pair in ys.windows(2).rev() {
        let [a, b] = pair else { continue };
        if *a >= both_end - size * 0.5 && b - a > far {
            bottom = *a;
        }
    }
    // Words of one row differ a little in height.
    Some((lines, Gutter { x, top: top - size * 0.6, bottom: bottom + size * 0.3 }))
}

#[cfg(test)]
mod tests {
    use super::super::glyphs::PageGlyphs;
    use super::super::lines::{lines, tests::glyphs, words};
    use super::*;

    /// Pieces of text at their places, drawn in this order, as they are read.
    fn read(pieces: &[(&str, f32, f32)]) -> String {
        let all = pieces.iter().flat_map(|(text, x, y)| glyphs(text, *x, *y, 10.0)).collect();
        let page = words(PageGlyphs { glyphs: all, extent: (600.0, 800.0), ..PageGlyphs::default() });
        let leaves = order(page.words)
            .into_iter()
            .map(|words| lines(words).into_iter().map(|line| line.text).collect::<Vec<_>>().join(" "));
        leaves.collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn one_column_stays_one() {
        let text = [
            ("It rained all", 50.0, 100.0),
            ("day long,   and", 50.0, 112.0),
            ("then  it  did  not.", 50.0, 124.0),
        ];
        assert_eq!(read(&text), "It rained all day long, and then it did not.");
    }

    #[test]
    fn two_columns_below_a_title_and_above_a_note() {
        let mut text = vec![("A title that goes over all columns of it", 50.0, 80.0)];
        for (n, (left, right)) in
            [("l1 aaaaaaaaaaa", "r1 bbbbbbbbbbb"), ("l2 aa", "r2 bbbbbb"), ("l3 aaaaaaa", "r3 bbb")]
                .iter()
                .enumerate()
        {
            // As some programs draw it: row after row, over both columns.
            text.extend([(*left, 50.0, 100.0 + 12.0 * n as f32), (*right, 140.0, 101.0 + 12.0 * n as f32)]);
        }
        text.push(("A note below that goes over all columns", 50.0, 170.0));
        text.push(("short", 50.0, 182.0));
        assert_eq!(
            read(&text),
            "A title that goes over all columns of it | l1 aaaaaaaaaaa l2 aa l3 aaaaaaa | r1 bbbbbbbbbbb r2 bbbbbb r3 bbb | \
             A note below that goes over all columns short"
        );
    }

    #[test]
    fn three_columns_of_unequal_length() {
        let mut text = Vec::new();
        for n in 0..5 {
            text.push(("aaaa aaaa aaaa", 50.0, 100.0 + 12.0 * n as f32));
            text.push(("bbbb bbbb bbbb", 140.0, 104.0 + 12.0 * n as f32));
            if n < 3 {
                text.push(("cccc cccc cccc", 230.0, 100.0 + 12.0 * n as f32));
            }
        }
        let read = read(&text);
        assert_eq!(read.matches(" | ").count(), 2, "{read}");
        assert!(read.rfind('a') < read.find('b') && read.rfind('b') < read.find('c'), "{read}");
    }

    #[test]
    fn a_head_of_two_pieces_is_no_pair_of_columns() {
        let text = [
            ("For immediate release", 50.0, 60.0),
            ("3 March 2026", 250.0, 60.0),
            ("Contact: Ada Berg", 50.0, 72.0),
            ("Lund", 250.0, 72.0),
            ("The council has decided to leave the hall for good.", 50.0, 100.0),
        ];
        assert_eq!(
            read(&text),
            "For immediate release 3 March 2026 Contact: Ada Berg Lund The council has decided to leave the hall for good."
        );
    }
}
