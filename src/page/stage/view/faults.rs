//! Fault buttons on the part they hit. Every kind that the broker knows has its button from the first moment; one that
//! can't strike now says why.

use yew::virtual_dom::ListenerKind;
use yew::{Callback, Html};

use super::pluck::SCISSORS;
use crate::model::{Action, Consumer, Fault};
use crate::page::challenge::not_here;
use crate::page::element::{Element, empty, told};
use crate::page::show::SharedRun;
use crate::page::stage::words;
use crate::setup::{FaultKind, FaultKinds};
use crate::tell::{Lang, fault_about, fault_label, interface};

/// What the fault buttons need.
pub struct Faults<'page> {
    /// The language.
    pub lang: Lang,
    /// The run.
    pub run: &'page SharedRun,
    /// How many steps are done.
    pub step: usize,
    /// As a list of its own, for a phone; otherwise under the lanes of the wide drawing.
    pub tall: bool,
    /// The consumer that is struck where several could be; none for the first.
    pub chosen: Option<Consumer>,
    /// The kinds that may strike, where a level of the challenge allows only some.
    pub allowed: Option<FaultKinds>,
    /// Chooses it.
    pub choose: Callback<Consumer>,
    /// The kind that a reader pressed in vain: the list says what it needs.
    pub vain: Option<FaultKind>,
    /// Where kinds go that are pressed in vain.
    pub in_vain: Callback<FaultKind>,
    /// Where the faults go.
    pub on_action: &'page Callback<Action>,
}

/// Kinds by the part that they hit.
const PRODUCER: [FaultKind; 4] =
    [FaultKind::PublishLost, FaultKind::ConfirmLost, FaultKind::ResendTimer, FaultKind::PublishRefused];
const BROKER: [FaultKind; 5] = [
    FaultKind::ProcessCrash,
    FaultKind::PowerLoss,
    FaultKind::DiskLoss,
    FaultKind::ClusterPowerLoss,
    FaultKind::FollowerLag,
];
const WIRE: [FaultKind; 2] = [FaultKind::DeliveryLost, FaultKind::AckLost];
const CONSUMER: [FaultKind; 7] = [
    FaultKind::ConsumerCrashBeforeEffect,
    FaultKind::ConsumerCrashAfterEffect,
    FaultKind::ZombieConsumer,
    FaultKind::Rebalance,
    FaultKind::HandlerException,
    FaultKind::ConsumerNack,
    FaultKind::ConsumerCancel,
];

/// The fault buttons.
#[inline(never)]
pub fn faults(props: &Faults) -> Html {
    let lang = props.lang;
    let possible = props.run.possible_faults(props.step);
    let broker = props.run.setup().broker;
    let group = |class: &'static str, name: &'static str, kinds: &[FaultKind]| {
        let chooser = if kinds == CONSUMER { chooser(props) } else { empty("span") };
        let kinds: Vec<FaultKind> = kinds.iter().copied().filter(|kind| kind.known_to(broker)).collect();
        if kinds.is_empty() {
            return Element::of("div", "none").done();
        }
        let buttons = kinds.iter().map(|kind| button(props, *kind, &possible)).collect();
        let tabs = Element::of("div", "tabs").with(chooser).all(buttons).done();
        let needs = props.vain.filter(|vain| kinds.contains(vain)).map_or("", |vain| needs(props, vain));
        let needs = Element::of("p", "needs").word("role", "status").say(needs).done();
        let group = Element::of("div", class).word("role", "group").word("aria-label", name);
        group.with(Element::new("b").say(name).done()).with(tabs).with(needs).done()
    };
    // Where no kind strikes a consumer's connection, those of the broker have its room.
    let cut_wires = WIRE.iter().any(|kind| kind.known_to(broker));
    let head = Element::of("p", "breakhead")
        .with(Element::new("b").say(interface::break_a_part(lang)).done())
        .with(Element::new("span").say(words::pluck_hint(lang)).done());
    Element::of("div", if props.tall { "faults list" } else { "faults" })
        .with(head.done())
        .with(group("of", interface::producer(lang), &PRODUCER))
        .with(group(if cut_wires { "of" } else { "of two" }, interface::broker(lang), &BROKER))
        .with(group("of", words::connection(lang), &WIRE))
        .with(group("of", interface::consumer(lang), &CONSUMER))
        .done()
}

/// The consumer that this kind strikes now, or none for other parts; nothing if it can't strike.
fn strike(possible: &[Action], kind: FaultKind, chosen: Option<Consumer>) -> Option<Fault> {
    let of_kind = possible.iter().filter_map(|action| match action {
        Action::Fault(fault) if fault.kind == kind => Some(*fault),
        _ => None,
    });
    let mut first = None;
    for fault in of_kind {
        if chosen.is_some() && fault.consumer == chosen {
            return Some(fault);
        }
        first = first.or(Some(fault));
    }
    first
}

fn button(props: &Faults, kind: FaultKind, possible: &[Action]) -> Html {
    let lang = props.lang;
    let fault = strike(possible, kind, props.chosen).filter(|_| is_allowed(props, kind));
    let (broker, several) = (props.run.setup().broker, props.run.setup().consumers() > 1);
    let target = fault.and_then(|fault| fault.consumer).filter(|_| several);
    let mut about = fault_about(kind, broker, lang).to_owned();
    if fault.is_none() {
        about.push_str(lang.pick(" ", ""));
        about.push_str(needs(props, kind));
    }
    let (act, in_vain) = (props.on_action.clone(), props.in_vain.clone());
    let pressed = Callback::from(move |_| match fault {
        Some(fault) => act.emit(Action::Fault(fault)),
        None => in_vain.emit(kind),
    });
    let sign = if cuts(kind) { scissors() } else { empty("i") };
    let node = fault.and_then(|fault| fault.member);
    let mark = target.map(|consumer| consumer.0).or(node.map(|node| node.0));
    let mark = mark.map(|number| (number + 1).to_string()).unwrap_or_default();
    // A mark that comes and goes while the run plays has its place all the time.
    let marked = if BROKER.contains(&kind) { kind.strikes_a_member() } else { several && !PRODUCER.contains(&kind) };
    let name = target.map(|consumer| interface::consumer_numbered(usize::from(consumer.0), lang)).unwrap_or_default();
    Element::of("button", "tab")
        .word("type", "button")
        .word("data-fault", kind.name())
        .text("data-tip", about.clone())
        .text("aria-description", about)
        .flag("aria-disabled", fault.is_none())
        .flag("data-allowed", is_allowed(props, kind))
        .on(|| ListenerKind::onclick, pressed)
        .with(sign)
        .say(fault_label(kind, broker, lang))
        .with(
            Element::of("b", if marked { "target kept" } else { "target" })
                .word("aria-hidden", "true")
                .with(told(mark))
                .done(),
        )
        .with(Element::of("span", "hidden").with(told(name)).done())
        .done()
}

fn is_allowed(props: &Faults, kind: FaultKind) -> bool {
    props.allowed.is_none_or(|allowed| allowed.contains(kind))
}

/// What has to be so before a kind can strike.
fn needs(props: &Faults, kind: FaultKind) -> &'static str {
    if is_allowed(props, kind) {
        words::fault_needs(kind, props.run.setup().broker, props.lang)
    } else {
        not_here(props.lang)
    }
}

const fn cuts(kind: FaultKind) -> bool {
    matches!(kind, FaultKind::PublishLost | FaultKind::ConfirmLost | FaultKind::DeliveryLost | FaultKind::AckLost)
}

/// The sign of a cut.
fn scissors() -> Html {
    let sign = Element::of("svg", "sc").word("viewBox", "0 0 16 16").word("aria-hidden", "true");
    sign.with(super::shapes::fixed("", SCISSORS)).done()
}

/// Which consumer is struck, where there are several.
fn chooser(props: &Faults) -> Html {
    let (lang, count) = (props.lang, props.run.setup().consumers());
    let chosen = props.chosen.unwrap_or(Consumer(0));
    let choice = |number: u8| {
        Element::of("button", "chip")
            .word("type", "button")
            .word("role", "radio")
            .flag("aria-checked", chosen == Consumer(number))
            .text("aria-label", interface::consumer_numbered(usize::from(number), lang))
            .on(|| ListenerKind::onclick, props.choose.reform(move |_| Consumer(number)))
            .with(told((number + 1).to_string()))
            .done()
    };
    let choices = if count > 1 { (0..count).map(choice).collect() } else { Vec::new() };
    let chooser = Element::of("span", "chooser").word("role", "radiogroup");
    chooser.word("aria-label", words::which_consumer(lang)).all(choices).done()
}
