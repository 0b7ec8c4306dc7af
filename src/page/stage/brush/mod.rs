//! Paints what moves, on the one canvas over the drawing. Every message and envelope is drawn once, on a tile of its
//! own; a frame asks each mover where it is and puts its tile there. It allocates next to nothing.

mod palette;
mod pen;

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, Element, HtmlCanvasElement};

use super::glyph::Look;
use super::layout::Point;
use super::motion::{Mover, Sprite};
use palette::Palette;
use pen::Pen;

/// The brush and its canvas.
pub struct Brush {
    canvas: HtmlCanvasElement,
    pen: Pen,
    size: (u32, u32),
    /// By the number of what is on them, lowest first.
    tiles: Vec<(u64, HtmlCanvasElement)>,
}

/// The length of a trail.
const TRAIL: f64 = 34.0;
/// Half the size of a tile, in units: the largest thing is a torn envelope.
const TILE: f64 = 23.0;
/// More tiles than this are not kept.
const TILES: usize = 600;

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// The tray of the drawing in this element.
pub fn tray_of(root: &Element) -> Option<Element> {
    root.query_selector(".tray").ok()?
}

impl Brush {
    /// A brush for this canvas, with the page's colours of this moment.
    pub fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        let pen = Pen { ink: context(&canvas)?, palette: Rc::new(Palette::read(&canvas)), scale: 1.0 };
        Some(Self { canvas, pen, size: (0, 0), tiles: Vec::new() })
    }

    /// Fits the canvas to the element that it lies over; the drawing is as wide as that, in so many units.
    pub fn measure(&mut self, root: &Element, units: f64) {
        let ratio = web_sys::window().map_or(1.0, |window| window.device_pixel_ratio());
        let (width, height) = (f64::from(root.client_width()), f64::from(root.client_height()));
        let size = ((width * ratio).round() as u32, (height * ratio).round() as u32);
        let scale = width * ratio / units;
        if size != self.size {
            self.canvas.set_width(size.0);
            self.canvas.set_height(size.1);
            self.size = size;
        }
        if self.pen.scale != scale {
            self.pen.scale = scale;
            self.tiles.clear();
        }
    }

    /// How far down the middle of the tray is, in the drawing's units.
    pub fn tray(&self, root: &Element) -> Option<f64> {
        let tray = tray_of(root)?;
        let (tray, frame) = (tray.get_bounding_client_rect(), root.get_bounding_client_rect());
        let pixels = tray.top() + tray.height() / 2.0 - frame.top();
        let ratio = f64::from(self.size.0) / frame.width().max(1.0);
        (self.pen.scale > 0.0).then_some(pixels * ratio / self.pen.scale)
    }

    /// Takes everything away.
    pub fn clear(&self) {
        let _ = self.pen.ink.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        self.pen.ink.clear_rect(0.0, 0.0, self.size.0.into(), self.size.1.into());
    }

    /// Paints everything where it is after so much of the step.
    pub fn paint<'movers>(&mut self, movers: impl Iterator<Item = &'movers Mover> + Clone, part: f64) {
        self.trails(movers.clone(), part);
        let _ = self.pen.ink.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        for mover in movers {
            let opacity = mover.opacity(part);
            if opacity <= 0.0 {
                continue;
            }
            let at = mover.at(part);
            if opacity < 1.0 {
                self.pen.ink.set_global_alpha(opacity);
            }
            self.put(&mover.sprite, at);
            if opacity < 1.0 {
                self.pen.ink.set_global_alpha(1.0);
            }
        }
    }

    /// Puts a sprite's tile at a place; draws the tile if this is its first time.
    fn put(&mut self, sprite: &Sprite, at: Point) {
        let key = sprite.key();
        let place = match self.tiles.binary_search_by_key(&key, |(key, _)| *key) {
            Ok(place) => place,
            Err(mut place) => {
                let Some(tile) = self.tile(sprite) else { return };
                if self.tiles.len() >= TILES {
                    self.tiles.clear();
                    place = 0;
                }
                self.tiles.insert(place, (key, tile));
                place
            }
        };
        let (x, y) = ((at.x - TILE) * self.pen.scale, (at.y - TILE) * self.pen.scale);
        let _ = self.pen.ink.draw_image_with_html_canvas_element(&self.tiles[place].1, x, y);
    }

    fn tile(&self, sprite: &Sprite) -> Option<HtmlCanvasElement> {
        let document = web_sys::window()?.document()?;
        let tile = document.create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
        let size = (2.0 * TILE * self.pen.scale).ceil() as u32;
        tile.set_width(size);
        tile.set_height(size);
        let pen = Pen { ink: context(&tile)?, palette: Rc::clone(&self.pen.palette), scale: self.pen.scale };
        pen.sprite(sprite, Point::new(TILE, TILE));
        Some(tile)
    }

    /// The lines behind what flies.
    fn trails<'movers>(&self, movers: impl Iterator<Item = &'movers Mover>, part: f64) {
        let ink = &self.pen.ink;
        self.pen.origin(Point::default());
        ink.set_global_alpha(0.28);
        ink.set_line_cap("round");
        let mut last: Option<Look> = None;
        for mover in movers {
            let (Some(start), Sprite::Message { look, .. }) = (mover.trail, &mover.sprite) else { continue };
            let at = mover.at(part);
            let come = start.distance(at);
            if come < 4.0 {
                continue;
            }
            if last.replace(*look) != Some(*look) {
                self.pen.stroke_style(&self.pen.palette.keys[look.index()], 3.0);
            }
            let back = at.towards(start, (come + 4.0).min(TRAIL) / come);
            self.stroke(back.x, back.y, at.x, at.y);
        }
        ink.set_line_cap("butt");
        ink.set_global_alpha(1.0);
    }

    fn stroke(&self, x: f64, y: f64, to_x: f64, to_y: f64) {
        self.pen.ink.begin_path();
        self.pen.ink.move_to(x, y);
        self.pen.ink.line_to(to_x, to_y);
        self.pen.ink.stroke();
    }
}
