//! The drawing as elements. They change once a step; what moves in between is on the canvas above them.

mod boxes;
mod faults;
mod part;
mod pluck;
mod shapes;
mod tip;
mod tray;
mod wires;

pub use faults::{Faults, faults};
pub use shapes::{badge, envelope, glyph, message as message_sign};

use std::rc::Rc;

use yew::{Callback, Component, Context, Html, NodeRef, Properties};

use super::brush::{Brush, tray_of};
use super::layout::{Layout, Point};
use super::motion::{Plan, Scenery, scars};
use super::picture::Picture;
use super::story::Story;
use crate::model::{Action, Consumer};
use crate::page::element::{Element, empty};
use crate::page::number::push;
use crate::page::playhead::{Playhead, Watch};
use crate::page::show::SharedRun;
use crate::page::svg::{Shape, nothing};
use crate::page::width::Width;
use crate::setup::FaultKinds;
use crate::tell::{Lang, interface};
use part::Part;
use tip::Tip;

/// What a drawing is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Role {
    /// It shows the only run, and has the buttons that break it.
    #[default]
    Alone,
    /// It shows the first of two runs; the buttons that break both are under them.
    First,
    /// It shows a run that nobody breaks here: the second of two, or that of a figure.
    Watched,
}

/// What the drawing needs.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The run.
    pub run: SharedRun,
    /// How many steps are done; a single step counts from its beginning.
    pub step: usize,
    /// Where the run stands, between steps too.
    pub playhead: Playhead,
    /// Whether it plays.
    pub playing: bool,
    /// What it is for.
    #[prop_or_default]
    pub role: Role,
    /// Whether it is drawn from top to bottom, for a phone.
    #[prop_or_default]
    pub tall: bool,
    /// Changes when the page's colours do.
    #[prop_or_default]
    pub colours: u32,
    /// The consumer that faults strike, where a person chose one.
    #[prop_or_default]
    pub struck: Option<Consumer>,
    /// The kinds of faults that may strike, where a level of the challenge allows only some.
    #[prop_or_default]
    pub allowed: Option<FaultKinds>,
    /// Where that choice goes.
    pub on_strike: Callback<Consumer>,
    /// Where faults and plucked envelopes go.
    pub on_action: Callback<Action>,
    /// Where clicks on a step go.
    pub on_step: Callback<usize>,
}

/// What happens to the drawing.
pub enum Message {
    /// The playhead has moved.
    At(f64),
    /// The room for the drawing, or the tray, has another size.
    Resized,
    /// The tray is somewhere else than was thought.
    Moved,
}

/// How a position is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    /// At a whole position: everything is an element.
    Rest,
    /// Between two, standing: what is on a wire is an element, what the step moves is painted.
    Held,
    /// Between two, moving: all that moves is painted.
    Moving,
}

/// The drawing.
pub struct Stage {
    story: Rc<Story>,
    layout: Rc<Layout>,
    position: f64,
    mode: Mode,
    before: Rc<Picture>,
    plan: Plan,
    /// Nothing until it is drawn, in these colours and this shape. Only then is it measured at once, which makes the
    /// browser lay the page out; later the browser tells of another size when it has laid it out anyway.
    brush: Option<Brush>,
    root: NodeRef,
    canvas: NodeRef,
    tip_node: NodeRef,
    tip: Option<Tip>,
    _watch: Watch,
    resized: Option<Width>,
}

impl Component for Stage {
    type Message = Message;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let props = ctx.props();
        let (story, layout) = drawing(props);
        let position = props.playhead.get().min(props.run.steps() as f64);
        let before = Rc::new(Picture::new(&props.run, position as usize));
        let watch = props.playhead.watch({
            let link = ctx.link().clone();
            move |position| link.send_message(Message::At(position))
        });
        let mut stage = Self {
            story,
            layout,
            position,
            mode: Mode::Rest,
            before,
            plan: Plan::default(),
            brush: None,
            root: NodeRef::default(),
            canvas: NodeRef::default(),
            tip_node: NodeRef::default(),
            tip: None,
            _watch: watch,
            resized: None,
        };
        stage.mode = stage.mode_at(props);
        stage.think(props);
        stage
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::At(position) => self.move_to(ctx.props(), position),
            Message::Resized => {
                let lower = self.measure();
                self.paint();
                lower
            }
            Message::Moved => true,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let props = ctx.props();
        if props.run != old.run || props.tall != old.tall {
            let hanging = (props.run != old.run).then(|| std::mem::take(&mut self.plan));
            let tray = self.layout.tray;
            (self.story, self.layout) = drawing(props);
            if props.tall == old.tall {
                Rc::make_mut(&mut self.layout).tray = tray;
            }
            self.position = props.playhead.get().min(props.run.steps() as f64);
            self.think(props);
            if let Some(hanging) = hanging {
                self.plan.hang(&hanging, self.position.fract());
            }
        }
        if props.colours != old.colours || props.tall != old.tall {
            self.brush = None;
        }
        self.mode = self.mode_at(props);
        true
    }

    fn rendered(&mut self, ctx: &Context<Self>, _first: bool) {
        if self.brush.is_none() {
            self.brush = self.canvas.cast().and_then(Brush::new);
            if self.measure() {
                ctx.link().send_message(Message::Moved);
            }
        }
        self.paint();
        if self.resized.is_none() {
            self.resized = self.watch_size(ctx);
        }
        match &self.tip {
            Some(tip) => tip.refresh(),
            None => self.tip = self.root.cast().zip(self.tip_node.cast()).map(|(root, node)| Tip::new(root, node)),
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let part = Part {
            lang: props.lang,
            run: &props.run,
            story: &self.story,
            layout: &self.layout,
            picture: &self.before,
            plan: &self.plan,
            part: self.position.fract(),
            moving: self.mode != Mode::Rest,
            role: props.role,
            on_action: &props.on_action,
        };
        let envelopes = if self.mode == Mode::Moving { nothing() } else { wires::envelopes(&part) };
        let drawing = Element::new("svg")
            .text("viewBox", view_box(&self.layout))
            .word("role", "group")
            .word("aria-label", interface::stage(props.lang))
            .with(boxes::producer(&part))
            .with(boxes::broker(&part))
            .with(boxes::consumers(&part))
            .with(boxes::world(&part))
            .with(wires::wires(&part))
            .with(wires::scars(&part))
            .with(envelopes)
            .with(Shape::of("g", "changed").with(wires::changes(&part)).done());
        let canvas = Element::of("canvas", "movers").known_as(&self.canvas).word("aria-hidden", "true");
        Element::of("div", if props.tall { "stage tall" } else { "stage wide" })
            .known_as(&self.root)
            .with(drawing.done())
            .with(if props.tall || props.role != Role::Alone { empty("div") } else { self.faults(props) })
            .with(tray::tray(&part, &props.on_step))
            .with(canvas.done())
            .with(tip::drawn(&self.tip_node))
            .done()
    }
}

fn view_box(layout: &Layout) -> String {
    let mut text = String::from("0 0 ");
    push(&mut text, layout.width);
    text.push(' ');
    push(&mut text, layout.height);
    text
}

/// Everything that depends on the run alone.
fn drawing(props: &Props) -> (Rc<Story>, Rc<Layout>) {
    let room = |shape: &_| Layout::new(shape, props.tall).broker.room();
    let story = Story::new(&props.run, room);
    let layout = Layout::new(&story.shape, props.tall);
    (Rc::new(story), Rc::new(layout))
}

/// Where the last step brought things to rest.
fn last_changes(scenery: &Scenery, picture: &Picture) -> Vec<Point> {
    let Some(earlier) = picture.position.checked_sub(1) else { return Vec::new() };
    Plan::new(scenery, &Picture::new(scenery.run, earlier), picture).goals()
}

impl Stage {
    fn mode_at(&self, props: &Props) -> Mode {
        if self.position.fract() == 0.0 {
            Mode::Rest
        } else if props.playing || props.step > self.position as usize {
            Mode::Moving
        } else {
            Mode::Held
        }
    }

    /// Works out what the position shows and what moves from there.
    fn think(&mut self, props: &Props) {
        let position = self.position as usize;
        self.before = Rc::new(Picture::new(&props.run, position));
        let after = Picture::new(&props.run, position + 1);
        let scenery = Scenery { run: &props.run, story: &self.story, layout: &self.layout };
        self.plan = Plan::new(&scenery, &self.before, &after);
        #[cfg(feature = "bench")]
        self.plan.crowd(crate::page::CROWD);
        self.plan.scars = scars(&scenery, position, tray::SHOWN);
        self.plan.changed = last_changes(&scenery, &self.before);
    }

    /// The playhead has moved: paints, and says whether the elements must change too.
    fn move_to(&mut self, props: &Props, position: f64) -> bool {
        let position = position.min(props.run.steps() as f64);
        let new_step = position as usize != self.position as usize;
        self.position = position;
        if new_step {
            self.think(props);
        }
        let mode = self.mode_at(props);
        let new_mode = std::mem::replace(&mut self.mode, mode) != mode;
        // Standing between two positions, envelopes are elements, so they follow the playhead one by one.
        let changed = new_step || new_mode || mode == Mode::Held;
        if !changed {
            self.paint();
        }
        changed
    }

    fn watch_size(&self, ctx: &Context<Self>) -> Option<Width> {
        let (root, link) = (self.root.cast()?, ctx.link().clone());
        let tray = tray_of(&root)?;
        let width = Width::watch(root, move |_| link.send_message(Message::Resized))?;
        width.follow(&tray);
        Some(width)
    }

    /// Fits the canvas to the page. Says whether the tray turned out to be somewhere else.
    fn measure(&mut self) -> bool {
        let (Some(brush), Some(root)) = (&mut self.brush, self.root.cast::<web_sys::Element>()) else { return false };
        brush.measure(&root, self.layout.width);
        let tray = brush.tray(&root).filter(|tray| !self.layout.tall && (self.layout.tray - tray).abs() > 1.0);
        if let Some(tray) = tray {
            let layout = Rc::make_mut(&mut self.layout);
            self.plan.lower(layout.tray, tray - layout.tray);
            layout.tray = tray;
        }
        tray.is_some()
    }

    fn paint(&mut self) {
        let part = self.position.fract();
        if let Some(brush) = &mut self.brush {
            brush.clear();
            match self.mode {
                Mode::Rest => {}
                Mode::Held => brush.paint(self.plan.movers.iter().filter(|mover| !mover.is_on_wire(part)), part),
                Mode::Moving => brush.paint(self.plan.movers.iter(), part),
            }
        }
    }

    fn faults(&self, props: &Props) -> Html {
        faults::faults(&Faults {
            lang: props.lang,
            run: &props.run,
            step: self.before.position,
            tall: false,
            chosen: props.struck,
            allowed: props.allowed,
            choose: props.on_strike.clone(),
            // Here the tooltip says it.
            vain: None,
            in_vain: Callback::noop(),
            on_action: &props.on_action,
        })
    }
}
