//! What the producer believes of each message, beside what is true and what the outside world shows.

use yew::{Callback, Html, Properties, component, html};

use super::app::Ask;
use super::seen::learnt;
use super::sentence::step_link;
use super::show::SharedRun;
use super::stage::Glyph;
use crate::model::{Belief, Fate, Flag, Message};
use crate::tell::{self, Lang, interface};

/// The ledger of a run after so many steps.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The run.
    pub run: SharedRun,
    /// How many steps are done.
    pub step: usize,
    /// Where wishes go.
    pub ask: Callback<Ask>,
}

/// The ledger.
#[component(LedgerTable)]
pub fn ledger(props: &Props) -> Html {
    let lang = props.lang;
    let rows = (0..props.run.ledger(0).records.len()).map(|index| row(props, Message::at(index)));
    html! {
        <section class="ledger" aria-labelledby="ledger">
            <h2 id="ledger">{ interface::ledger(lang) }</h2>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{ interface::column_message(lang) }</th>
                        <th scope="col">{ interface::column_believes(lang) }</th>
                        <th scope="col">{ interface::column_true(lang) }</th>
                        <th scope="col">{ interface::column_world(lang) }</th>
                    </tr>
                </thead>
                <tbody>{ for rows }</tbody>
            </table>
        </section>
    }
}

fn row(props: &Props, message: Message) -> Html {
    let Props { lang, run, step, ask } = props;
    let ledger = run.ledger(*step);
    let (record, keys) = (ledger.record(message), run.setup().keys);
    let broken =
        [Flag::Lost, Flag::EffectTwice, Flag::Reordered].iter().any(|flag| ledger.flags.of(*flag).contains(message));
    let since = learnt(run, *step, message)
        .map(|step| html! { <small>{ step_link(step, html! { { interface::step(step, *lang) } }, ask) }</small> });
    let badge = (record.applied > 1).then(|| html! { <i class="x2h">{ interface::times(record.applied.into()) }</i> });
    html! {
        <tr
            key={message.0}
            class={broken.then_some("hot")}
            data-message={message.0.to_string()}
            data-fate={ledger.fate(message).name()}
        >
            <td><Glyph {message} {keys} size={24.0} /></td>
            <td>{ belief(record.belief) }{ tell::belief(record.belief, *lang) }{ " " }{ since.unwrap_or_default() }</td>
            <td class={(ledger.fate(message) == Fate::Lost).then_some("badtext")}>{ tell::truth(run, *step, message, *lang) }</td>
            <td>{ tell::outside_world(run, *step, message, *lang) }{ " " }{ badge.unwrap_or_default() }</td>
        </tr>
    }
}

/// The sign before a belief.
pub fn belief(belief: Belief) -> Html {
    let (class, sign) = match belief {
        Belief::Unsent => ("bel none", "–"),
        Belief::Unknown => ("bel un", "?"),
        Belief::Acked => ("bel ok", "✓"),
        Belief::Failed => ("bel no", "✕"),
    };
    html! { <span {class} aria-hidden="true">{ sign }</span> }
}
