//! Paints what moves, on the one canvas over the drawing. A frame asks every mover where it is and draws it there; it
//! allocates next to nothing.

mod palette;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement};

use super::glyph::{Border, ENVELOPE, Fill, Look, Outline, Paper, Seals, Style};
use super::layout::{Layout, Point};
use super::motion::{Mover, Scar, Sprite};
use crate::model::Message;
use palette::Palette;

/// The brush and its canvas.
pub struct Brush {
    canvas: HtmlCanvasElement,
    ink: CanvasRenderingContext2d,
    palette: Palette,
    /// Device pixels in one unit of the drawing.
    scale: f64,
    size: (u32, u32),
    /// The font size that is set, so that it is set as rarely as possible.
    font: f64,
}

/// The length of a trail.
const TRAIL: f64 = 34.0;

impl Brush {
    /// A brush for this canvas, with the page's colours of this moment.
    pub fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        let ink = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
        Some(Self { canvas, ink, palette: Palette::read(), scale: 1.0, size: (0, 0), font: 0.0 })
    }

    /// Fits the canvas to the element that it lies over; the drawing is as wide as that, in so many units.
    pub fn measure(&mut self, root: &Element, units: f64) {
        let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
        let (width, height) = (f64::from(root.client_width()), f64::from(root.client_height()));
        let size = ((width * ratio).round() as u32, (height * ratio).round() as u32);
        if size != self.size {
            self.canvas.set_width(size.0);
            self.canvas.set_height(size.1);
            self.size = size;
            self.scale = width * ratio / units;
            self.font = 0.0;
            self.ink.set_text_align("center");
            self.ink.set_line_join("round");
        }
    }

    /// How far down the middle of the tray is, in the drawing's units.
    pub fn tray(&self, root: &Element) -> Option<f64> {
        let tray = root.query_selector(".tray").ok()??;
        let (tray, frame) = (tray.get_bounding_client_rect(), root.get_bounding_client_rect());
        let pixels = tray.top() + tray.height() / 2.0 - frame.top();
        let ratio = f64::from(self.size.0) / frame.width().max(1.0);
        (self.scale > 0.0).then_some(pixels * ratio / self.scale)
    }

    /// Takes everything away.
    pub fn clear(&self) {
        let _ = self.ink.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        self.ink.clear_rect(0.0, 0.0, self.size.0.into(), self.size.1.into());
    }

    /// Paints everything where it is after so much of the step.
    pub fn paint<'movers>(&mut self, movers: impl Iterator<Item = &'movers Mover>, part: f64) {
        for mover in movers {
            let opacity = mover.opacity(part);
            if opacity <= 0.0 {
                continue;
            }
            let at = mover.at(part);
            self.ink.set_global_alpha(opacity);
            if let (Some(start), Sprite::Message { look, .. }) = (mover.trail, &mover.sprite) {
                self.trail(start, at, *look);
            }
            match &mover.sprite {
                Sprite::Message { message, look, style, radius } => {
                    self.message(*message, *look, *style, *radius, at, self.scale);
                }
                Sprite::Envelope { seals, paper, refusal, keys } => self.envelope(seals, *paper, *refusal, *keys, at),
            }
        }
        self.ink.set_global_alpha(1.0);
    }

    /// Moves the origin to a place and sets how large a unit is.
    fn origin(&self, at: Point, unit: f64) {
        let _ = self.ink.set_transform(unit, 0.0, 0.0, unit, at.x * self.scale, at.y * self.scale);
    }

    fn trail(&self, start: Point, at: Point, look: Look) {
        let come = start.distance(at);
        if come < 4.0 {
            return;
        }
        let back = at.towards(start, (come + 4.0).min(TRAIL) / come);
        self.origin(Point::default(), self.scale);
        let alpha = self.ink.global_alpha();
        self.ink.set_global_alpha(alpha * 0.28);
        self.ink.set_line_cap("round");
        self.stroke_style(&self.palette.keys[look.index()], 3.0);
        self.ink.begin_path();
        self.ink.move_to(back.x, back.y);
        self.ink.line_to(at.x, at.y);
        self.ink.stroke();
        self.ink.set_line_cap("butt");
        self.ink.set_global_alpha(alpha);
    }

    fn stroke_style(&self, colour: &str, width: f64) {
        self.ink.set_stroke_style_str(colour);
        self.ink.set_line_width(width);
    }

    fn message(&mut self, message: Message, look: Look, style: Style, radius: f64, at: Point, unit: f64) {
        let key = look.index();
        self.origin(at, unit);
        let inner = if style.border == Border::None { radius } else { radius - 0.9 };
        self.outline(look, inner);
        self.ink.set_fill_style_str(match style.fill {
            Fill::Key => &self.palette.keys[key],
            Fill::Tint => &self.palette.tints[key],
            Fill::Sheet => &self.palette.sheet,
        });
        self.ink.fill();
        if style.border != Border::None {
            self.border(look, style.border, radius);
        }
        let digits = if message.0 < 10 { 1 } else { 2 };
        self.set_font(look.font_size(radius, digits));
        self.ink.set_fill_style_str(if style.fill == Fill::Key { &self.palette.on_key } else { &self.palette.keys[key] });
        let _ = self.ink.fill_text(number(message), 0.0, look.baseline(radius, digits));
    }

    fn border(&self, look: Look, border: Border, radius: f64) {
        self.stroke_style(&self.palette.keys[look.index()], 1.8);
        let dashes = border.dashes(look.perimeter(radius));
        if let Some((dash, gap)) = dashes {
            let _ = self.ink.set_line_dash(&js_sys::Array::of2(&dash.into(), &gap.into()));
        }
        self.ink.stroke();
        if dashes.is_some() {
            let _ = self.ink.set_line_dash(&js_sys::Array::new());
        }
    }

    fn set_font(&mut self, size: f64) {
        if self.font != size {
            self.font = size;
            self.ink.set_font(&format!("650 {size}px {}", self.palette.sans));
        }
    }

    /// Begins the path of a look's outline.
    fn outline(&self, look: Look, radius: f64) {
        self.ink.begin_path();
        for piece in look.pieces(radius) {
            match piece {
                Outline::Circle => {
                    let _ = self.ink.arc(0.0, 0.0, radius, 0.0, std::f64::consts::TAU);
                }
                Outline::Start(at) => self.ink.move_to(at.x, at.y),
                Outline::Line(to) => self.ink.line_to(to.x, to.y),
                Outline::Bend(over, to) => self.ink.quadratic_curve_to(over.x, over.y, to.x, to.y),
            }
        }
        self.ink.close_path();
    }

    fn envelope(&mut self, seals: &Seals, paper: Paper, refusal: bool, keys: u8, at: Point) {
        self.origin(at, self.scale);
        match paper {
            Paper::Torn => self.torn(),
            Paper::Sent | Paper::Owed => self.closed(),
        }
        if paper == Paper::Torn {
            return;
        }
        match seals {
            Seals::None => {
                self.ink.begin_path();
                self.ink.move_to(-5.0, 3.5);
                self.ink.line_to(5.0, 3.5);
                self.stroke_style(&self.palette.ink2, 1.6);
                self.ink.stroke();
            }
            Seals::Each(messages) => {
                let (radius, places) = Seals::places(messages.len());
                for (message, place) in messages.iter().zip(places) {
                    self.message(*message, Look::of(*message, keys), Style::LIVE, radius, at.plus(place), self.scale);
                }
                self.origin(at, self.scale);
            }
            Seals::Range(first, last) => self.pill(*first, *last),
        }
        if refusal {
            self.line(-9.0, 10.0, 9.0, -8.0, 4.0, false);
            self.line(-9.0, 10.0, 9.0, -8.0, 1.8, true);
        }
    }

    /// The stroke of a refusal; first its edge, then itself.
    fn line(&self, x: f64, y: f64, to_x: f64, to_y: f64, width: f64, itself: bool) {
        self.ink.begin_path();
        self.ink.move_to(x, y);
        self.ink.line_to(to_x, to_y);
        self.stroke_style(if itself { &self.palette.ink } else { &self.palette.sheet }, width);
        self.ink.stroke();
    }

    fn closed(&self) {
        let ink = &self.ink;
        ink.begin_path();
        ink.rect(-ENVELOPE, -12.0, 2.0 * ENVELOPE, 24.0);
        ink.set_fill_style_str(&self.palette.sheet);
        ink.fill();
        self.stroke_style(&self.palette.ink2, 1.2);
        ink.stroke();
        ink.begin_path();
        ink.move_to(-16.4, -11.4);
        ink.line_to(0.0, 2.0);
        ink.line_to(16.4, -11.4);
        ink.stroke();
    }

    fn torn(&self) {
        let left = [(-20.0, -12.0), (0.0, -12.0), (-4.0, -7.0), (0.0, -3.0), (-4.0, 2.0), (0.0, 7.0), (-3.0, 12.0), (-20.0, 12.0)];
        let right = [(20.0, -10.0), (6.0, -10.0), (2.0, -5.0), (6.0, -1.0), (2.0, 4.0), (6.0, 9.0), (3.0, 14.0), (20.0, 14.0)];
        self.ink.set_fill_style_str(&self.palette.sheet);
        self.stroke_style(&self.palette.bad, 1.4);
        for half in [left, right] {
            self.ink.begin_path();
            for (index, (x, y)) in half.into_iter().enumerate() {
                if index == 0 { self.ink.move_to(x, y) } else { self.ink.line_to(x, y) }
            }
            self.ink.close_path();
            self.ink.fill();
            self.ink.stroke();
        }
        self.stroke_style(&self.palette.bad, 1.0);
        for [from, to] in [[(-19.4, -11.4), (-4.0, -1.0)], [(19.4, -9.4), (6.4, -0.6)]] {
            self.ink.begin_path();
            self.ink.move_to(from.0, from.1);
            self.ink.line_to(to.0, to.1);
            self.ink.stroke();
        }
    }

    fn pill(&mut self, first: Message, last: Message) {
        self.ink.begin_path();
        let _ = self.ink.arc(-6.0, 0.5, 7.0, std::f64::consts::FRAC_PI_2, 3.0 * std::f64::consts::FRAC_PI_2);
        let _ = self.ink.arc(6.0, 0.5, 7.0, -std::f64::consts::FRAC_PI_2, std::f64::consts::FRAC_PI_2);
        self.ink.close_path();
        self.ink.set_fill_style_str(&self.palette.ink);
        self.ink.fill();
        self.set_font(9.5);
        self.ink.set_fill_style_str(&self.palette.sheet);
        let _ = self.ink.fill_text(&format!("{}-{}", first.0, last.0), 0.0, 4.0);
    }

    /// Where wires were cut: two strokes, and a dotted line to where what hung there fell.
    pub fn scars(&self, scars: &[Scar], layout: &Layout) {
        self.origin(Point::default(), self.scale);
        for scar in scars {
            let Point { x, y } = scar.at;
            let (dx, dy) = if layout.tall { (0.0, 1.0) } else { (1.0, 0.0) };
            self.stroke_style(&self.palette.paper, 4.0);
            self.stroke(x - 6.0 * dx, y - 6.0 * dy, x + 6.0 * dx, y + 6.0 * dy);
            self.stroke_style(&self.palette.bad, 1.6);
            for side in [-3.0, 3.0] {
                let (x, y) = (x + side * dx, y + side * dy);
                if layout.tall {
                    self.stroke(x - 6.0, y + 2.0, x + 6.0, y - 2.0);
                } else {
                    self.stroke(x - 2.0, y + 6.0, x + 2.0, y - 6.0);
                }
            }
            self.drop(scar.at, layout);
        }
    }

    fn drop(&self, from: Point, layout: &Layout) {
        let goal = layout.falls_to(from);
        let _ = self.ink.set_line_dash(&js_sys::Array::of2(&JsValue::from(1.5), &JsValue::from(4.0)));
        self.ink.set_line_cap("round");
        self.stroke_style(&self.palette.bad, 1.5);
        if layout.tall {
            self.stroke(from.x + 10.0, from.y, goal.x, goal.y);
        } else {
            // Down to the tray's rim.
            self.stroke(from.x, from.y + 12.0, from.x, goal.y - 30.0);
        }
        self.ink.set_line_cap("butt");
        let _ = self.ink.set_line_dash(&js_sys::Array::new());
    }

    fn stroke(&self, x: f64, y: f64, to_x: f64, to_y: f64) {
        self.ink.begin_path();
        self.ink.move_to(x, y);
        self.ink.line_to(to_x, to_y);
        self.ink.stroke();
    }
}

/// A message's number as text.
fn number(message: Message) -> &'static str {
    const NUMBERS: [&str; 65] = [
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20",
        "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32", "33", "34", "35", "36", "37", "38", "39",
        "40", "41", "42", "43", "44", "45", "46", "47", "48", "49", "50", "51", "52", "53", "54", "55", "56", "57", "58",
        "59", "60", "61", "62", "63", "64",
    ];
    NUMBERS.get(usize::from(message.0)).copied().unwrap_or_default()
}
