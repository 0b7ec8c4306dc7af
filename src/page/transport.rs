//! The buttons that drive the run, and where it stands.

use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html};

use super::app::Ask;
use super::clock::{Clock, SPEEDS};
use super::element::{Element, told};
use super::icon::Icon;
use super::panel::{button, choice, heard, list};
use super::words;
use crate::tell::{Lang, interface};

/// What drives the run, or two of them together.
pub struct Transport<'page> {
    /// The language.
    pub lang: Lang,
    /// Where it stands.
    pub clock: &'page Clock,
    /// How many steps there are.
    pub steps: usize,
    /// Whether a person broke something.
    pub broken: bool,
    /// The first step in which two runs differ.
    pub mark: Option<usize>,
    /// Where wishes go.
    pub ask: &'page Callback<Ask>,
}

/// The buttons that drive the run.
pub fn transport(panel: &Transport) -> Html {
    let Transport { lang, clock, steps, broken, .. } = *panel;
    let step = clock.step();
    let at_end = clock.is_at_end();
    let (play, icon) = match (clock.is_playing(), at_end) {
        (true, _) => (interface::pause(lang), Icon::Pause),
        (false, true) => (interface::replay(lang), Icon::Again),
        (false, false) => (interface::play(lang), Icon::Play),
    };
    let buttons = Element::of("div", "btns")
        .with(drive(panel, "start", interface::to_start(lang), Icon::Start, Ask::Start, step == 0))
        .with(drive(panel, "back", interface::step_back(lang), Icon::Back, Ask::Back, step == 0))
        .with(drive(panel, "play", play, icon, Ask::Toggle, steps == 0))
        .with(drive(panel, "step", interface::step_on(lang), Icon::On, Ask::On, at_end))
        .with(drive(panel, "end", interface::to_end(lang), Icon::End, Ask::End, at_end));
    let here = Element::new("b").text("data-step", step.to_string()).text("data-steps", steps.to_string());
    let mut mend = Element::of("span", "mend");
    if broken {
        let undo = button(panel.ask, Ask::Mend).word("class", "steplink").word("data-do", "mend");
        mend = mend.with(undo.say(interface::undo_breaks(lang)).done());
    }
    let position = Element::of("div", "pos")
        .with(here.with(told(interface::position(clock.told(), steps, lang))).done())
        .with(mend.done())
        .with(speeds(panel));
    let all = Element::of("div", "transport").word("role", "group").word("aria-label", words::transport(lang));
    all.with(buttons.done()).with(position.done()).with(scrub(panel)).done()
}

fn drive(panel: &Transport, name: &'static str, label: &'static str, icon: Icon, wish: Ask, off: bool) -> Html {
    let drive = button(panel.ask, wish).word("class", if name == "play" { "main" } else { "" }).word("data-do", name);
    drive.word("aria-label", label).word("title", label).flag("aria-disabled", off).with(icon.draw()).done()
}

fn speeds(panel: &Transport) -> Html {
    let options = SPEEDS.iter().enumerate().map(|(place, (speed, name))| {
        choice(place.to_string(), told(format!("{name}×")), *speed == panel.clock.speed()).done()
    });
    let change = heard(panel.ask, |place| Ask::Speed(place.parse().unwrap_or(1)));
    let select = Element::new("select").word("data-do", "speed").word("aria-label", interface::speed(panel.lang));
    list("pick speed", select.on(|| ListenerKind::onchange, change).each(options))
}

fn scrub(panel: &Transport) -> Html {
    let (step, steps) = (panel.clock.step(), panel.steps);
    let input = heard(panel.ask, move |to| Ask::To(to.parse().unwrap_or(step)));
    let place = panel.mark.map_or_else(String::new, |mark| format!("--mark:{}", mark * 1000 / steps.max(1)));
    Element::of("input", if panel.mark.is_some() { "scrub marked" } else { "scrub" })
        .style(place)
        .word("type", "range")
        .word("data-do", "scrub")
        .word("min", "0")
        .text("max", steps.to_string())
        .value(step.to_string())
        .word("aria-label", interface::scrub(panel.lang))
        .text("aria-valuetext", interface::position(step, steps, panel.lang))
        .on(|| ListenerKind::oninput, input)
        .done()
}
