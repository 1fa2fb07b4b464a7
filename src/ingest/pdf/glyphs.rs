//! Pages → their letters with their places, as `hayro` draws them.

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Dict, Name};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{BezPath, Point, Rect};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, RenderContent, SoftMask, TransformExt, interpret_page,
};

/// The most letters of a page. A page of a broadsheet has some 30,000.
const MOST_GLYPHS: usize = 200_000;
/// The most letters of a file: a book of 2,000 pages.
const MOST_IN_ALL: usize = 8_000_000;

/// A letter. Lengths are points (1/72 inch), from the page's upper left corner.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    /// Its left and right edge.
    pub(super) x: (f32, f32),
    /// The line it stands on; grows downwards.
    pub(super) y: f32,
    /// The size of its font.
    pub(super) size: f32,
    /// The letter, or several (a ligature).
    pub(super) text: String,
    /// Whether the file says that it is no part of the text: a running head, a page number.
    pub(super) is_artifact: bool,
}

/// A page's letters in the order in which they are drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct PageGlyphs {
    /// The letters that stand upright.
    pub(super) glyphs: Vec<Glyph>,
    /// Width and height of the page.
    pub(super) extent: (f32, f32),
    /// How many letters have no meaning that is known.
    pub(super) unknown: usize,
    /// Whether pictures are on it.
    pub(super) has_picture: bool,
    /// Whether it holds more letters than were taken.
    pub(super) is_cut: bool,
}

/// The letters of the first pages.
pub(super) fn pages(pdf: &Pdf, most: usize) -> Vec<PageGlyphs> {
    let cache = InterpreterCache::new();
    let mut left = MOST_IN_ALL;
    let mut pages = Vec::new();
    for page in pdf.pages().iter().take(most) {
        if left == 0 {
            break;
        }
        let found = one(page, &cache, pdf, left.min(MOST_GLYPHS));
        left = left.saturating_sub(found.glyphs.len());
        pages.push(found);
    }
    pages
}

fn one<'a>(page: &Page<'a>, cache: &InterpreterCache<'a>, pdf: &'a Pdf, most: usize) -> PageGlyphs {
    let (width, height) = page.render_dimensions();
    let transform = page.initial_transform(true).to_kurbo();
    let settings =
        InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
    let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
    let mut context = Context::new(transform, bounds, cache, pdf.xref(), settings);
    let page_glyphs = PageGlyphs { extent: (width, height), ..PageGlyphs::default() };
    let mut letters = Letters { page: page_glyphs, marks: Vec::new(), most };
    interpret_page(page, &mut context, &mut letters);
    letters.page
}

/// Takes down letters and draws nothing.
struct Letters {
    page: PageGlyphs,
    /// For each marked piece of content that is open: whether it is an artifact (ISO 32000, 14.8.2.2).
    marks: Vec<bool>,
    most: usize,
}

impl Letters {
    fn add(&mut self, text: String, at: Point, across: Point, up: Point, advance: Option<f32>) {
        let (dx, dy) = (across.x - at.x, across.y - at.y);
        let size = ((up.x - at.x).hypot(up.y - at.y)) as f32;
        // Upright words only: what stands on its side is a picture's credit or a watermark.
        let is_upright = dx > 0.0 && dy.abs() < dx * 0.05;
        let (x, y) = (at.x as f32, at.y as f32);
        let (width, height) = self.page.extent;
        let is_on_page = x >= -1.0 && x <= width + 1.0 && y >= -1.0 && y <= height + size;
        if !is_upright || !is_on_page || !size.is_finite() || size < 0.5 {
            return;
        }
        if self.page.glyphs.len() >= self.most {
            self.page.is_cut = true;
            return;
        }
        let ems = advance.map_or(0.5, |advance| advance / 1000.0).clamp(0.0, 3.0);
        let right = x + ems * dx as f32;
        let is_artifact = self.marks.contains(&true);
        self.page.glyphs.push(Glyph { x: (x, right), y, size, text, is_artifact });
    }
}

impl<'a> Device<'a> for Letters {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        // Letters with an outline are drawn twice.
        if run.writing_mode() == WritingMode::Vertical
            || matches!(mode, DrawMode::Stroke(_)) && self.is_repeated(run, &props)
        {
            return;
        }
        for glyph in run.glyphs() {
            let place = props.transform * glyph.transform();
            let advance = match &**glyph {
                hayro_interpret::font::Glyph::Outline(outline) => outline.advance_width(),
                hayro_interpret::font::Glyph::Type3(drawn) => drawn.advance_width(),
            };
            let text = match glyph.as_unicode() {
                Some(BfString::Char(letter)) => letter.to_string(),
                Some(BfString::String(letters)) => letters,
                None => String::new(),
            };
            let is_known = text.chars().any(|c| c != '\u{fffd}' && c != '\0' && !is_private(c));
            if !is_known {
                self.page.unknown += 1;
                continue;
            }
            let point = |x: f64, y: f64| place * Point::new(x, y);
            self.add(text, point(0.0, 0.0), point(1000.0, 0.0), point(0.0, 1000.0), advance);
        }
    }

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let kind = properties.and_then(|p| p.get::<Name<'_>>(b"Type"));
        let is_pagination = kind.is_none_or(|kind| kind.as_str() == "Pagination");
        self.marks.push(tag == b"Artifact" && is_pagination);
    }

    fn end_marked_content(&mut self) {
        self.marks.pop();
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.page.has_picture = true;
    }

    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

impl Letters {
    /// Whether the run was drawn a moment ago, filled: then its first letter stands there.
    fn is_repeated(&self, run: &GlyphRun<'_, '_>, props: &DrawProps<'_>) -> bool {
        let first = run.glyphs().first().map(|glyph| props.transform * glyph.transform() * Point::ZERO);
        let before = self.page.glyphs.len().checked_sub(run.glyphs().len());
        match (first, before.and_then(|at| self.page.glyphs.get(at))) {
            (Some(first), Some(glyph)) => {
                (first.x as f32 - glyph.x.0).abs() < 0.01 && (first.y as f32 - glyph.y).abs() < 0.01
            }
            _ => false,
        }
    }
}

/// Letters that every font gives another meaning to (Unicode, 23.5).
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..)
}
