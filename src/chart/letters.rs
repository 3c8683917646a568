//! Latin letters and digits as outlines, from a font that comes with a crate.

use tiny_skia::{Path, PathBuilder, Transform};
use ttf_parser::{Face, OutlineBuilder};

/// The font: Ubuntu Light, under the Ubuntu Font Licence.
const FONT: &[u8] = epaint_default_fonts::UBUNTU_LIGHT;

/// Letters of one size.
pub struct Letters {
    face: Face<'static>,
}

impl Letters {
    /// `None` where the font cannot be read.
    pub fn new() -> Option<Self> {
        Face::parse(FONT, 0).ok().map(|face| Self { face })
    }

    /// Width of `text` in pixels, at `size` pixels a line.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|c| self.advance(c, size)).sum()
    }

    /// The outline of `text`, its baseline beginning at (`x`, `y`). Characters that the font lacks are left out; `None` where
    /// nothing is left.
    pub fn outline(&self, text: &str, size: f32, (x, y): (f32, f32)) -> Option<Path> {
        let mut outline = Outline(PathBuilder::new());
        let mut at = 0.0;
        for c in text.chars() {
            if let Some(glyph) = self.face.glyph_index(c) {
                let mut one = Outline(PathBuilder::new());
                // A space has no outline.
                if self.face.outline_glyph(glyph, &mut one).is_some()
                    && let Some(path) = one.0.finish()
                {
                    let scale = self.scale(size);
                    // A font's y grows upward.
                    let placed =
                        path.transform(Transform::from_row(scale, 0.0, 0.0, -scale, x + at, y));
                    placed.iter().for_each(|placed| outline.0.push_path(placed));
                }
            }
            at += self.advance(c, size);
        }
        outline.0.finish()
    }

    fn scale(&self, size: f32) -> f32 {
        size / f32::from(self.face.units_per_em())
    }

    fn advance(&self, c: char, size: f32) -> f32 {
        let glyph = self.face.glyph_index(c);
        let units = glyph.and_then(|glyph| self.face.glyph_hor_advance(glyph));
        f32::from(units.unwrap_or(0)) * self.scale(size)
    }
}

struct Outline(PathBuilder);

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }
    fn close(&mut self) {
        self.0.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_that_figures_need_is_in_the_font() {
        let letters = Letters::new().expect("the font is readable");
        for c in "US$0123456789.,%() 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".chars()
        {
            assert!(letters.advance(c, 30.0) > 0.0, "{c:?}");
        }
        assert!(letters.outline(" ", 30.0, (0.0, 0.0)).is_none());
        assert!(letters.outline("수출", 30.0, (0.0, 0.0)).is_none());
        let bounds = letters
            .outline("54.3", 30.0, (10.0, 50.0))
            .expect("an outline")
            .bounds();
        assert!(bounds.left() >= 10.0 && bounds.bottom() <= 51.0 && bounds.top() > 20.0);
    }
}
