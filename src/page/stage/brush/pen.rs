//! Draws messages and envelopes on a canvas, around an origin.

use std::rc::Rc;

use web_sys::CanvasRenderingContext2d;

use super::palette::Palette;
use crate::model::Message;
use crate::page::number::push;
use crate::page::stage::glyph::{Border, ENVELOPE, Fill, Look, MARKER, Outline, Paper, Seals, Style};
use crate::page::stage::layout::Point;
use crate::page::stage::motion::Sprite;

/// A pen for one canvas.
pub struct Pen {
    pub ink: CanvasRenderingContext2d,
    pub palette: Rc<Palette>,
    /// Device pixels in one unit of the drawing.
    pub scale: f64,
}

impl Pen {
    /// Draws a sprite around this place, in units.
    pub fn sprite(&self, sprite: &Sprite, at: Point) {
        self.ink.set_text_align("center");
        self.ink.set_line_join("round");
        match sprite {
            Sprite::Message { message, look, style, radius } => self.message(*message, *look, *style, *radius, at),
            Sprite::Marker(radius) => self.marker(*radius, at),
            Sprite::Envelope { seals, paper, refusal, keys } => self.envelope(seals, *paper, *refusal, *keys, at),
        }
    }

    /// Moves the origin to a place.
    pub fn origin(&self, at: Point) {
        let scale = self.scale;
        let _ = self.ink.set_transform(scale, 0.0, 0.0, scale, at.x * scale, at.y * scale);
    }

    pub fn stroke_style(&self, colour: &str, width: f64) {
        self.ink.set_stroke_style_str(colour);
        self.ink.set_line_width(width);
    }

    fn message(&self, message: Message, look: Look, style: Style, radius: f64, at: Point) {
        let key = look.index();
        self.origin(at);
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
        self.ink.set_fill_style_str(if style.fill == Fill::Key {
            &self.palette.on_key
        } else {
            &self.palette.keys[key]
        });
        let _ = self.ink.fill_text(number(message), 0.0, look.baseline(radius, digits));
    }

    #[inline(never)]
    fn marker(&self, radius: f64, at: Point) {
        self.origin(at);
        self.ink.begin_path();
        self.ink.rect(-MARKER, -radius, 2.0 * MARKER, 2.0 * radius);
        self.ink.set_fill_style_str(&self.palette.sheet);
        self.ink.fill();
        self.stroke_style(&self.palette.ink2, 1.3);
        self.ink.stroke();
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

    fn set_font(&self, size: f64) {
        let mut font = String::from("650 ");
        push(&mut font, size);
        font += "px ";
        font += &self.palette.sans;
        self.ink.set_font(&font);
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

    fn envelope(&self, seals: &Seals, paper: Paper, refusal: bool, keys: u8, at: Point) {
        self.origin(at);
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
                    self.message(*message, Look::of(*message, keys), Style::LIVE, radius, at.plus(place));
                }
                self.origin(at);
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
        let left = [
            (-20.0, -12.0),
            (0.0, -12.0),
            (-4.0, -7.0),
            (0.0, -3.0),
            (-4.0, 2.0),
            (0.0, 7.0),
            (-3.0, 12.0),
            (-20.0, 12.0),
        ];
        let right =
            [(20.0, -10.0), (6.0, -10.0), (2.0, -5.0), (6.0, -1.0), (2.0, 4.0), (6.0, 9.0), (3.0, 14.0), (20.0, 14.0)];
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

    fn pill(&self, first: Message, last: Message) {
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
}

/// A message's number as text.
fn number(message: Message) -> &'static str {
    const NUMBERS: [&str; 65] = [
        "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19",
        "20", "21", "22", "23", "24", "25", "26", "27", "28", "29", "30", "31", "32", "33", "34", "35", "36", "37",
        "38", "39", "40", "41", "42", "43", "44", "45", "46", "47", "48", "49", "50", "51", "52", "53", "54", "55",
        "56", "57", "58", "59", "60", "61", "62", "63", "64",
    ];
    NUMBERS.get(usize::from(message.0)).copied().unwrap_or_default()
}
