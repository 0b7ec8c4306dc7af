//! Fault buttons on the part they hit. Every kind that the broker knows has its button from the first moment; one that
//! can't strike now says why.

use yew::{AttrValue, Callback, Html, Properties, component, html};

use crate::model::{Action, Consumer, Fault};
use crate::page::show::SharedRun;
use crate::page::stage::words;
use crate::setup::FaultKind;
use crate::tell::{Lang, fault_about, fault_label, interface};

/// What the fault buttons need.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The run.
    pub run: SharedRun,
    /// How many steps are done.
    pub step: usize,
    /// As a list of its own, for a phone; otherwise under the lanes of the wide drawing.
    #[prop_or_default]
    pub tall: bool,
    /// The consumer that is struck where several could be; none for the first.
    #[prop_or_default]
    pub chosen: Option<Consumer>,
    /// Chooses it.
    #[prop_or_default]
    pub choose: Callback<Consumer>,
    /// Where the faults go.
    pub on_action: Callback<Action>,
}

/// Kinds by the part that they hit.
const PRODUCER: [FaultKind; 4] =
    [FaultKind::PublishLost, FaultKind::ConfirmLost, FaultKind::ResendTimer, FaultKind::PublishRefused];
const BROKER: [FaultKind; 4] =
    [FaultKind::ProcessCrash, FaultKind::PowerLoss, FaultKind::DiskLoss, FaultKind::ClusterPowerLoss];
const WIRE: [FaultKind; 2] = [FaultKind::DeliveryLost, FaultKind::AckLost];
const CONSUMER: [FaultKind; 5] = [
    FaultKind::ConsumerCrashBeforeEffect,
    FaultKind::ConsumerCrashAfterEffect,
    FaultKind::ZombieConsumer,
    FaultKind::ConsumerNack,
    FaultKind::ConsumerCancel,
];

/// The fault buttons.
#[component(Faults)]
pub fn faults(props: &Props) -> Html {
    let lang = props.lang;
    let possible = props.run.possible_faults(props.step);
    let group = |class: &'static str, name: &'static str, kinds: &[FaultKind], content: Html| {
        html! {
            <div {class} role="group" aria-label={name}>
                <b>{ name }</b>
                <div class="tabs">{ content }{ for kinds.iter().map(|kind| button(props, *kind, &possible)) }</div>
            </div>
        }
    };
    let none = || html! { <span class="none"></span> };
    let connection = format!("{}: {}", interface::consumer(lang), words::connection(lang));
    html! {
        <div class={if props.tall { "faults list" } else { "faults" }}>
            <p class="breakhead">
                <b>{ interface::break_a_part(lang) }</b>
                <span>{ words::pluck_hint(lang) }</span>
            </p>
            { group("of producer", interface::producer(lang), &PRODUCER, none()) }
            { group("of broker", interface::broker(lang), &BROKER, none()) }
            <div class="of wire" role="group" aria-label={connection}>
                <b>{ words::connection(lang) }</b>
                <div class="tabs">{ for WIRE.iter().map(|kind| button(props, *kind, &possible)) }</div>
            </div>
            { group("of consumer", interface::consumer(lang), &CONSUMER, chooser(props)) }
        </div>
    }
}

/// The consumer that this kind strikes now, or none for other parts; nothing if it can't strike.
fn strike(possible: &[Action], kind: FaultKind, chosen: Option<Consumer>) -> Option<Fault> {
    let of_kind = possible.iter().filter_map(|action| match action {
        Action::Fault(fault) if fault.kind == kind => Some(*fault),
        _ => None,
    });
    let all: Vec<Fault> = of_kind.collect();
    all.iter().find(|fault| chosen.is_some() && fault.consumer == chosen).or_else(|| all.first()).copied()
}

fn button(props: &Props, kind: FaultKind, possible: &[Action]) -> Html {
    let lang = props.lang;
    let fault = strike(possible, kind, props.chosen);
    let several = props.run.setup().rabbitmq.consumers > 1;
    let target = fault.and_then(|fault| fault.consumer).filter(|_| several);
    let about = match fault {
        Some(_) => fault_about(kind, lang).to_owned(),
        None => format!("{}{}{}", fault_about(kind, lang), lang.pick(" ", ""), words::fault_needs(kind, lang)),
    };
    let about = AttrValue::from(about);
    let onclick = {
        let act = props.on_action.clone();
        move |_| {
            if let Some(fault) = fault {
                act.emit(Action::Fault(fault));
            }
        }
    };
    let of = target.map(|consumer| interface::consumer_numbered(usize::from(consumer.0), lang));
    html! {
        <button
            type="button"
            class="tab"
            data-fault={kind.name()}
            data-tip={about.clone()}
            aria-description={about}
            aria-disabled={if fault.is_none() { "true" } else { "false" }}
            {onclick}
        >
            { if cuts(kind) { scissors() } else { html! { <span class="none"></span> } } }
            { fault_label(kind, lang) }
            <span class="target">{ target.map(|consumer| (consumer.0 + 1).to_string()).unwrap_or_default() }</span>
            <span class="hidden">{ of.unwrap_or_default() }</span>
        </button>
    }
}

const fn cuts(kind: FaultKind) -> bool {
    matches!(kind, FaultKind::PublishLost | FaultKind::ConfirmLost | FaultKind::DeliveryLost | FaultKind::AckLost)
}

/// The sign of a cut.
fn scissors() -> Html {
    html! {
        <svg class="sc" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M5.4 4.6L14 11.4M5.4 11.4L14 4.6" /><circle cx="3.6" cy="3.4" r="2.1" /><circle cx="3.6" cy="12.6" r="2.1" />
        </svg>
    }
}

/// Which consumer is struck, where there are several.
fn chooser(props: &Props) -> Html {
    let (lang, count) = (props.lang, props.run.setup().rabbitmq.consumers);
    let chosen = props.chosen.unwrap_or(Consumer(0));
    let choice = |number: u8| {
        let onclick = props.choose.reform(move |_| Consumer(number));
        html! {
            <button
                type="button"
                class="chip"
                role="radio"
                aria-checked={if chosen == Consumer(number) { "true" } else { "false" }}
                aria-label={interface::consumer_numbered(usize::from(number), lang)}
                {onclick}
            >
                { number + 1 }
            </button>
        }
    };
    html! {
        <span class="chooser" role="radiogroup" aria-label={words::which_consumer(lang)}>
            { if count > 1 { (0..count).map(choice).collect::<Html>() } else { Html::default() } }
        </span>
    }
}
