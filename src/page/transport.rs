//! The buttons that drive the run, and where it stands.

use yew::Html;
use yew::virtual_dom::ListenerKind;

use super::app::Ask;
use super::clock::{Clock, SPEEDS};
use super::element::{Element, told};
use super::icon::Icon;
use super::panel::{Panel, button, choice, heard, list};
use super::words;
use crate::tell::interface;

/// The buttons that drive the run. `broken` says whether a person broke something in it.
pub fn transport(panel: &Panel, clock: &Clock, broken: bool) -> Html {
    let (lang, step, steps) = (panel.lang, panel.step, panel.run.steps());
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
        .with(speeds(panel, clock));
    let all = Element::of("div", "transport").word("role", "group").word("aria-label", words::transport(lang));
    all.with(buttons.done()).with(position.done()).with(scrub(panel)).done()
}

fn drive(panel: &Panel, name: &'static str, label: &'static str, icon: Icon, wish: Ask, off: bool) -> Html {
    let drive = button(panel.ask, wish).word("class", if name == "play" { "main" } else { "" }).word("data-do", name);
    drive.word("aria-label", label).word("title", label).flag("aria-disabled", off).with(icon.draw()).done()
}

fn speeds(panel: &Panel, clock: &Clock) -> Html {
    let options = SPEEDS.iter().enumerate().map(|(place, (speed, name))| {
        choice(place.to_string(), told(format!("{name}×")), *speed == clock.speed()).done()
    });
    let change = heard(panel.ask, |place| Ask::Speed(place.parse().unwrap_or(1)));
    let select = Element::new("select").word("data-do", "speed").word("aria-label", interface::speed(panel.lang));
    list("pick speed", select.on(|| ListenerKind::onchange, change).each(options))
}

fn scrub(panel: &Panel) -> Html {
    let (step, steps) = (panel.step, panel.run.steps());
    let input = heard(panel.ask, move |to| Ask::Seek(to.parse().unwrap_or(step)));
    Element::of("input", "scrub")
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
