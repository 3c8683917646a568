//! The chart as a picture: one PNG on a ground of its own, for light and dark, legible at a phone's width.

use tiny_skia::{Color, FillRule, Mask, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};

use super::letters::Letters;
use super::{Bar, Chart, label, value};
use crate::text::language::Language;

/// Width in pixels. A phone shows it about 350 points wide, so its letters are set twice as large as they are to appear.
const WIDTH: u32 = 800;
/// Space at the edges.
const EDGE: f32 = 40.0;
/// Height of the title with the space below it.
const TITLE: f32 = 120.0;
/// Height of a bar with its line of words and the space below.
const ROW: f32 = 118.0;
/// Height of a bar.
const BAR: f32 = 38.0;
/// Sizes of letters.
const TITLE_SIZE: f32 = 46.0;
const TEXT_SIZE: f32 = 34.0;
/// Distance between the stripes of a derived bar.
const STRIPES: usize = 16;

const GROUND: [u8; 3] = [0xf7, 0xfa, 0xfb];
const FRAME: [u8; 3] = [0xc3, 0xd3, 0xd8];
const TRACK: [u8; 3] = [0xe3, 0xec, 0xee];
const INK: [u8; 3] = [0x18, 0x22, 0x27];
const AMOUNT: [u8; 3] = [0x0b, 0x66, 0x73];
const SHARE: [u8; 3] = [0xb8, 0x74, 0x16];

/// The picture as a PNG; `None` where it cannot be drawn, which only a broken font or a base of hundreds of shares brings about.
pub fn draw(chart: &Chart) -> Option<Vec<u8>> {
    let letters = Letters::new()?;
    let rows = chart.bars().count();
    let height = TITLE + ROW * rows as f32 + 8.0;
    let mut canvas = Canvas {
        letters,
        pixels: Pixmap::new(WIDTH, height as u32)?,
    };
    let (wide, high) = (WIDTH as f32, height.floor());
    canvas.fill(&rectangle(0.0, 0.0, wide, high)?, FRAME);
    canvas.fill(&rectangle(2.0, 2.0, wide - 4.0, high - 4.0)?, GROUND);
    let title = chart.overview.name.en.as_str();
    canvas.write(title, TITLE_SIZE, (EDGE, EDGE + TITLE_SIZE * 0.75));
    for (index, bar) in chart.bars().enumerate() {
        let colour = if index < chart.amounts.len() {
            AMOUNT
        } else {
            SHARE
        };
        canvas.row(chart, bar, TITLE + ROW * index as f32, colour)?;
    }
    canvas.pixels.encode_png().ok()
}

struct Canvas {
    letters: Letters,
    pixels: Pixmap,
}

impl Canvas {
    /// A bar with its words above it, its top at `top`.
    fn row(&mut self, chart: &Chart, bar: &Bar, top: f32, colour: [u8; 3]) -> Option<()> {
        let line = top + TEXT_SIZE * 0.8;
        let value = value(bar, Language::En);
        let right = WIDTH as f32 - EDGE - self.letters.width(&value, TEXT_SIZE);
        self.write(&label(chart, bar), TEXT_SIZE, (EDGE, line));
        self.write(&value, TEXT_SIZE, (right, line));
        let (y, whole) = (top + TEXT_SIZE + 10.0, WIDTH as f32 - 2.0 * EDGE);
        self.fill(&rectangle(EDGE, y, whole, BAR)?, TRACK);
        let filled = rectangle(EDGE, y, whole * bar.part as f32, BAR)?;
        if bar.is_derived() {
            self.stripe(&filled, colour)
        } else {
            self.fill(&filled, colour);
            Some(())
        }
    }

    fn fill(&mut self, path: &Path, colour: [u8; 3]) {
        let (rule, upright) = (FillRule::Winding, Transform::identity());
        self.pixels
            .fill_path(path, &paint(colour), rule, upright, None);
    }

    /// An outline filled with stripes: what was computed is told from what was stated without a word and without colour.
    fn stripe(&mut self, path: &Path, colour: [u8; 3]) -> Option<()> {
        let bounds = path.bounds();
        let mut mask = Mask::new(self.pixels.width(), self.pixels.height())?;
        mask.fill_path(path, FillRule::Winding, true, Transform::identity());
        let mut stripes = PathBuilder::new();
        let (first, last) = (
            (bounds.left() - bounds.height()) as usize,
            bounds.right() as usize,
        );
        for x in (first..=last).step_by(STRIPES) {
            stripes.move_to(x as f32, bounds.bottom());
            stripes.line_to(x as f32 + bounds.height(), bounds.top());
        }
        let pen = |width| Stroke {
            width,
            ..Stroke::default()
        };
        let upright = Transform::identity();
        let paint = paint(colour);
        self.pixels
            .stroke_path(&stripes.finish()?, &paint, &pen(5.0), upright, Some(&mask));
        self.pixels
            .stroke_path(path, &paint, &pen(4.0), upright, None);
        Some(())
    }

    /// Text with its baseline beginning at `place`, a little bolder than the font is.
    fn write(&mut self, text: &str, size: f32, place: (f32, f32)) {
        let Some(outline) = self.letters.outline(text, size, place) else {
            return;
        };
        self.fill(&outline, INK);
        let pen = Stroke {
            width: size / 40.0,
            ..Stroke::default()
        };
        self.pixels
            .stroke_path(&outline, &paint(INK), &pen, Transform::identity(), None);
    }
}

fn rectangle(x: f32, y: f32, width: f32, height: f32) -> Option<Path> {
    Rect::from_xywh(x, y, width, height).map(PathBuilder::from_rect)
}

fn paint([red, green, blue]: [u8; 3]) -> Paint<'static> {
    let mut paint = Paint {
        anti_alias: true,
        ..Paint::default()
    };
    paint.set_color(Color::from_rgba8(red, green, blue, 0xff));
    paint
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::knowledge::load;

    #[test]
    fn the_picture_is_a_small_opaque_png_with_bars_as_long_as_their_figures() {
        let base = load::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data"))
            .expect("the data is sound");
        let chart = Chart::of(&base).expect("a chart");
        let png = draw(&chart).expect("a picture");
        assert!(png.len() < 100_000, "{} bytes", png.len());
        let pixels = Pixmap::decode_png(&png).expect("a PNG");
        assert_eq!(pixels.width(), WIDTH);
        assert!(pixels.pixels().iter().all(|pixel| pixel.alpha() == 0xff));
        for (index, bar) in chart.bars().enumerate() {
            let y = (TITLE + ROW * index as f32 + TEXT_SIZE + 10.0 + BAR / 2.0) as u32;
            let track = |x: f32| {
                let pixel = pixels.pixel(x as u32, y).expect("inside");
                [pixel.red(), pixel.green(), pixel.blue()] == TRACK
            };
            let end = EDGE + (WIDTH as f32 - 2.0 * EDGE) * bar.part as f32;
            assert!(!track(end - 2.0), "bar {index} reaches its end");
            assert!(
                bar.part == 1.0 || track(end + 4.0),
                "bar {index} ends there"
            );
        }
    }
}
