//! Under the bar: the page's question, the story's question, and what this run has done so far.

use yew::{Html, Properties, component, html};

use super::show::SharedRun;
use super::stage::Glyph;
use super::words;
use crate::model::{Flag, Messages};
use crate::tell::{self, Lang, interface};

/// What is asked and what has happened.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The run.
    pub run: SharedRun,
    /// How many steps are done.
    pub step: usize,
    /// The story that plays, if any.
    pub story: Option<&'static str>,
}

/// The page's question and this run's answer so far.
#[component(Intro)]
pub fn intro(props: &Props) -> Html {
    let Props { lang, run, step, story } = props;
    html! {
        <div class="intro">
            <div>
                <h1>{ words::question(*lang) }</h1>
                <p>{ line(*story, *step == run.steps(), *lang) }</p>
            </div>
            { so_far(run, *step, *lang) }
        </div>
    }
}

/// The story's question; at its end, what to remember.
fn line(story: Option<&'static str>, at_end: bool, lang: Lang) -> &'static str {
    match story.and_then(|story| tell::preset(story, lang)) {
        None => interface::intro(lang),
        Some(words) if at_end => words.remember,
        Some(words) => words.question,
    }
}

/// One question's answer: if all is well, and the broken promises with the word for each.
type Answer = (fn(Lang) -> &'static str, [(Flag, bool, fn(Lang) -> &'static str); 2]);

const ANSWERS: [Answer; 3] = [
    (words::nothing_lost, [(Flag::Lost, true, words::lost), (Flag::ReportedFailure, false, words::reported)]),
    (
        words::nothing_twice,
        [(Flag::EffectTwice, true, words::effect_twice), (Flag::DeliveredTwice, false, words::delivered_twice)],
    ),
    (words::in_order, [(Flag::Reordered, true, words::out_of_order), (Flag::StaleReplay, false, words::stale)]),
];

/// What this run has done to the promises so far.
fn so_far(run: &SharedRun, step: usize, lang: Lang) -> Html {
    let (flags, keys) = (run.ledger(step).flags, run.setup().keys);
    let answers = ANSWERS.iter().map(|(well, broken)| {
        let (loud, quiet) = (broken[0], broken[1]);
        let first = match flags.has(loud.0) {
            true => told(flags.of(loud.0), loud.2(lang), "no", keys),
            false => html! { <span class="ok">{ well(lang) }</span> },
        };
        let second = flags.has(quiet.0).then(|| told(flags.of(quiet.0), quiet.2(lang), "also", keys));
        html! { <li>{ first }{ second.unwrap_or_default() }</li> }
    });
    html! { <div class="sofar"><h2>{ words::in_this_run(lang) }</h2><ul>{ for answers }</ul></div> }
}

/// The most glyphs that stand in a line; further messages are counted.
const GLYPHS: usize = 4;

fn told(messages: Messages, what: &'static str, class: &'static str, keys: u8) -> Html {
    let glyphs = messages.iter().take(GLYPHS).map(|message| html! { <Glyph {message} {keys} size={17.0} /> });
    let more = messages.len().saturating_sub(GLYPHS);
    let more = if more == 0 { String::new() } else { format!("+{more} ") };
    html! { <span {class}>{ for glyphs }{ more }{ what }</span> }
}
