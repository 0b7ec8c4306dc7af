//! The controls: every setting of the chosen broker, grouped by the hop it belongs to. All of them are always there;
//! what can't be chosen or makes no difference is disabled and says why.

mod kinds;
mod number;
mod row;

use yew::{Callback, Html, Properties, component};

use super::app::Ask;
use super::challenge::{all_fixed, others_fixed};
use super::element::{Element, told};
use super::panel::{button, heading};
use super::{twin, words};
use crate::play::Side;
use crate::setup::{Field, Setup};
use crate::tell::{Hop, Lang, interface};

/// Whose settings they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Of {
    /// A story's.
    Story,
    /// A level's of the challenge.
    Level,
    /// Nobody's.
    Nothing,
    /// One of two setups'.
    Side(Side),
}

/// What the controls show.
#[derive(Properties, Clone, PartialEq)]
pub struct Props {
    /// The language.
    pub lang: Lang,
    /// The settings.
    pub setup: Setup,
    /// Whose they are.
    pub of: Of,
    /// Those that may be changed, where a level leaves only some open.
    pub free: Option<&'static [Field]>,
    /// The settings that the story, or an empty setup, starts with.
    pub start: Setup,
    /// Whether they are not those that the story, or an empty setup, starts with.
    pub changed: bool,
    /// The setting whose last value was refused, and why.
    pub refused: Option<(Field, String)>,
    /// Where wishes go.
    pub ask: Callback<Ask>,
}

impl Props {
    /// Whether the level that is played leaves the setting as it is.
    fn is_fixed(&self, field: Field) -> bool {
        self.free.is_some_and(|free| !free.contains(&field))
    }

    /// Whether it is one of those that the level leaves open.
    fn is_free(&self, field: Field) -> bool {
        self.free.is_some_and(|free| free.contains(&field))
    }
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
        | Field::Acks
        | Field::Retries
        | Field::MaxInFlight
        | Field::EnableIdempotence
        | Field::ReplicationFactor
        | Field::MinInsyncReplicas
        | Field::InSync
        | Field::UncleanLeaderElection
        | Field::Members
        | Field::Client
        | Field::Commit
        | Field::Processing
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
        | Field::FlushEveryMessage
        | Field::Partitions
        | Field::DrainOnRevoke
        | Field::MaxPollRecords
        | Field::AutoOffsetReset
        | Field::Transactional
        | Field::IsolationLevel
        | Field::VersionGuard => false,
    }
}

/// The controls.
#[component(Settings)]
pub fn settings(props: &Props) -> Html {
    let lang = props.lang;
    let (whose, words) = match props.of {
        Of::Story => ("", words::own_settings(lang)),
        Of::Level if props.free.is_some_and(<[Field]>::is_empty) => (all_fixed(lang), words::level_settings(lang)),
        Of::Level => (others_fixed(lang), words::level_settings(lang)),
        Of::Nothing => ("", interface::defaults(lang)),
        Of::Side(side @ Side::First) => (twin::words::settings_of(side, lang), interface::defaults(lang)),
        Of::Side(side @ Side::Second) => (twin::words::settings_of(side, lang), twin::words::all_like_a(lang)),
    };
    let own = button(&props.ask, Ask::OwnSettings).word("class", "quiet").word("data-do", "own-settings");
    let own = own.has("disabled", !props.changed).say(words).done();
    Element::of("section", "settings")
        .word("aria-label", interface::settings(lang))
        .with(Element::of("p", "whose").say(whose).done())
        .each(Hop::ALL.iter().map(|hop| group(props, *hop)))
        .with(Element::of("div", "own").with(own).done())
        .done()
}

fn group(props: &Props, hop: Hop) -> Html {
    let (mut open, mut folded, mut changed) = (Vec::new(), Vec::new(), Element::of("p", "changed"));
    let broker = props.setup.broker;
    for field in Field::ALL.iter().copied().filter(|field| Hop::of(*field) == hop && field.is_there_for(broker)) {
        // What a level leaves open can be seen.
        match is_in_the_open(field) || props.is_free(field) {
            // The broker is chosen in the bar.
            _ if field == Field::Broker => {}
            true => open.push(row::draw(props, field)),
            false => {
                let value = field.get(&props.setup);
                if value != field.get(&props.start) {
                    changed =
                        changed.with(Element::new("code").with(told(format!("{} = {value}", field.name()))).done());
                }
                folded.push(row::draw(props, field));
            }
        }
    }
    let group = Element::new("section").with(heading(hop.heading(broker, props.lang))).all(open);
    let group = if hop == Hop::Faults { group.with(dice(props)) } else { group };
    if folded.is_empty() { group.done() } else { group.with(changed.done()).with(more(folded, props.lang)).done() }
}

/// A run in which the seed places the faults.
fn dice(props: &Props) -> Html {
    let dice = button(&props.ask, Ask::Dice).word("class", "quiet").word("data-do", "dice");
    let dice = dice.has("disabled", props.free.is_some()).say(words::dice(props.lang)).done();
    Element::of("div", "own").with(dice).done()
}

/// The settings that are seldom needed. What has changed among them is said outside.
fn more(rows: Vec<Html>, lang: Lang) -> Html {
    let shut = Element::of("span", "shut").with(told(interface::more_settings(rows.len(), lang)));
    let open = Element::of("span", "open").say(interface::fewer(lang));
    let summary = Element::new("summary").with(shut.done()).with(open.done());
    Element::new("details").with(summary.done()).all(rows).done()
}
