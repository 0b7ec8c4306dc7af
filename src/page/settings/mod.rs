//! The controls: every setting of the chosen broker, grouped by the hop it belongs to. All of them are always there;
//! what can't be chosen or makes no difference is disabled and says why.

mod kinds;
mod number;
mod row;
mod switch;

use yew::{Callback, Html, Properties, component, html};

use super::app::Ask;
use super::words;
use crate::setup::{Field, Setup};
use crate::tell::{Hop, Lang, interface};
use row::Row;

/// What the controls show.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The settings.
    pub setup: Setup,
    /// Whether they belong to a story.
    pub of_story: bool,
    /// Whether they are not those that the story, or an empty setup, starts with.
    pub changed: bool,
    /// Where wishes go.
    pub ask: Callback<Ask>,
}

/// Whether a setting stands in the open; the others are behind "more".
const fn is_in_the_open(field: Field) -> bool {
    match field {
        Field::Publish
        | Field::Window
        | Field::Durable
        | Field::Persistent
        | Field::FsyncBeforeConfirm
        | Field::Consumers
        | Field::Ack
        | Field::Prefetch
        | Field::EffectKind
        | Field::Dedup
        | Field::Budget
        | Field::FaultKinds
        | Field::Messages
        | Field::Keys
        | Field::Seed => true,
        Field::Broker
        | Field::Resend
        | Field::Mandatory
        | Field::QueueType
        | Field::Queues
        | Field::MaxLength
        | Field::Overflow
        | Field::MessageTtl
        | Field::DeadLetter
        | Field::DeliveryLimit
        | Field::SingleActiveConsumer
        | Field::MultipleAck
        | Field::Workers
        | Field::Dispatch
        | Field::VersionGuard => false,
    }
}

/// The controls.
#[component(Settings)]
pub fn settings(props: &Props) -> Html {
    let Props { lang, of_story, changed, ask, .. } = props;
    let own = ask.reform(|_| Ask::OwnSettings);
    html! {
        <section class="settings" aria-label={interface::settings(*lang)}>
            { for Hop::ALL.iter().map(|hop| group(props, *hop)) }
            <div class="own">
                <button class="quiet" data-do="own-settings" disabled={!changed} onclick={own}>
                    { if *of_story { words::own_settings(*lang) } else { interface::defaults(*lang) } }
                </button>
            </div>
        </section>
    }
}

fn group(props: &Props, hop: Hop) -> Html {
    let lang = props.lang;
    // The broker is chosen in the bar.
    let fields = Field::ALL.iter().copied().filter(|field| Hop::of(*field) == hop && *field != Field::Broker);
    let (open, folded): (Vec<_>, Vec<_>) = fields.partition(|field| is_in_the_open(*field));
    let row = |field: &Field| {
        html! { <Row key={field.name()} {lang} setup={props.setup} field={*field} ask={props.ask.clone()} /> }
    };
    let more = match folded.is_empty() {
        true => Html::default(),
        false => html! {
            <details>
                <summary>
                    <span class="shut">{ interface::more_settings(folded.len(), lang) }</span>
                    <span class="open">{ interface::fewer(lang) }</span>
                </summary>
                { for folded.iter().map(row) }
            </details>
        },
    };
    html! {
        <section key={hop.name()}>
            <h2>{ hop.heading(lang) }</h2>
            { for open.iter().map(row) }
            <div>{ more }</div>
        </section>
    }
}
