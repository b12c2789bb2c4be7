//! Charts as SVG, drawn from the numbers of the report.

use std::fmt::Write as _;

use super::html::escaped;
use super::{Chart, significant};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 70.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 28.0;
/// Room for the names of bars.
const NAMES: f64 = 220.0;
const BAR: f64 = 20.0;

/// Its title, escaped, and the drawing.
pub(super) fn svg(chart: &Chart) -> (String, String) {
    let (title, unit, height, body) = match chart {
        Chart::Histogram {
            title,
            unit,
            bins,
            marks,
        } => (title, unit, HEIGHT, histogram(bins, marks)),
        Chart::Tornado {
            title,
            unit,
            base,
            bars,
        } => {
            let height = TOP + BOTTOM + BAR * bars.len() as f64;
            (title, unit, height, tornado(*base, bars, height))
        }
        Chart::Line {
            title,
            unit,
            labels,
            values,
            band,
        } => (title, unit, HEIGHT, line(labels, values, band.as_ref())),
    };
    let title = escaped(&format!("{title} ({unit})"));
    let drawing = format!(
        "<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{title}\"><title>{title}</title>{body}</svg>"
    );
    (title, drawing)
}

/// From numbers to places along an axis.
struct Scale {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
}

impl Scale {
    fn new(values: impl Iterator<Item = f64>, start: f64, end: f64) -> Self {
        let finite = values.filter(|value| value.is_finite());
        let (mut from, mut to) = finite
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        if from > to {
            (from, to) = (0.0, 1.0);
        }
        if to - from <= 0.0 {
            let room = from.abs().max(1.0) * 0.5;
            (from, to) = (from - room, to + room);
        }
        Self {
            from,
            to,
            start,
            end,
        }
    }

    fn at(&self, value: f64) -> f64 {
        self.start + (value - self.from) / (self.to - self.from) * (self.end - self.start)
    }

    /// Round values, about five.
    fn ticks(&self) -> Vec<f64> {
        let rough = (self.to - self.from) / 5.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|n| n * power)
            .into_iter()
            .find(|step| *step >= rough);
        let step = step.unwrap_or(rough);
        let first = (self.from / step).ceil();
        let count = ((self.to / step).floor() - first).max(0.0) as usize;
        (0..=count).map(|k| (first + k as f64) * step).collect()
    }
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("text grows without fail");
}

fn stroke(out: &mut String, from: (f64, f64), to: (f64, f64), colour: &str) {
    let ((x1, y1), (x2, y2)) = (from, to);
    put(
        out,
        format_args!(
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"var(--{colour})\"/>"
        ),
    );
}

fn word(out: &mut String, (x, y): (f64, f64), anchor: &str, text: &str) {
    let text = escaped(text);
    put(
        out,
        format_args!("<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>"),
    );
}

fn bar(out: &mut String, (x, y): (f64, f64), (width, height): (f64, f64), colour: &str) {
    put(
        out,
        format_args!(
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"var(--{colour})\"/>"
        ),
    );
}

fn across(out: &mut String, scale: &Scale, bottom: f64) {
    for tick in scale.ticks() {
        let x = scale.at(tick);
        stroke(out, (x, TOP), (x, bottom), "line");
        word(out, (x, bottom + 16.0), "middle", &significant(tick));
    }
}

fn histogram(bins: &[(f64, f64, u64)], marks: &[(String, f64)]) -> String {
    let mut out = String::new();
    let bottom = HEIGHT - BOTTOM;
    let x = Scale::new(
        bins.iter().flat_map(|bin| [bin.0, bin.1]),
        LEFT,
        WIDTH - 12.0,
    );
    let most = bins.iter().map(|bin| bin.2).max().unwrap_or(1);
    let y = Scale::new([0.0, most as f64].into_iter(), bottom, TOP);
    across(&mut out, &x, bottom);
    for &(from, to, count) in bins {
        let (left, right, top) = (x.at(from), x.at(to), y.at(count as f64));
        bar(
            &mut out,
            (left, top),
            ((right - left - 0.5).max(0.2), bottom - top),
            "a",
        );
    }
    let inside = marks
        .iter()
        .filter(|(_, value)| (x.from..=x.to).contains(value));
    for (place, (name, value)) in inside.enumerate() {
        let at = x.at(*value);
        stroke(&mut out, (at, TOP), (at, bottom), "b");
        // Names of near lines stand on two levels.
        word(
            &mut out,
            (at, if place % 2 == 0 { 10.0 } else { 21.0 }),
            "middle",
            name,
        );
    }
    out
}

fn tornado(base: f64, bars: &[(String, f64, f64)], height: f64) -> String {
    let mut out = String::new();
    let bottom = height - BOTTOM;
    let values = bars.iter().flat_map(|bar| [bar.1, bar.2]).chain([base]);
    let x = Scale::new(values, NAMES, WIDTH - 24.0);
    across(&mut out, &x, bottom);
    let middle = x.at(base);
    for (place, (name, low, high)) in bars.iter().enumerate() {
        let y = TOP + BAR * place as f64;
        word(&mut out, (NAMES - 8.0, y + 14.0), "end", name);
        for (value, colour) in [(*low, "b"), (*high, "a")] {
            let end = x.at(value);
            bar(
                &mut out,
                (end.min(middle), y + 3.0),
                ((end - middle).abs(), BAR - 6.0),
                colour,
            );
        }
    }
    stroke(&mut out, (middle, TOP), (middle, bottom), "ink");
    word(
        &mut out,
        (WIDTH - 24.0, 12.0),
        "end",
        &format!("base {}; second colour: input at P10", significant(base)),
    );
    out
}

fn line(labels: &[String], values: &[f64], band: Option<&(Vec<f64>, Vec<f64>)>) -> String {
    let mut out = String::new();
    let bottom = HEIGHT - BOTTOM;
    let outer = band
        .into_iter()
        .flat_map(|(low, high)| low.iter().chain(high));
    let y = Scale::new(
        values.iter().chain(outer).copied().chain([0.0]),
        bottom,
        TOP,
    );
    let x = Scale::new(
        [0.0, values.len().saturating_sub(1).max(1) as f64].into_iter(),
        LEFT,
        WIDTH - 20.0,
    );
    for tick in y.ticks() {
        let at = y.at(tick);
        stroke(&mut out, (LEFT, at), (WIDTH - 12.0, at), "line");
        word(&mut out, (LEFT - 6.0, at + 4.0), "end", &significant(tick));
    }
    let every = labels.len().div_ceil(16).max(1);
    for (place, label) in labels.iter().enumerate().step_by(every) {
        word(
            &mut out,
            (x.at(place as f64), bottom + 16.0),
            "middle",
            label,
        );
    }
    let point =
        |(place, value): (usize, &f64)| format!("{:.1},{:.1}", x.at(place as f64), y.at(*value));
    if let Some((low, high)) = band {
        let there = low.iter().enumerate().map(point);
        let back = high.iter().enumerate().rev().map(point);
        let points: Vec<String> = there.chain(back).collect();
        put(
            &mut out,
            format_args!(
                "<polygon points=\"{}\" fill=\"var(--fill)\"/>",
                points.join(" ")
            ),
        );
    }
    let points: Vec<String> = values.iter().enumerate().map(point).collect();
    put(
        &mut out,
        format_args!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"var(--a)\" stroke-width=\"2\"/>",
            points.join(" ")
        ),
    );
    stroke(
        &mut out,
        (LEFT, y.at(0.0)),
        (WIDTH - 12.0, y.at(0.0)),
        "ink",
    );
    out
}
