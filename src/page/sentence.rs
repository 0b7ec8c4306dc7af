//! What the step did, in a sentence whose messages are glyphs and whose steps are links.

use yew::{Callback, Html, Properties, component, html};

use super::app::Ask;
use super::show::SharedRun;
use super::stage::Glyph;
use crate::tell::{self, Lang, Piece};

/// A sentence of a run.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The run.
    pub run: SharedRun,
    /// The step it tells of.
    pub step: usize,
    /// Where wishes go.
    pub ask: Callback<Ask>,
}

/// What the step did.
#[component(Sentence)]
pub fn sentence(props: &Props) -> Html {
    let Props { lang, run, step, ask } = props;
    html! { <p class="sentence">{ for pieces(run, *step, *lang, 21.0, ask) }</p> }
}

/// The parts of a step's sentence, with glyphs of this size.
pub fn pieces(run: &SharedRun, step: usize, lang: Lang, size: f64, ask: &Callback<Ask>) -> Vec<Html> {
    let keys = run.setup().keys;
    let part = |piece| match piece {
        Piece::Text(text) => html! { { text } },
        Piece::Message(message) => html! { <Glyph {message} {keys} {size} /> },
        Piece::Step(to, text) => step_link(to, html! { { text } }, ask),
    };
    tell::sentence(run, step, lang).into_iter().map(part).collect()
}

/// A link to a step.
pub fn step_link(step: usize, text: Html, ask: &Callback<Ask>) -> Html {
    html! { <button class="steplink" onclick={ask.reform(move |_| Ask::Seek(step))}>{ text }</button> }
}
