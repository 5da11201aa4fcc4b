//! One panel: marks, error bars and lines on light paper, as SVG text.

use super::axis::Axis;
use plotters::coord::types::RangedCoordf64;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Ink of axes and text.
const INK: RGBColor = RGBColor(0x3a, 0x3f, 0x47);
/// Lines that only guide the eye.
const FAINT: RGBColor = RGBColor(0xe4, 0xe6, 0xea);
/// The line of zero error.
const ZERO: RGBColor = RGBColor(0x8a, 0x90, 0x99);

/// Colours that stay apart in print and for colour-blind eyes (Okabe and Ito 2008).
pub(super) const PALETTE: [RGBColor; 6] = [
    RGBColor(0x5b, 0x6b, 0x7d),
    RGBColor(0x00, 0x72, 0xb2),
    RGBColor(0xd5, 0x5e, 0x00),
    RGBColor(0x00, 0x9e, 0x73),
    RGBColor(0xcc, 0x79, 0xa7),
    RGBColor(0xb8, 0x8a, 0x00),
];
/// What is wrong.
pub(super) const ALARM: RGBColor = RGBColor(0xc4, 0x1e, 0x3a);

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Filled marks with error bars.
    Filled,
    /// Open marks with error bars.
    Open,
    /// A line through the values.
    Line,
}

/// A value with what it may be off by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Value {
    /// Across.
    pub(super) x: f64,
    /// Up.
    pub(super) y: f64,
    /// Half the length of its error bar.
    pub(super) bar: f64,
}

/// Values that belong together.
#[derive(Clone, Debug)]
pub(super) struct Series {
    /// Name in the legend.
    pub(super) name: String,
    /// Colour.
    pub(super) color: RGBColor,
    /// How it is drawn.
    pub(super) style: Style,
    /// The values.
    pub(super) values: Vec<Value>,
}

/// A panel to draw.
#[derive(Clone, Debug)]
pub(super) struct Panel {
    /// Width and height in CSS pixels.
    pub(super) size: (u32, u32),
    /// Quantity and unit across.
    pub(super) x_label: String,
    /// Quantity and unit up.
    pub(super) y_label: String,
    /// The axis across.
    pub(super) x: Axis,
    /// The axis up.
    pub(super) y: Axis,
    /// What is drawn, first below.
    pub(super) series: Vec<Series>,
}

/// Height of a line of the legend.
const LEGEND_LINE: i32 = 18;

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;
type Chart<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<RangedCoordf64, RangedCoordf64>>;

/// Draws a panel.
///
/// # Errors
/// The drawing library's message; a panel with finite axes has none.
pub(super) fn draw(panel: &Panel) -> Result<String, String> {
    let mut svg = String::new();
    {
        let area = SVGBackend::with_string(&mut svg, panel.size).into_drawing_area();
        draw_on(&area, panel).map_err(|error| error.to_string())?;
        area.present().map_err(|error| error.to_string())?;
    }
    Ok(svg)
}

fn draw_on(area: &Area<'_>, panel: &Panel) -> Result<(), Box<dyn std::error::Error>> {
    let mut chart = ChartBuilder::on(area)
        .margin_top(30 + LEGEND_LINE * (legend_line_count(panel) - 1))
        .margin_right(16)
        .margin_bottom(4)
        .x_label_area_size(if panel.x_label.is_empty() { 22 } else { 38 })
        .y_label_area_size(label_width(&panel.y))
        .build_cartesian_2d(panel.x.range.clone(), panel.y.range.clone())?;
    mesh(&mut chart, panel)?;
    zero_line(&mut chart, panel)?;
    for series in &panel.series {
        draw_series(&mut chart, series)?;
    }
    label_axes(area, panel)?;
    legend(area, panel)
}

fn mesh(chart: &mut Chart<'_, '_>, panel: &Panel) -> Result<(), Box<dyn std::error::Error>> {
    let text = ("sans-serif", 14).into_font().color(&INK);
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(FAINT.stroke_width(1))
        .axis_style(INK.stroke_width(1))
        .set_all_tick_mark_size(4)
        .x_labels(panel.x.ticks)
        .y_labels(panel.y.ticks)
        .x_label_formatter(&|value| panel.x.label(*value))
        .y_label_formatter(&|value| panel.y.label(*value))
        .label_style(text)
        .draw()?;
    Ok(())
}

fn zero_line(chart: &mut Chart<'_, '_>, panel: &Panel) -> Result<(), Box<dyn std::error::Error>> {
    if panel.y.range.start < 0.0 && panel.y.range.end > 0.0 {
        let ends = vec![(panel.x.range.start, 0.0), (panel.x.range.end, 0.0)];
        chart.draw_series(std::iter::once(PathElement::new(ends, ZERO.stroke_width(1))))?;
    }
    Ok(())
}

fn draw_series(chart: &mut Chart<'_, '_>, series: &Series) -> Result<(), Box<dyn std::error::Error>> {
    let color = series.color;
    match series.style {
        Style::Line => {
            let line = series.values.iter().map(|value| (value.x, value.y));
            chart.draw_series(LineSeries::new(line, color.stroke_width(1)))?;
        }
        Style::Filled | Style::Open => {
            chart.draw_series(series.values.iter().filter(|value| value.bar > 0.0).map(|value| {
                let ends = vec![(value.x, value.y - value.bar), (value.x, value.y + value.bar)];
                PathElement::new(ends, color.mix(0.4).stroke_width(1))
            }))?;
            let paper = if series.style == Style::Open { WHITE } else { color };
            chart.draw_series(
                series.values.iter().map(|value| Circle::new((value.x, value.y), 3, paper.filled())),
            )?;
            chart.draw_series(
                series.values.iter().map(|value| Circle::new((value.x, value.y), 3, color.stroke_width(1))),
            )?;
        }
    }
    Ok(())
}

fn label_axes(area: &Area<'_>, panel: &Panel) -> Result<(), Box<dyn std::error::Error>> {
    let (width, height) = signed(panel.size);
    let font = ("sans-serif", 14).into_font().color(&INK);
    let right = font.clone().pos(Pos::new(HPos::Right, VPos::Bottom));
    let left = font.pos(Pos::new(HPos::Left, VPos::Top));
    area.draw(&Text::new(panel.y_label.clone(), (6, 6), left))?;
    area.draw(&Text::new(panel.x_label.clone(), (width - 16, height - 3), right))?;
    Ok(())
}

/// Names and marks at the top right, line by line, each line from the right.
fn legend(area: &Area<'_>, panel: &Panel) -> Result<(), Box<dyn std::error::Error>> {
    let style = ("sans-serif", 14).into_font().color(&INK).pos(Pos::new(HPos::Right, VPos::Top));
    let mut top = 6;
    for line in legend_lines(panel) {
        let mut right = signed(panel.size).0 - 16;
        for series in line.into_iter().rev() {
            area.draw(&Text::new(series.name.clone(), (right, top), style.clone()))?;
            right -= text_width(&series.name) + 7;
            legend_mark(area, series, (right, top + 6))?;
            right -= 15;
        }
        top += LEGEND_LINE;
    }
    Ok(())
}

fn legend_line_count(panel: &Panel) -> i32 {
    i32::try_from(legend_lines(panel).len()).unwrap_or(1)
}

/// Series in as many lines as their names need; the first shares its line with the label of the axis up. A single
/// series needs no name.
fn legend_lines(panel: &Panel) -> Vec<Vec<&Series>> {
    let width = signed(panel.size).0 - 22;
    let mut room = width - text_width(&panel.y_label) - 12;
    let mut lines: Vec<Vec<&Series>> = vec![Vec::new()];
    for series in panel.series.iter().filter(|_| panel.series.len() > 1) {
        let needed = text_width(&series.name) + 22;
        if needed > room {
            lines.push(Vec::new());
            room = width;
        }
        room -= needed;
        if let Some(line) = lines.last_mut() {
            line.push(series);
        }
    }
    lines
}

fn legend_mark(
    area: &Area<'_>,
    series: &Series,
    (x, y): (i32, i32),
) -> Result<(), Box<dyn std::error::Error>> {
    let place = (x, y);
    match series.style {
        Style::Line => {
            area.draw(&PathElement::new(vec![(x - 9, y), (x + 3, y)], series.color.stroke_width(2)))?
        }
        Style::Filled => area.draw(&Circle::new(place, 3, series.color.filled()))?,
        Style::Open => area.draw(&Circle::new(place, 3, series.color.stroke_width(1)))?,
    }
    Ok(())
}

/// Width of 11-pixel sans-serif text, wide enough for any reader's font.
fn text_width(text: &str) -> i32 {
    let letters = i32::try_from(text.chars().count()).unwrap_or(0);
    letters * 13 / 2
}

/// Room for the longest label of the axis up, and its tick.
fn label_width(axis: &Axis) -> i32 {
    let longest = [axis.range.start, axis.range.end].map(|end| axis.label(end).chars().count());
    14 + 8 * i32::try_from(longest[0].max(longest[1])).unwrap_or(4)
}

fn signed((width, height): (u32, u32)) -> (i32, i32) {
    (i32::try_from(width).unwrap_or(i32::MAX), i32::try_from(height).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panel_is_one_svg_with_its_labels_and_every_mark() {
        let values = vec![Value { x: 0.0, y: 0.1, bar: 0.2 }, Value { x: 1.0, y: -0.1, bar: 0.2 }];
        let series = Series { name: "rising".into(), color: PALETTE[1], style: Style::Open, values };
        let panel = Panel {
            size: (460, 280),
            x_label: "pressure / MPa".into(),
            y_label: "residual / mK".into(),
            x: Axis::around([0.0, 1.0].into_iter(), 5),
            y: Axis::symmetric([0.3].into_iter(), 5),
            series: vec![series],
        };
        let svg = draw(&panel).unwrap();
        assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
        assert!(svg.contains("pressure / MPa") && svg.contains("residual / mK"));
        assert_eq!(svg.matches("<circle").count(), 4);
    }

    /// Long names take further lines and none is lost or cut; lines hold the panel's width.
    #[test]
    fn a_legend_takes_the_lines_that_its_names_need() {
        let names = ["ambient legs", "a trench leg of a long name", "another trench leg of one", "short"];
        let series = |name: &&str| Series {
            name: (*name).into(),
            color: PALETTE[1],
            style: Style::Filled,
            values: vec![Value { x: 0.5, y: 0.0, bar: 0.0 }],
        };
        let panel = Panel {
            size: (470, 270),
            x_label: String::new(),
            y_label: "residual / mK".into(),
            x: Axis::around([0.0, 1.0].into_iter(), 5),
            y: Axis::symmetric([0.3].into_iter(), 5),
            series: names.iter().map(series).collect(),
        };
        let lines = legend_lines(&panel);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines.concat().len(), names.len());
        for line in &lines {
            assert!(line.iter().map(|series| text_width(&series.name) + 22).sum::<i32>() <= 470 - 22);
        }
        let svg = draw(&panel).unwrap();
        assert!(names.iter().all(|name| svg.contains(name)));
    }
}
