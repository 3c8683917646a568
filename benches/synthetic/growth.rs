//! A picture of how measured figures grow with the number of documents: both axes by powers of ten, one line for each figure.

use std::fmt::Write as _;

use crate::measure::Measured;

/// Size of the picture, and of the margins left and right of the lines, and above and below them, in pixels.
const SIZE: (f64, f64) = (760.0, 420.0);
const MARGINS: (f64, f64, f64, f64) = (70.0, 170.0, 20.0, 50.0);

/// What is drawn: what it is called, its colour, and the figure.
type Line = (&'static str, &'static str, fn(&Measured) -> f64);

const LINES: [Line; 4] = [
    ("index, MB", "#0072b2", Measured::memory),
    ("build, s", "#009e73", Measured::build),
    ("p99, ms", "#d55e00", |measured| measured.percentile(99)),
    ("p50, ms", "#cc79a7", |measured| measured.percentile(50)),
];

/// An SVG of the figures at each number of documents, ascending; empty axes where there are fewer than two.
pub fn picture(rows: &[(usize, Measured)]) -> String {
    let (left, right, top, bottom) = MARGINS;
    let powers = |value: f64| value.max(1e-9).log10();
    let values = rows
        .iter()
        .flat_map(|(_, measured)| LINES.map(|(_, _, figure)| powers(figure(measured))));
    let (low, high) = values.fold((0.0_f64, 0.0_f64), |(low, high), value| {
        (low.min(value.floor()), high.max(value.ceil()))
    });
    let first = rows
        .first()
        .map_or(0.0, |(documents, _)| powers(*documents as f64));
    let last = rows
        .last()
        .map_or(1.0, |(documents, _)| powers(*documents as f64));
    let x =
        |power: f64| left + (power - first) / (last - first).max(1e-9) * (SIZE.0 - left - right);
    let y = |power: f64| {
        SIZE.1 - bottom - (power - low) / (high - low).max(1e-9) * (SIZE.1 - top - bottom)
    };
    let mut svg = String::new();
    let mut add = |line: std::fmt::Arguments<'_>| {
        writeln!(svg, "{line}").expect("a string takes any text");
    };
    add(format_args!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" font-family="sans-serif" font-size="13">
<rect width="100%" height="100%" fill="#fff"/>"##,
        SIZE.0, SIZE.1
    ));
    for power in low as i32..=high as i32 {
        let at = y(f64::from(power));
        add(format_args!(
            r##"<path d="M{left} {at:.1}H{:.1}" stroke="#ddd"/><text x="{:.1}" y="{:.1}" text-anchor="end">{}</text>"##,
            SIZE.0 - right,
            left - 8.0,
            at + 4.0,
            10_f64.powi(power)
        ));
    }
    for (documents, _) in rows {
        let at = x(powers(*documents as f64));
        add(format_args!(
            r##"<path d="M{at:.1} {top}V{:.1}" stroke="#ddd"/><text x="{at:.1}" y="{:.1}" text-anchor="middle">{documents}</text>"##,
            SIZE.1 - bottom,
            SIZE.1 - bottom + 18.0
        ));
    }
    add(format_args!(
        r##"<text x="{:.1}" y="{:.1}" text-anchor="middle">documents</text>"##,
        (left + SIZE.0 - right) / 2.0,
        SIZE.1 - 12.0
    ));
    for (name, colour, figure) in LINES {
        let points = rows.iter().map(|(documents, measured)| {
            let value = figure(measured);
            (x(powers(*documents as f64)), y(powers(value)), value)
        });
        let points: Vec<(f64, f64, f64)> = points.collect();
        let path: Vec<String> = points
            .iter()
            .map(|(x, y, _)| format!("{x:.1},{y:.1}"))
            .collect();
        add(format_args!(
            r##"<polyline points="{}" fill="none" stroke="{colour}" stroke-width="2"/>"##,
            path.join(" ")
        ));
        for (x, y, _) in &points {
            add(format_args!(
                r##"<circle cx="{x:.1}" cy="{y:.1}" r="3" fill="{colour}"/>"##
            ));
        }
        if let Some((x, y, value)) = points.last() {
            add(format_args!(
                r##"<text x="{:.1}" y="{:.1}" fill="{colour}">{name}: {value:.2}</text>"##,
                x + 10.0,
                y + 4.0
            ));
        }
    }
    add(format_args!("</svg>"));
    svg
}
